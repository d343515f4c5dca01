"""The consumer: a batch from Kafka, one transaction, then its offsets; whatever fails is read again."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.errors import KafkaError

from lienthong_runtime.clock import system_now
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.decision import OnEvent
from lienthong_runtime.fetching import Fetching
from lienthong_runtime.leaving import leave
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.reach import Batch, Reach, commit, seek_back
from lienthong_runtime.records import Broken, Letter, read
from lienthong_runtime.settings import RuntimeSettings
from lienthong_runtime.transact import Transactor

PAUSE = 0.5  # seconds between tries of what fails: at most two a second
TRIES = 3  # of a whole batch, before it is narrowed to the event that fails


class _WaitForBatch(ConsumerRebalanceListener):
    """Lets the batch end before its partitions move; otherwise two members handle it at once."""

    def __init__(self, busy: asyncio.Lock) -> None:
        self._busy = busy

    async def on_partitions_revoked(self, revoked: object) -> None:
        async with self._busy:
            pass

    async def on_partitions_assigned(self, assigned: object) -> None: ...


class Consumer:
    """Reads the service's topics as one member of its group."""

    def __init__(self, settings: RuntimeSettings, name: str, topics: Sequence[str], on_event: OnEvent, every_kind: bool,
                 transactor: Transactor, metrics: Metrics,
                 committed: Callable[[Outcome], None] = lambda _outcome: None) -> None:  # fmt: skip
        self._settings, self._name, self._topics = settings, name, [settings.topic(t) for t in topics]
        self._on_event, self._every_kind = on_event, every_kind
        self._transactor, self._metrics = transactor, metrics
        self._busy, self._stopping, self._committed = asyncio.Lock(), asyncio.Event(), committed
        self.failing, self._failures = "", 0
        self.reach = Reach()
        self.delay: float | None = None  # seconds from the latest event's decision to its effect here
        self._consumer: AIOKafkaConsumer | None = None

    def assigned(self) -> int:
        """How many partitions this member holds; none before its first rebalance."""
        return len(self._consumer.assignment()) if self._consumer else 0

    def lag(self) -> int:
        """Records not yet handled."""
        return self.reach.lag(self._consumer)

    def handled_until(self) -> datetime | None:
        """Until when all facts were handled; None when nothing is behind."""
        return self.reach.handled_until(self._consumer)

    async def places(self) -> dict[str, int]:
        """For each partition held, the offset up to which all is done."""
        return await self.reach.places(self._consumer)

    async def run(self) -> None:
        """Consume until `stop`; a Kafka that isn't there is waited for."""
        while not self._stopping.is_set():
            try:
                await self._consume()
            except KafkaError as fault:
                log.warning("consumer.interrupted", fault=type(fault).__name__)
                await asyncio.sleep(PAUSE)

    async def stop(self) -> None:
        """End after the batch under way."""
        self._stopping.set()
        async with self._busy:
            pass

    def _member(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            bootstrap_servers=self._settings.kafka_bootstrap_servers,
            group_id=self._settings.topic_prefix + (self._settings.group or self._name),
            group_instance_id=self._settings.instance or None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=3_000,
            # aiokafka's default is the session's 10 s: a longer batch would be handled twice (stack.md §1).
            rebalance_timeout_ms=60_000,
            max_poll_interval_ms=300_000,
            metadata_max_age_ms=30_000,
        )

    async def _consume(self) -> None:
        self._consumer = consumer = self._member()
        consumer.subscribe(self._topics, listener=_WaitForBatch(self._busy))
        await consumer.start()
        fetching = Fetching()
        try:
            while not self._stopping.is_set():
                batch = await consumer.getmany(timeout_ms=200, max_records=self._settings.batch_records)
                if batch:
                    await self._handle(consumer, batch)
                await self.reach.note(consumer, {} if self.failing else batch)
                await fetching.watch(consumer, bool(batch))
        finally:
            await leave(consumer)

    async def _handle(self, consumer: AIOKafkaConsumer, batch: Batch) -> None:
        async with self._busy:
            done = await self._try(batch)
            if done:
                await commit(consumer, batch)
            else:
                seek_back(consumer, batch)
        if not done:
            await asyncio.sleep(PAUSE)
        elif sum(map(len, batch.values())) < 100:
            # A batch costs 4 ms whatever it holds: a short rest lets it grow (delivery_cost.md §3).
            await asyncio.sleep(self._settings.rest)

    async def _try(self, batch: Batch) -> bool:
        try:
            await self._work([opened for records in batch.values() for record in records if (opened := self._open(record))])
        except OUTAGE as fault:
            self._fail(fault, count=False)
        except Exception as fault:  # a bug, or data that the database refuses
            self._fail(fault, count=True)
        else:
            self.failing, self._failures = "", 0
            self._metrics.failing.set(0)
            return True
        return False

    def _open(self, record) -> Letter | Broken | None:  # type: ignore[no-untyped-def]
        letter = Letter(record.topic, record.partition, record.offset, tuple(record.headers), record.value)
        return read(letter, self._on_event, self._every_kind)

    async def _work(self, letters: list[Letter | Broken]) -> None:
        if not letters:
            return
        if self._failures < TRIES:
            self.note(await self._transactor.take_in(letters))
        else:
            await self._narrow(letters)

    async def _narrow(self, letters: Sequence[Letter | Broken]) -> None:
        """Halve what fails until one event is left, and set that one aside. An outage still stops all."""
        try:
            self.note(await self._transactor.take_in(letters))
        except OUTAGE:
            raise
        except Exception as fault:
            await asyncio.sleep(PAUSE)
            if len(letters) == 1:
                log.error("event.set_aside", reason=type(fault).__name__, exc_info=fault)
                self.note(await self._transactor.set_aside(letters[0], type(fault).__name__))
                return
            middle = len(letters) // 2
            await self._narrow(letters[:middle])
            await self._narrow(letters[middle:])

    def _fail(self, fault: BaseException, count: bool) -> None:
        self._failures += count
        self.failing = type(fault).__name__
        self._metrics.failing.set(1)
        self._metrics.batches.labels("failed").inc()
        log.error("batch.failed", fault=self.failing, tries=self._failures, exc_info=fault if count else None)

    def note(self, outcome: Outcome) -> None:
        """Count what a committed batch did, and wake who waits for it."""
        metrics, now = self._metrics, system_now()
        metrics.batches.labels("committed").inc()
        metrics.events.labels("applied").inc(len(outcome.applied))
        metrics.events.labels("duplicate").inc(outcome.duplicates)
        metrics.events.labels("set_aside").inc(len(outcome.set_aside))
        if self._every_kind:  # to whoever reads some kinds only, gaps are natural
            metrics.gaps.inc(len(outcome.gaps))
        for delay in _delays(outcome, now):
            metrics.effect.observe(delay)
            self.delay = delay
        for item in outcome.set_aside:
            log.warning("event.parked" if item.parked else "event.set_aside", origin=item.letter.origin, reason=item.reason)
        for letter in outcome.impostors:
            metrics.impostors.inc()
            log.error("event.impostor", origin=letter.origin)
        self._committed(outcome)


def _delays(outcome: Outcome, now: datetime) -> list[float]:
    envelopes = [letter.envelope for letter in outcome.applied if letter.envelope is not None]
    return [max(0.0, (now - envelope.recorded_at).total_seconds()) for envelope in envelopes]
