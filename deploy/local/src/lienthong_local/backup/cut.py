"""Knows how the moment is taken at which databases and log belong together (ADR 0026)."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import NoError
from lienthong_runtime.cut import hold, release

from lienthong_local.backup import store
from lienthong_local.coordinator import answer
from lienthong_local.failure import StackError
from lienthong_local.topics import places

PATIENCE, TRIES = 10.0, 5  # seconds that a relay's round may take; looks at the topics' ends


@dataclass(frozen=True, slots=True)
class Cut:
    """The moment: each database by a snapshot that stays open, the topics' ends, and how far each service had read before."""

    at: datetime
    held: float
    connections: Mapping[str, asyncpg.Connection]
    snapshots: Mapping[str, str]
    ends: Mapping[TopicPartition, int]
    groups: Mapping[str, dict[str, int]]


@contextlib.asynccontextmanager
async def cut(bootstrap_servers: str, dsns: Mapping[str, str], topics: list[str], topic_prefix: str) -> AsyncGenerator[Cut]:
    """Hold every relay, look at the topics' ends, open the snapshots, and let go. Raises StackError.

    In this order nothing is on the log that its database doesn't know, and nothing was sent that the log doesn't have.
    """
    async with contextlib.AsyncExitStack() as opened:
        connections = {service: await _connect(opened, dsn) for service, dsn in dsns.items()}
        consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, enable_auto_commit=False)
        await consumer.start()
        opened.push_async_callback(consumer.stop)
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
        await admin.start()
        opened.push_async_callback(admin.close)
        found = await places(bootstrap_servers, topics)
        await _coordinated(admin)
        await _hold(connections)
        began = time.monotonic()
        try:
            groups = await _read_so_far(admin, dsns, topic_prefix)
            await _coordinated(admin)
            ends, snapshots = await _moment(consumer, found, connections)
            at = datetime.now(UTC)
            await asyncio.gather(*(release(connection) for connection in connections.values()))
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError):
            raise StackError(f"chốt lâu quá {PATIENCE:.0f} giây nên PostgreSQL đã thả ra: máy đang quá bận; sao lưu lại") from None
        yield Cut(at, time.monotonic() - began, connections, snapshots, ends, groups)


async def _connect(opened: contextlib.AsyncExitStack, dsn: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(dsn)
    opened.push_async_callback(connection.close, timeout=5)
    return connection


async def _coordinated(admin: AIOKafkaAdminClient) -> None:
    # A coordinator that loads or failed is heard as "nothing read", and what is restored would begin from the first event. It is asked
    # before anybody is held, so that mostly nobody is held for nothing, and again when all have been read.
    if (fault := await answer(admin)) is not NoError:
        raise StackError(f"Kafka chưa nói được các dịch vụ đã đọc đến đâu ({fault.__name__}): xem `lienthong logs kafka`, rồi sao lưu lại")


async def _hold(connections: Mapping[str, asyncpg.Connection]) -> None:
    found = await asyncio.gather(*(hold(connection, PATIENCE) for connection in connections.values()), return_exceptions=True)
    if busy := [service for service, fault in zip(connections, found, strict=True) if isinstance(fault, asyncpg.LockNotAvailableError)]:
        raise StackError(f"{', '.join(busy)} đang gửi mãi chưa xong lên Kafka: xem `lienthong ps`, rồi sao lưu lại")
    for fault in found:
        if isinstance(fault, BaseException):
            raise fault


async def _moment(
    consumer: AIOKafkaConsumer, found: list[TopicPartition], connections: Mapping[str, asyncpg.Connection]
) -> tuple[dict[TopicPartition, int], dict[str, str]]:
    """Ends that are the same before and after the snapshots: a relay of an older version knows no cut and sends on."""
    for _ in range(TRIES):
        before = await consumer.end_offsets(found)
        snapshots = await asyncio.gather(*(store.begin(connection) for connection in connections.values()))
        if await consumer.end_offsets(found) == before:
            return before, dict(zip(connections, snapshots, strict=True))
        await asyncio.gather(*(store.give_up(connection) for connection in connections.values()))
    raise StackError("có tiến trình vẫn gửi sự kiện trong lúc chốt: dừng dịch vụ phiên bản cũ, rồi sao lưu lại")


async def _read_so_far(admin: AIOKafkaAdminClient, services: Iterable[str], prefix: str) -> dict[str, dict[str, int]]:
    """Offsets committed before the snapshots: what a database has seen is never beyond what it will read again."""
    found = await asyncio.gather(*(admin.list_consumer_group_offsets(prefix + service) for service in services))
    return {
        service: {f"{tp.topic.removeprefix(prefix)}/{tp.partition}": known.offset for tp, known in offsets.items() if known.offset >= 0}
        for service, offsets in zip(services, found, strict=True)
    }
