"""A backlog held back until every listener stands ready, and the time they need for it."""

import asyncio
import time
from collections.abc import Callable, Sequence

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from lienthong_local.stack import Stack
from lienthong_local.topics import places

TABLES = {"sla-monitor": "budget", "notifier": "correspondence", "portal": "record"}
TOPIC = "dossier.v1"


class Backlog:
    """Holds the listeners' tables locked, so that they start together and imports and rebalances aren't measured."""

    def __init__(self, stack: Stack, names: Sequence[str] = tuple(TABLES)) -> None:
        assert stack.services is not None
        self._stack, self._names, self._dsns = stack, names, stack.services.dsns
        self._held: list[asyncpg.Connection] = []
        self._ends: dict[TopicPartition, int] = {}

    async def __aenter__(self) -> "Backlog":
        servers = self._stack.infra.bootstrap_servers
        self._admin, self._reader = AIOKafkaAdminClient(bootstrap_servers=servers), AIOKafkaConsumer(bootstrap_servers=servers)
        await self._admin.start()
        await self._reader.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(self._admin.close(), self._reader.stop(), *(held.close() for held in self._held))

    async def hold(self) -> None:
        """Lock each listener's table; its first batch waits."""
        for name in self._names:
            connection = await asyncpg.connect(self._dsns[name])
            await connection.execute("begin")
            await connection.execute(f"lock table {TABLES[name]} in access exclusive mode")
            self._held.append(connection)
        self._ends = await self._reader.end_offsets(await places(self._stack.infra.bootstrap_servers, [TOPIC]))

    async def released(self, tell: Callable[[], None]) -> float:
        """Let them go, and return the seconds until the last of them had handled the backlog's last event."""
        began = time.perf_counter()
        await asyncio.gather(*(held.execute("commit") for held in self._held))
        while not all(await asyncio.gather(*(self._handled(name) for name in self._names))):
            tell()
            await asyncio.sleep(0.05)
        return time.perf_counter() - began

    async def _handled(self, group: str) -> bool:
        done = await self._admin.list_consumer_group_offsets(group)
        return all(done[tp].offset >= end for tp, end in self._ends.items() if end and tp in done) and len(done) >= len(self._ends)
