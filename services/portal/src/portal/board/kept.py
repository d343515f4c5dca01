"""Figures that many boards ask for at once: counted once, and again when something happened."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

PATIENCE = 10  # a figure that took a second to count may be ten seconds old
QUICK = 0.3  # seconds; what is counted quicker is counted each time something happened
MOST = 500  # keys


class _Counted(NamedTuple):
    seq: int
    at: float
    took: float
    value: Any


class Kept:
    """By key, the last count and the ledger's end that it was made at."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counted: dict[Any, _Counted] = {}
        self._locks: dict[Any, asyncio.Lock] = {}

    async def get(self, key: Any, seq: int, count: Callable[[], Awaitable[Any]]) -> Any:
        """The figure; whoever asks while it is being counted waits for that count."""
        async with self._locks.setdefault(key, asyncio.Lock()):
            known = self._counted.get(key)
            if known is not None and (known.seq == seq or self._fresh(known)):
                return known.value
            began = self._clock()
            value = await count()
            self._forget()
            self._counted[key] = _Counted(seq, self._clock(), self._clock() - began, value)
            return value

    def _fresh(self, known: _Counted) -> bool:
        return known.took > QUICK and self._clock() - known.at < PATIENCE * known.took

    def _forget(self) -> None:
        if len(self._counted) >= MOST:
            self._counted.clear()
            self._locks = {key: lock for key, lock in self._locks.items() if lock.locked()}
