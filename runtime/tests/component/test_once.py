"""Once is once: numbers, keys, versions, and two who touch the same dossier first (design.md §3)."""

import asyncio
from itertools import pairwise

import pytest
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaConsumer, TopicPartition
from awaiting import until
from lienthong_contracts import Envelope
from lienthong_runtime.commands import KeyReused, StaleVersion
from toy import Assign, Toy


async def test_a_number_that_was_seen_changes_nothing(toy: Toy) -> None:
    dossier, event_id = uuids.uuid7(), uuids.uuid7()
    await toy.send_numbered(dossier, 1, "an", event_id)
    await toy.send_numbered(dossier, 1, "an", event_id)
    await toy.send_numbered(dossier, 2, "binh")
    await until(lambda: _is(toy, dossier, ("an", "binh")))


async def test_a_number_seen_with_another_id_is_an_alarm(toy: Toy) -> None:
    dossier = uuids.uuid7()
    before = toy.running.metrics.registry.get_sample_value("impostors_total")
    await toy.send_numbered(dossier, 1, "an")
    await toy.send_numbered(dossier, 1, "binh")

    async def alarmed() -> bool:
        return toy.running.metrics.registry.get_sample_value("impostors_total") == before + 1

    await until(alarmed)
    assert await toy.officers(dossier) == ("an",)


async def test_the_same_key_gives_the_same_answer_even_at_once(toy: Toy) -> None:
    commands, key, dossier = toy.running.commands, uuids.uuid7().hex, uuids.uuid7()
    answers = await asyncio.gather(*(commands.perform(dossier, Assign(officer="an"), key, create=True) for _ in range(8)))
    assert len({answer.body for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1
    with pytest.raises(KeyReused):
        await commands.perform(dossier, Assign(officer="binh"), key, create=True)


async def test_a_stale_version_is_refused_and_changes_nothing(toy: Toy) -> None:
    commands, dossier = toy.running.commands, uuids.uuid7()
    await commands.perform(dossier, Assign(officer="an"), uuids.uuid7().hex, create=True)
    await commands.perform(dossier, Assign(officer="binh", version=1), uuids.uuid7().hex)
    with pytest.raises(StaleVersion):
        await commands.perform(dossier, Assign(officer="chau", version=1), uuids.uuid7().hex)
    assert await toy.officers(dossier) == ("an", "binh")


async def test_a_command_and_a_batch_that_touch_a_dossier_first_lose_nothing(toy: Toy) -> None:
    dossiers = [uuids.uuid7() for _ in range(40)]

    async def both(dossier) -> None:  # type: ignore[no-untyped-def]
        command = toy.running.commands.perform(dossier, Assign(officer="an"), uuids.uuid7().hex, create=True)
        await asyncio.gather(toy.send(dossier, "binh"), command)

    await asyncio.gather(*(both(dossier) for dossier in dossiers))
    for dossier in dossiers:
        await until(lambda d=dossier: _both(toy, d))


async def test_every_event_goes_out_once_and_in_the_order_of_its_numbers(toy: Toy) -> None:
    dossiers = [uuids.uuid7() for _ in range(50)]
    for officer in ("an", "binh", "chau", "dung"):
        await asyncio.gather(*(toy.send(dossier, officer) for dossier in dossiers))
    for dossier in dossiers:
        await until(lambda d=dossier: _is(toy, d, ("an", "binh", "chau", "dung")))
    await until(lambda: _sent(toy))
    numbers = await _numbers(toy, {str(dossier) for dossier in dossiers})
    assert all(found == [1, 2, 3, 4] for found in numbers.values())
    assert len(numbers) == len(dossiers)


async def _numbers(toy: Toy, subjects: set[str]) -> dict[str, list[int]]:
    consumer = AIOKafkaConsumer(bootstrap_servers=toy.settings.kafka_bootstrap_servers)
    await consumer.start()
    places = [TopicPartition(toy.settings.topic("dossier.v1"), n) for n in range(12)]
    consumer.assign(places)
    await consumer.seek_to_beginning(*places)
    ends, found = await consumer.end_offsets(places), {subject: [] for subject in subjects}
    for place in places:
        while await consumer.position(place) < ends[place]:
            for record in (await consumer.getmany(place, timeout_ms=200)).get(place, []):
                headers = dict(record.headers)
                if headers.get("ce_source") == b"/lienthong/toy":
                    envelope = Envelope.from_headers(headers)
                    found.get(envelope.subject, []).append(envelope.number)
    await consumer.stop()
    assert all(a < b for numbers in found.values() for a, b in pairwise(numbers))
    return found


async def _is(toy: Toy, dossier, officers) -> bool:  # type: ignore[no-untyped-def]
    return await toy.officers(dossier) == officers


async def _both(toy: Toy, dossier) -> bool:  # type: ignore[no-untyped-def]
    return sorted(await toy.officers(dossier)) == ["an", "binh"]


async def _sent(toy: Toy) -> bool:
    return await toy.outbox() == 0
