"""Whole lives lived over HTTP before anything is measured: the rows that every service wrote of them are what is copied."""

import asyncio
from collections.abc import Callable

from lienthong_local.bench.lives import Lives

COUNT = 200
OPEN = 10  # one in so many stays open, as at the end of a year (windows/lives.py)
AT_ONCE = 24


async def lived(lives: Lives, tell: Callable[[int, int], None]) -> list[str]:
    """The dossiers' ids; nine in ten have ended."""
    waiting, done = list(range(COUNT)), list[str]()

    async def citizen() -> None:
        while waiting:
            number = waiting.pop()
            dossier_id = await lives.begin()
            if number % OPEN:
                await lives.live(dossier_id)
            done.append(dossier_id)
            tell(len(done), COUNT)

    await asyncio.gather(*(citizen() for _ in range(AT_ONCE)))
    return done
