"""Whole lives as the services themselves told them, told again of other dossiers: every sequence is one that really happened."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any
from uuid import UUID

import msgspec
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from lienthong_runtime.clock import system_now
from lienthong_runtime.relay import partition_of

from lienthong_local.kafka_jars import Tell
from lienthong_local.verify.topics import Sent, read_events

TOPIC = "dossier.v1"
CHUNK = 1000  # dossiers under way at the same time: their first events, then their second, and so on, as a backlog lies there


@dataclass(frozen=True, slots=True)
class Story:
    """A dossier's events in their order."""

    dossier_id: str
    code: str
    events: tuple[Sent, ...]

    def of(self, dossier_id: str, number: int) -> Iterator[tuple[list[tuple[str, bytes]], bytes]]:
        """The same events of another dossier: headers and bodies."""
        olds = (self.dossier_id.encode(), dossier_id.encode()), (self.code.encode(), f"{self.code}-{number}".encode())
        for sent in self.events:
            body = sent.body
            for old, new in olds if self.code else olds[:1]:
                body = body.replace(old, new)
            envelope = replace(sent.envelope, id=uuids.uuid7(), subject=dossier_id, recorded_at=system_now())
            yield envelope.to_headers(), body


async def stories(bootstrap_servers: str, dossier_ids: Sequence[str]) -> list[Story]:
    """What the topic says of these dossiers."""
    told = defaultdict[str, list[Sent]](list)
    for sent in await read_events(bootstrap_servers, [TOPIC]):
        told[sent.envelope.subject].append(sent)
    return [Story(i, _code(told[i]), tuple(told[i])) for i in dossier_ids]


def _code(told: list[Sent]) -> str:
    said: list[dict[str, Any]] = [msgspec.json.decode(sent.body) for sent in told if sent.envelope.kind == "DossierReceived"]
    return str(said[0]["code"]) if said else ""


async def retell(bootstrap_servers: str, known: Sequence[Story], events: int, tell: Tell) -> dict[str, Story]:
    """Publish lives until there are that many events; which dossier lives whose."""
    copies = dict[str, Story]()
    left = events
    while left > 0:
        story = known[len(copies) % len(known)]
        copies[str(UUID(str(uuids.uuid7())))] = story
        left -= len(story.events)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, linger_ms=5, max_batch_size=1 << 20, max_request_size=4 << 20)
    await producer.start()
    try:
        count, done = len(await producer.partitions_for(TOPIC)), 0
        for chunk in batched(copies.items(), CHUNK):
            lives = {i: list(story.of(i, done + n)) for n, (i, story) in enumerate(chunk)}
            done += await _publish(producer, count, lives)
            tell("events of the backlog", done, events)
    finally:
        await producer.stop()
    return copies


async def _publish(producer: AIOKafkaProducer, count: int, lives: dict[str, list[Any]]) -> int:
    """Everybody's first event, then everybody's second."""
    waiting = []
    for step in range(max(map(len, lives.values()))):
        for dossier_id, life in lives.items():
            if step < len(life):
                headers, body = life[step]
                key = dossier_id.encode()
                waiting.append(await producer.send(TOPIC, body, key=key, headers=headers, partition=partition_of(key, count)))
    for future in waiting:
        await future
    return len(waiting)
