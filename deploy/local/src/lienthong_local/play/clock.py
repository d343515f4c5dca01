"""Drives business time: the next tick only when the last one's work is done."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from lienthong_calendar import WorkingCalendar, at_minute
from lienthong_contracts import ClockTicked, Envelope
from lienthong_runtime.clock import system_now

from lienthong_local.play.quiet import Barrier


class ClockDriver:
    """Ticks the services' clock over Kafka."""

    def __init__(self, bootstrap_servers: str, barrier: Barrier, topic_prefix: str = "") -> None:
        self._producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all")
        self._barrier, self._topic = barrier, topic_prefix + "clock.v1"

    async def __aenter__(self) -> "ClockDriver":
        await self._producer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._producer.stop()

    async def tick(self, now: datetime, patience: float = 60.0) -> None:
        """Make it `now`, and wait until all that follows has happened, at most `patience` seconds."""
        envelope = Envelope(uuids.uuid7(), "ClockTicked", "replay", 0, "clock", system_now())
        await self._producer.send_and_wait(self._topic, ClockTicked(now=now).to_json(), headers=envelope.to_headers(), partition=0)
        await self._barrier.wait(now, patience)


def ticks(first: date, last: date, step: timedelta, calendar: WorkingCalendar) -> Iterator[datetime]:
    """Instants of the working days between, from opening to a little after closing."""
    day = first
    while day <= last:
        if windows := calendar.windows(day):
            now, closes = at_minute(day, windows[0][0]), at_minute(day, windows[-1][1])
            while now < closes:
                yield now
                now += step
            yield closes
            yield closes + timedelta(minutes=5)
        day += timedelta(1)
