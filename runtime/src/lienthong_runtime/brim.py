"""How full the outbox is, looked at once a second: over the brim nothing more is asked of a service whose events don't get away."""

import asyncio
import contextlib

import asyncpg

from lienthong_runtime import outbox
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.room import Room

EVERY = 1.0  # seconds; what comes in between two looks goes over the brim, and does no harm
OUTBOX = "outbox"


class Brim:
    """Shuts the room for commands while more than `most` events wait to be sent."""

    def __init__(self, pool: asyncpg.Pool, room: Room, most: int, metrics: Metrics) -> None:
        self._pool, self._room, self._most, self._metrics = pool, room, most, metrics
        self._over = False

    async def run(self) -> None:
        """Look, until cancelled."""
        while True:
            with contextlib.suppress(*OUTAGE):  # then commands have nowhere to go anyway
                await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Look once."""
        waiting = await outbox.length(self._pool)
        self._metrics.outbox.set(waiting)
        if (over := waiting > self._most) != self._over:
            log.warning("outbox.brimming" if over else "outbox.sinking", events=waiting, most=self._most)
        self._over = over
        (self._room.shut if over else self._room.open)(OUTBOX)
