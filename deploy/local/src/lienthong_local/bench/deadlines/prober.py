"""A prober outside the service: reads the topic, and notes when each breach was there."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from aiokafka import AIOKafkaConsumer
from lienthong_contracts import DOSSIER_CLOCK, DeadlineBreached

from lienthong_local.topics import places


class Prober:
    """`lateness` in seconds from the due moment until the breach was read from the topic, by dossier; `doubled` counts repeats."""

    def __init__(self, bootstrap_servers: str, topic: str) -> None:
        self._servers, self._topic = bootstrap_servers, topic
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, enable_auto_commit=False)
        self.lateness: dict[UUID, float] = {}
        self.last_at: datetime | None = None
        self.seen: Counter[UUID] = Counter()

    async def __aenter__(self) -> "Prober":
        await self._consumer.start()
        found = await places(self._servers, [self._topic])
        self._consumer.assign(found)
        await self._consumer.seek_to_end(*found)
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._consumer.stop()

    async def _read(self) -> None:
        while True:
            batch = await self._consumer.getmany(timeout_ms=100)
            now = datetime.now(UTC)
            for records in batch.values():
                for record in records:
                    if dict(record.headers).get("ce_type", b"").endswith(b".DeadlineBreached"):
                        self._note(DeadlineBreached.from_json(record.value), now)

    def _note(self, event: DeadlineBreached, now: datetime) -> None:
        if event.clock == DOSSIER_CLOCK:
            self.seen[event.dossier_id] += 1
            self.lateness.setdefault(event.dossier_id, (now - event.due_at).total_seconds())
            self.last_at = now

    @property
    def doubled(self) -> int:
        """Dossiers whose breach was told more than once."""
        return sum(1 for count in self.seen.values() if count > 1)
