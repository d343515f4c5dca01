"""What a service counts; one object per process, made by the composition root."""

from collections import Counter as Tally
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

# From half a millisecond to half a minute, each a tenth above the last: p99 can be read off within 10 %.
_EDGES = tuple(0.0005 * 1.1**n for n in range(116))
_FEW_EDGES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10)  # there are as many of them as routes


class Metrics:
    """Counters and gauges of the chassis, in a registry of their own so that tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.events = Counter("events", "Events by what became of them", ["result"], registry=self.registry)
        self.batches = Counter("batches", "Transactions of the consumer", ["result"], registry=self.registry)
        self.sent = Counter("events_sent", "Events that Kafka acknowledged", registry=self.registry)
        self.commands = Counter("commands", "Commands over HTTP by answer", ["status"], registry=self.registry)
        self.refusals = Counter("commands_refused", "Commands that the rules forbid, by rule", ["command", "law"], registry=self.registry)
        self.waiting = Gauge("commands_waiting", "Commands let in and not yet answered", registry=self.registry)
        self.effect = Histogram(
            "effect_seconds", "From an event's decision to its effect committed here", buckets=_EDGES, registry=self.registry
        )
        self.timer_lag = Gauge("timer_lag_seconds", "How long the oldest due timer has waited to be raised", registry=self.registry)
        self.timer_delay = Histogram("timer_delay_seconds", "How late timers were noticed", buckets=_EDGES, registry=self.registry)
        self.timers = Counter("timers", "Rows woken by time", registry=self.registry)
        self.failing = Gauge("consumer_failing", "1 while the same batch fails again and again", registry=self.registry)
        self.impostors = Counter("impostors", "Numbers seen with another event's id", registry=self.registry)
        self.gaps = Counter("gaps", "Numbers skipped by a source, seen by the ledger", registry=self.registry)
        self.facts = Counter("facts", "Events decided here, by kind", ["kind"], registry=self.registry)
        self.lag = Gauge("consumer_lag", "Records that this member hasn't handled", registry=self.registry)
        self.partitions = Gauge("consumer_partitions", "Partitions that this member reads", registry=self.registry)
        self.relay_active = Gauge("relay_active", "1 where this instance relays for its database", registry=self.registry)
        self.relay_failing = Gauge("relay_failing", "1 while the relay can't send", registry=self.registry)
        self.outbox = Gauge("outbox_rows", "Events that wait to be sent, as of the last look", registry=self.registry)
        self.outbox_age = Gauge("outbox_oldest_seconds", "How long the oldest unsent event has waited", registry=self.registry)
        self.dead = Gauge("dead_letters", "Letters kept back now, by state", ["state"], registry=self.registry)
        self.http = Histogram("http_first_byte_seconds", "From a request to the first byte of its answer", ["method", "route", "status"],
                              buckets=_FEW_EDGES, registry=self.registry)  # fmt: skip

    def decided(self, kinds: Iterable[str]) -> None:
        """Events that a commit wrote."""
        for kind, times in Tally(kinds).items():
            self.facts.labels(kind).inc(times)
