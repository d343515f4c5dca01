"""Follows the replay's clock topic, so that business time is the same in every service."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from lienthong_contracts import ClockTicked
from pydantic import ValidationError

from lienthong_runtime.clock import BusinessClock
from lienthong_runtime.leaving import leave
from lienthong_runtime.logs import log
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
                if (now := said_by(records[-1].value)) is None:
                    log.error("tick.refused", offset=records[-1].offset)
                    continue
                clock.tick(now)
                ticked()
    finally:
        await leave(consumer)


def said_by(body: bytes | None) -> datetime | None:
    """The instant that a tick says; None for what is none: it must not end a service, and again at each start."""
    try:
        return ClockTicked.from_json(body or b"").now
    except ValidationError:
        return None
