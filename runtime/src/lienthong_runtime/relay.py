"""The relay: sends what stands in the outbox, in its order, and deletes exactly what Kafka has."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator
from functools import lru_cache

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from lienthong_contracts import Envelope

from lienthong_runtime import cut
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.settings import RuntimeSettings

CHUNK = 1000
POLL = 0.25  # seconds; the fallback when nobody woke the relay
SEND_TIMEOUT = 60.0
_LOWEST = """
select seq, id, aggregatetype, aggregateid, type, source, number, recorded_at, payload from outbox order by seq limit $1
"""
_SENT = "delete from outbox where seq = any($1)"


@lru_cache(maxsize=100_000)
def partition_of(key: bytes, count: int) -> int:
    """Kafka's own choice for a key. Its murmur2 in Python takes 7 µs: the cache takes a tenth of one."""
    return (murmur2(key) & 0x7FFFFFFF) % count


class Relay:
    """One is active per database, by an advisory lock on a connection of its own.

    In each round a partition gets one batch, which Kafka takes whole or not at all, and the next only after that one is
    acknowledged. So no event is on Kafka before an earlier one of its dossier, whatever fails; a consumer that drops
    numbers it has seen would otherwise lose the earlier one.
    """

    def __init__(self, settings: RuntimeSettings, name: str, metrics: Metrics) -> None:
        self._settings, self._name, self._metrics = settings, name, metrics
        self.woken, self._stopping = asyncio.Event(), asyncio.Event()
        self.active, self.failing = False, ""

    async def run(self) -> None:
        """Send until `stop`; whatever fails is tried again from the lowest row."""
        while not self._stopping.is_set():
            try:
                async with self._connected() as connection, self._producing() as producer:
                    await self._lock(connection)
                    await self._send_all(connection, producer)
            except Exception as fault:  # whatever it is, nothing was deleted: the lowest row is next again
                self.active, self.failing = False, type(fault).__name__
                known = isinstance(fault, (*OUTAGE, KafkaError))
                log.warning("relay.interrupted", fault=self.failing, exc_info=None if known else fault)
                await asyncio.sleep(0.5)

    def wake(self) -> None:
        """Something was committed."""
        self.woken.set()

    def stop(self) -> None:
        """End after the round under way."""
        self._stopping.set()
        self.woken.set()

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncGenerator[asyncpg.Connection]:
        connection = await asyncpg.connect(self._settings.postgres_dsn, command_timeout=60)
        try:
            await connection.add_listener("outbox", lambda *_: self.woken.set())
            yield connection
        finally:
            self.active = False
            await connection.close(timeout=2)

    @contextlib.asynccontextmanager
    async def _producing(self) -> AsyncGenerator[AIOKafkaProducer]:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.kafka_bootstrap_servers,
            acks="all", enable_idempotence=True, linger_ms=0, max_batch_size=1_000_000, max_request_size=4_000_000,
        )  # fmt: skip
        await producer.start()
        try:
            yield producer
        finally:
            # A producer that failed may hold on to its batch for ever: never wait for its flush.
            with contextlib.suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(producer.stop(), 2)

    async def _lock(self, connection: asyncpg.Connection) -> None:
        """Wait for the lock; another instance that holds it relays for this one."""
        while not await connection.fetchval("select pg_try_advisory_lock(hashtext('relay'))"):
            if self._stopping.is_set():
                return
            await asyncio.sleep(POLL)
        self.active = True

    async def _send_all(self, connection: asyncpg.Connection, producer: AIOKafkaProducer) -> None:
        while not self._stopping.is_set():
            # A round costs some milliseconds whatever it sends: a short rest lets it grow (delivery_cost.md §3).
            await asyncio.sleep(self._settings.relay_rest)
            self.woken.clear()
            while await self._round(connection, producer):
                self.failing = ""
            self.failing = ""
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), POLL)

    async def _round(self, connection: asyncpg.Connection, producer: AIOKafkaProducer) -> bool:
        """Whether there may be more: what comes meanwhile wakes, and a look at an empty outbox is a fifth of a small round."""
        rows = await connection.fetch(_LOWEST, CHUNK)
        if not rows:
            return False
        batches, taken = await self._batches(producer, rows)
        async with cut.passing(connection):
            sent = [await producer.send_batch(batch, topic, partition=n) for (topic, n), batch in batches.items()]
            await asyncio.wait_for(asyncio.gather(*sent), SEND_TIMEOUT)
            await connection.execute(_SENT, taken)
        self._metrics.sent.inc(len(taken))
        # Whoever was told to end looks once more: what was committed meanwhile would wait for the next one's start.
        return len(taken) < len(rows) or len(rows) == CHUNK or self._stopping.is_set()

    async def _batches(self, producer: AIOKafkaProducer, rows: list[asyncpg.Record]):  # type: ignore[no-untyped-def]
        batches: dict = defaultdict(producer.create_batch)
        full, taken = set(), []
        for row in rows:
            topic, key = self._settings.topic(row["aggregatetype"]), row["aggregateid"].encode()
            count = len(await producer.partitions_for(topic))
            place = (topic, partition_of(key, count))
            if place in full or batches[place].append(timestamp=None, key=key, value=row["payload"], headers=_headers(row)) is None:
                full.add(place)  # its later rows wait for the next round, or they would overtake
            else:
                taken.append(row["seq"])
        return {place: batch for place, batch in batches.items() if batch.record_count()}, taken


def _headers(row: asyncpg.Record) -> list[tuple[str, bytes]]:
    envelope = Envelope(row["id"], row["type"], row["source"], row["number"], row["aggregateid"], row["recorded_at"])
    return envelope.to_headers()
