"""Where a reader of the ledger's tail is: its end, and the places before it whose entries weren't there yet.

A place is given out before its transaction commits: a lower one may become visible after a higher one was read. One that stays
empty was rolled back.
"""

import time
from collections.abc import Callable, Iterable

PATIENCE = 10.0  # seconds until an empty place is given up; transactions here take a tenth of one
MOST = 1000  # places remembered; a rolled back batch leaves as many as it has


class Holes:
    """The reader's end, None before it has begun."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[int, float] = {}
        self.end: int | None = None

    @property
    def open(self) -> list[int]:
        """Places to look at again."""
        now = self._clock()
        self._open = {seq: since for seq, since in self._open.items() if now - since < PATIENCE}
        return list(self._open)

    def begin(self, end: int) -> None:
        """Read on from here; what was open before is nobody's any more."""
        self.end = end
        self._open.clear()

    def note(self, read: Iterable[int]) -> None:
        """These were read, in their order."""
        now = self._clock()
        for seq in read:
            self._open.pop(seq, None)
            if self.end is not None and seq > self.end:
                missing = range(max(self.end + 1, seq - MOST), seq)
                self._open.update(dict.fromkeys(missing, now))
                self.end = seq
