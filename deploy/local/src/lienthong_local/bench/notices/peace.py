"""Knows when the notifier has nothing left to do: every reception is known, nothing waits, and receipts have come or won't."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import asyncpg

STILL = 20.0  # seconds without a change after which a receipt that is missing won't come
STUCK = 420.0  # the same for messages that wait: leases, rests and back-offs are shorter
_WAITING = "select count(*) as known, count(wakes_at) as waiting from correspondence"
_UNHEARD = "select count(*) from correspondence where state -> 'messages' -> 'received/sms' ->> 'status' = 'accepted'"


class Peace:
    """Looks at the notifier's table."""

    def __init__(self, dsn: str, told: Callable[[str, int, int], None]) -> None:
        self._dsn, self._told = dsn, told

    async def known(self, dossiers: int) -> None:
        """Until it knows that many dossiers."""
        await self._until(lambda look: look["known"] >= dossiers, "known", dossiers, STUCK)

    async def settled(self, dossiers: int) -> float:
        """Until nothing waits any more; how many seconds that took. What never changes is left as it is: it counts as lost."""
        began = time.perf_counter()
        await self._until(lambda look: look["known"] >= dossiers and not look["waiting"], "waiting", dossiers, STUCK)
        await self._until(lambda look: not look["unheard"], "unheard", dossiers, STILL)
        return time.perf_counter() - began

    async def _until(self, done: Callable[[Any], bool], what: str, dossiers: int, patience: float) -> None:
        connection = await asyncpg.connect(self._dsn)
        last, changed = -1, time.perf_counter()
        try:
            while not done(look := await _look(connection, what)) and time.perf_counter() - changed < patience:
                if look[what] != last:
                    last, changed = look[what], time.perf_counter()
                self._told(f"dossiers {what} at the notifier", look[what], dossiers)
                await asyncio.sleep(0.5)
        finally:
            await connection.close()


async def _look(connection: asyncpg.Connection, what: str) -> dict[str, int]:
    """The second question reads every row: it is asked only when the first one is answered."""
    return {"unheard": await connection.fetchval(_UNHEARD)} if what == "unheard" else dict(await connection.fetchrow(_WAITING))
