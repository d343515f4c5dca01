"""The checker checked: in a run without faults, losses and doubles are planted, and each must be found."""

import asyncio
import dataclasses
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer

from lienthong_local.chaos.ground import Ground
from lienthong_local.chaos.outcome import Outcome
from lienthong_local.chaos.promises import Promise
from lienthong_local.chaos.store import delete_journey, drop_from_outbox, forget_answer
from lienthong_local.verify.topics import Sent, read_events

TOPIC = "dossier.v1"


class Planted(NamedTuple):
    """A fault that was planted, and whether an outcome tells of it."""

    words: str
    found: Callable[[Outcome], bool]


async def plant(ground: Ground) -> list[Planted]:
    """One of each, each on a dossier of its own."""
    done = [p for p in ground.promises.made if p.act == "acknowledge"]
    dossiers = list({promise.dossier_id: promise for promise in done})
    events = {(s.envelope.subject, s.envelope.kind): s for s in await read_events(ground.stack.infra.bootstrap_servers, [TOPIC])}
    return [
        await _row_deleted(ground, dossiers[0]),
        await _event_dropped(ground),
        await _effect_doubled(ground, events[dossiers[1], "HandOverAcknowledged"], events),
        await _number_doubled(ground, events[dossiers[2], "HandOverAcknowledged"]),
        await _answer_forgotten(ground, next(p for p in done if p.dossier_id == dossiers[3])),
        _promise_invented(ground, next(p for p in done if p.dossier_id == dossiers[4])),
        *_messages(ground),
    ]


async def _row_deleted(ground: Ground, dossier_id: str) -> Planted:
    await delete_journey(ground.services.dsns["routing"], dossier_id)
    return Planted("một dòng của bảng bị xoá", lambda o: _tells(o, "not_handled", dossier_id))


async def _event_dropped(ground: Ground) -> Planted:
    """Kafka is out of reach while a dossier is handed in, so that its events wait in the outbox.

    Intake dies before Kafka is back: its relay holds in memory what it has read, and would send it all the same (seen).
    """
    await ground.fronts["kafka"].shut()
    try:
        dossier_id = await ground.lives.begin()
        assert await drop_from_outbox(ground.services.dsns["intake"], dossier_id)
        await asyncio.gather(*(process.kill() for process in ground.services.of("intake")))
    finally:
        await ground.fronts["kafka"].heal()
    told = f"DossierReceived {dossier_id}"
    return Planted("một sự kiện rơi khỏi hộp đi", lambda o: _tells(o, "lost", dossier_id) and _has(o.broken.lost, told))


async def _effect_doubled(ground: Ground, sent: Sent, events: dict[tuple[str, str], Sent]) -> Planted:
    """The same fact a second time, as a bug would tell it: under an id and a number of its own."""
    subject, source = sent.envelope.subject, sent.envelope.source
    last = max(e.envelope.number for e in events.values() if (e.envelope.subject, e.envelope.source) == (subject, source))
    await _send(ground, sent, number=last + 1)
    return Planted("một việc có hiệu lực hai lần", lambda o: _has(o.broken.doubled, f"HandOverAcknowledged {subject}"))


async def _number_doubled(ground: Ground, sent: Sent) -> Planted:
    await _send(ground, sent, number=sent.envelope.number)
    return Planted("một số thứ tự cấp hai lần", lambda o: _tells(o, "number_doubled", sent.envelope.subject))


async def _send(ground: Ground, sent: Sent, number: int) -> None:
    envelope = dataclasses.replace(sent.envelope, id=uuids.uuid7(), number=number)
    async with AIOKafkaProducer(bootstrap_servers=ground.stack.infra.bootstrap_servers, acks="all") as producer:
        await producer.send_and_wait(TOPIC, sent.body, key=envelope.subject.encode(), headers=envelope.to_headers())


async def _answer_forgotten(ground: Ground, promise: Promise) -> Planted:
    await forget_answer(ground.services.dsns[promise.service], promise.key)
    return Planted("một câu trả lời đã hứa bị mất", lambda o: _has(o.broken.lost, f"{promise.act} {promise.dossier_id}: no answer"))


def _promise_invented(ground: Ground, promise: Promise) -> Planted:
    invented = dataclasses.replace(promise, key=uuids.uuid7().hex)
    ground.promises.made.append(invented)
    return Planted("một lời hứa không có thật", lambda o: _has(o.broken.lost, f"HandOverAcknowledged {promise.dossier_id}: promised"))


def _messages(ground: Ground) -> list[Planted]:
    """One message taken out of the provider's file, and one put in that nobody asked for."""
    file = ground.stack.home.outbox
    lines = file.read_text().splitlines(keepends=True)
    taken = next(i for i, line in enumerate(lines) if json.loads(line)["kind"] == "email")
    message: dict[str, Any] = json.loads(lines.pop(taken))
    strange = json.dumps({**message, "message_id": f"<{uuids.uuid7()}@lienthong.invalid>"}, ensure_ascii=False)
    file.write_text("".join(lines) + strange + "\n")
    return [Planted("một thư không đến nơi", lambda o: bool(o.told.lost)),
            Planted("một thư không ai yêu cầu", lambda o: o.told.strange > 0)]  # fmt: skip


def _tells(outcome: Outcome, kind: str, dossier_id: str) -> bool:
    return any(item.kind == kind and item.dossier_id == dossier_id for item in outcome.report.found)


def _has(sentences: list[str], words: str) -> bool:
    return any(words in sentence for sentence in sentences)
