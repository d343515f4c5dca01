"""What the topics tell of messages: when their facts were recorded, which were queued, taken, delivered, put off or given up."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from lienthong_local.bench.notices.compare import Key
from lienthong_local.topics import places

TOPICS = ("dossier.v1", "notification.v1")
type Ends = dict[TopicPartition, int]


class Body(msgspec.Struct):
    """What is read of an event: no more than the figures need."""

    message: str = ""
    at: datetime | None = None
    provider: str = ""
    reason: str | None = None


@dataclass(slots=True)
class Story:
    """By message, or by dossier for `recorded`; all instants are the machine's own."""

    recorded: dict[UUID, datetime] = field(default_factory=dict)
    queued: set[Key] = field(default_factory=set)
    accepted: dict[Key, str] = field(default_factory=dict)  # by which provider
    delivered: dict[Key, datetime] = field(default_factory=dict)
    ended: dict[Key, str] = field(default_factory=dict)  # failed or suppressed, and why
    deferred: Counter[str] = field(default_factory=Counter)
    calls: int = 0

    def hear(self, kind: str, dossier_id: UUID, recorded_at: datetime, body: Body) -> None:
        """One event."""
        key = (dossier_id, body.message)
        if kind == "DossierReceived":
            self.recorded[dossier_id] = recorded_at
        elif kind == "MessageQueued":
            self.queued.add(key)
        elif kind == "MessageAccepted":
            self.accepted[key] = body.provider
        elif kind == "MessageDelivered":
            self.delivered[key] = recorded_at
        else:
            self._hear_of_trouble(kind, key, body)

    def _hear_of_trouble(self, kind: str, key: Key, body: Body) -> None:
        if kind == "MessageDeferred":
            self.deferred[f"{body.provider}: {body.reason}"] += 1
        elif kind in ("MessageFailed", "MessageSuppressed"):
            self.ended[key] = body.reason or kind
        self.calls += kind == "PhoneCallAsked"


class Topics:
    """Reads the topics from one place to another, while nothing is measured."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._servers = bootstrap_servers

    async def ends(self) -> Ends:
        """Where the topics end now."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers)
        await consumer.start()
        try:
            ends: Ends = await consumer.end_offsets(await places(self._servers, TOPICS))
            return ends
        finally:
            await consumer.stop()

    async def since(self, begin: Ends) -> Story:
        """All that was told from there on."""
        ends, story = await self.ends(), Story()
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers, enable_auto_commit=False)
        await consumer.start()
        try:
            left = {place for place in ends if ends[place] > begin.get(place, 0)}
            consumer.assign(list(left))
            for place in left:
                consumer.seek(place, begin.get(place, 0))
            while left:
                for place, records in (await consumer.getmany(timeout_ms=500, max_records=5000)).items():
                    for record in records:
                        _hear(story, record)
                    if records and records[-1].offset >= ends[place] - 1:
                        left.discard(place)
            return story
        finally:
            await consumer.stop()


_DECODE = msgspec.json.Decoder(Body).decode


def _hear(story: Story, record: Any) -> None:
    headers = dict(record.headers)
    kind = headers["ce_type"].decode().rpartition(".")[2]
    if kind == "DossierReceived" or headers["ce_source"].endswith(b"/notifier"):
        recorded_at = datetime.fromisoformat(headers["ce_time"].decode())
        story.hear(kind, UUID(headers["ce_subject"].decode()), recorded_at, _DECODE(record.value))
