"""A consumer whose fetching ended behind its back is made anew, and handles what came meanwhile (found by `chaos --faults cut`)."""

import asyncio
from typing import Any

import uuid_utils.compat as uuids
from aiokafka import AIOKafkaConsumer, TopicPartition
from awaiting import until
from lienthong_runtime.following import follow
from toy import Toy


async def test_a_consumer_whose_fetcher_has_ended_begins_anew(toy: Toy) -> None:
    first, second, third = (uuids.uuid7() for _ in range(3))
    await toy.send(first, "an")
    await until(lambda: _handled(toy, first))
    # As an error that aiokafka doesn't expect ends it: nothing public says so, and the heartbeats go on.
    toy.running.consumer._consumer._fetcher._fetch_task.cancel()
    await toy.send(second, "binh")  # its last request, under way, may still bring this one
    await until(lambda: _handled(toy, second))
    await toy.send(third, "chau")
    await until(lambda: _handled(toy, third))


async def test_who_follows_a_topic_and_fetches_no_more_begins_anew_too(toy: Toy) -> None:
    seen, ended = list[bytes](), list[int]()

    async def begin(consumer: AIOKafkaConsumer, place: TopicPartition) -> None:
        await consumer.seek_to_beginning(place)

    async def take(consumer: AIOKafkaConsumer, _place: TopicPartition, records: list[Any]) -> None:
        seen.extend(record.value for record in records)
        if seen and not ended:
            consumer._fetcher._fetch_task.cancel()
            ended.append(1)

    async def here(value: bytes) -> bool:
        return value in seen

    topic = toy.settings.topic("clock.v1")
    following = asyncio.create_task(follow(toy.settings, "clock.v1", begin, take))
    for value in (b"1", b"2", b"3"):  # the second may still come by the last request that was under way
        await toy._producer.send_and_wait(topic, value, partition=0)
        await until(lambda value=value: here(value))  # type: ignore[misc]
    following.cancel()
    await asyncio.wait([following])
    assert ended


async def _handled(toy: Toy, dossier: object) -> bool:
    return bool(await toy.officers(dossier))
