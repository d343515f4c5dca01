"""Follows the replay's clock topic, so that business time is the same in every service."""

import asyncio
from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from lienthong_contracts import ClockTicked

from lienthong_runtime.clock import BusinessClock
from lienthong_runtime.settings import RuntimeSettings


async def follow(settings: RuntimeSettings, clock: BusinessClock, ticked: Callable[[], None]) -> None:
    """Tick as the driver says, for ever; after a restart the last tick is read again."""
    while True:
        try:
            await _follow(settings, clock, ticked)
        except KafkaError:
            await asyncio.sleep(0.5)


async def _follow(settings: RuntimeSettings, clock: BusinessClock, ticked: Callable[[], None]) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers, enable_auto_commit=False)
    await consumer.start()
    try:
        place = TopicPartition(settings.topic("clock.v1"), 0)
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        consumer.seek(place, max(0, end - 1))
        if not end:
            clock.known.set()
        while True:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                clock.tick(ClockTicked.from_json(records[-1].value).now)
                ticked()
    finally:
        await consumer.stop()
