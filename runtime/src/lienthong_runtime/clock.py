"""Business time: the system's clock, or the one that a replay drives."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Where `context.now` comes from; always aware, UTC."""

    def now(self) -> datetime:
        """Business time."""
        ...


def system_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class SystemClock:
    """Live: business time is the machine's."""

    def now(self) -> datetime:
        """The machine's clock."""
        return system_now()


class BusinessClock:
    """In a replay: time stands at the last tick; it never runs backwards.

    `known` is set once the ticks so far were read: a service that starts again must not act at the beginning of time.
    """

    def __init__(self, start: datetime) -> None:
        self._now, self.known = start, asyncio.Event()

    def now(self) -> datetime:
        """The last tick's instant."""
        return self._now

    def tick(self, now: datetime) -> None:
        """Move on; an earlier instant is passed over."""
        self._now = max(self._now, now)
        self.known.set()
