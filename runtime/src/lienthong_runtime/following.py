"""Follows the one partition of a topic for ever; a Kafka that is away, or a fetcher that stands still, is begun with anew."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from lienthong_runtime.fetching import Fetching
from lienthong_runtime.leaving import leave
from lienthong_runtime.logs import log
from lienthong_runtime.settings import RuntimeSettings

type Begin = Callable[[AIOKafkaConsumer, TopicPartition], Awaitable[None]]
type Take = Callable[[AIOKafkaConsumer, TopicPartition, list[Any]], Awaitable[None]]


async def follow(settings: RuntimeSettings, topic: str, begin: Begin, take: Take) -> None:
    """`begin` seeks where to read from, also after an interruption; `take` is given each batch, and an empty one when nothing came."""
    while True:
        try:
            await _follow(settings, topic, begin, take)
        except KafkaError as fault:
            log.warning("following.interrupted", topic=topic, fault=type(fault).__name__)
            await asyncio.sleep(0.5)


async def _follow(settings: RuntimeSettings, topic: str, begin: Begin, take: Take) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers, enable_auto_commit=False)
    await consumer.start()
    place, fetching = TopicPartition(settings.topic(topic), 0), Fetching()
    try:
        consumer.assign([place])
        await begin(consumer, place)
        while True:
            records = (await consumer.getmany(timeout_ms=200)).get(place, [])
            await take(consumer, place, records)
            await fetching.watch(consumer, bool(records))
    finally:
        await leave(consumer)
