"""How many commands may wait, and when there is room again: by the queue, and by the pace at which it has been worked off."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from math import ceil

LONGEST = 60  # seconds that anybody is told to wait
LONGEST_AWAY = 30  # the same while something is away: nobody knows how long
FADING = 0.9  # what an earlier transaction still counts for when the next one is measured: the last ten make up two thirds


class NoRoom(Exception):
    """More is asked for than can be done. Nothing was done; there is room again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Away(NoRoom):
    """The database, or Kafka for longer than events can be kept here, doesn't take anything at the moment. Nothing was done."""


class Room:
    """Places for `most` commands, which together may bring so many bytes; `now` in seconds, of a clock that only goes forward."""

    def __init__(self, most: int, most_bytes: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._most_bytes, self._now = most, most_bytes, now
        self.waiting, self.bytes = 0, 0
        self._done, self._took = 0.0, 0.0
        self._promised = 0.0  # when the last one who was sent away finds room
        self._shut: dict[str, float] = {}  # what is away, and since when

    @contextmanager
    def place(self, size: int) -> Generator[None]:
        """A place for a command that brings so many bytes, until it is answered. Raises NoRoom or Away."""
        self.check(size)
        self.waiting, self.bytes = self.waiting + 1, self.bytes + size
        try:
            yield
        finally:
            self.waiting, self.bytes = self.waiting - 1, self.bytes - size

    def check(self, size: int = 0) -> None:
        """Raise NoRoom or Away unless there is a place."""
        if self._shut:
            raise Away(self.away_for())
        if self.waiting >= self._most or (self.waiting and self.bytes + size > self._most_bytes):
            raise NoRoom(self._turn())

    def worked_off(self, commands: int, seconds: float) -> None:
        """A transaction of so many commands took so long."""
        self._done, self._took = self._done * FADING + commands, self._took * FADING + seconds

    @property
    def pace(self) -> float:
        """Commands a second. Nothing measured yet: as if all who can wait were answered within one."""
        return self._done / self._took if self._took else float(self._most)

    def _turn(self) -> int:
        """Seconds until it is one more's turn, behind all who were told so before: told the same moment, they'd all be too many again."""
        now = self._now()
        # Further than the longest wait nobody is promised anything: a flood must not darken the hour after it.
        self._promised = min(max(self._promised, now) + 1 / self.pace, now + LONGEST)
        return max(1, ceil(self._promised - now - 1e-6))  # a hair of binary fractions is no second

    def shut(self, what: str) -> None:
        """Take nothing from now on: this is away."""
        self._shut.setdefault(what, self._now())

    def open(self, what: str) -> None:
        """This is there again."""
        self._shut.pop(what, None)

    def away_for(self) -> int:
        """Seconds after which to ask again: as many as it has been away; a short outage is over soon, a long one isn't."""
        away = self._now() - min(self._shut.values(), default=self._now())
        return min(LONGEST_AWAY, max(1, ceil(away)))
