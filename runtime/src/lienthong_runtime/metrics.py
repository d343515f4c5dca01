"""What a service counts; one object per process, made by the composition root."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# From half a millisecond to half a minute, each a tenth above the last: p99 can be read off within 10 %.
_EDGES = tuple(0.0005 * 1.1**n for n in range(116))


class Metrics:
    """Counters and gauges of the chassis, in a registry of their own so that tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter("events", "Events by what became of them", ["result"], registry=self.registry)
        self.batches = Counter("batches", "Transactions of the consumer", ["result"], registry=self.registry)
        self.sent = Counter("events_sent", "Events that Kafka acknowledged", registry=self.registry)
        self.commands = Counter("commands", "Commands over HTTP by answer", ["status"], registry=self.registry)
        self.refusals = Counter("commands_refused", "Commands that the rules forbid, by rule", ["command", "law"], registry=self.registry)
        self.waiting = Gauge("commands_waiting", "Commands let in and not yet answered", registry=self.registry)
        self.outbox = Gauge("outbox_events", "Events that wait to be sent, as of the last look", registry=self.registry)
        self.effect = Histogram(
            "effect_seconds", "From an event's decision to its effect committed here", buckets=_EDGES, registry=self.registry
        )
        self.timer_lag = Gauge("timer_lag_seconds", "How long the oldest due timer has waited to be raised", registry=self.registry)
        self.timer_delay = Histogram("timer_delay_seconds", "How late timers were noticed", buckets=_EDGES, registry=self.registry)
        self.timers = Counter("timers", "Rows woken by time", registry=self.registry)
        self.failing = Gauge("consumer_failing", "1 while the same batch fails again and again", registry=self.registry)
        self.impostors = Counter("impostors", "Numbers seen with another event's id", registry=self.registry)
        self.gaps = Counter("gaps", "Numbers skipped by a source, seen by the ledger", registry=self.registry)
