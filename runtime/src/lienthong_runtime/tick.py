"""Follows the replay's clock topic, so that business time is the same in every service."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from lienthong_contracts import ClockTicked
from pydantic import ValidationError

from lienthong_runtime.clock import BusinessClock
from lienthong_runtime.following import follow
from lienthong_runtime.logs import log
from lienthong_runtime.settings import RuntimeSettings


async def follow_clock(settings: RuntimeSettings, clock: BusinessClock, ticked: Callable[[], None]) -> None:
    """Tick as the driver says, for ever; after a restart the last tick is read again."""

    async def from_the_last(consumer: AIOKafkaConsumer, place: TopicPartition) -> None:
        end = (await consumer.end_offsets([place]))[place]
        consumer.seek(place, max(0, end - 1))
        if not end:
            clock.known.set()

    async def take(_consumer: AIOKafkaConsumer, _place: TopicPartition, records: list[Any]) -> None:
        if not records:
            return
        if (now := said_by(records[-1].value)) is None:
            log.error("tick.refused", offset=records[-1].offset)
            return
        clock.tick(now)
        ticked()

    await follow(settings, "clock.v1", from_the_last, take)


def said_by(body: bytes | None) -> datetime | None:
    """The instant that a tick says; None for what is none: it must not end a service, and again at each start."""
    try:
        return ClockTicked.from_json(body or b"").now
    except ValidationError:
        return None
