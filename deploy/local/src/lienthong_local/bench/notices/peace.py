"""Knows when the notifier has nothing left to do: every reception is known, nothing waits, and receipts have come or won't."""

import asyncio
import time
from collections.abc import Callable

import asyncpg

STILL = 20.0  # seconds without a change after which a receipt that is missing won't come
STUCK = 420.0  # the same for messages that wait: leases, rests and back-offs are shorter
_KNOWN = "select count(*) from correspondence"
_WAITING = "select count(*) from correspondence where wakes_at is not null"
_STATUS = "state -> 'messages' -> 'received/sms' ->> 'status'"
_UNHEARD = f"select count(*) from correspondence where {_STATUS} = 'accepted'"
_UNSENT = f"select count(*) from correspondence where {_STATUS} in ('queued', 'sending')"
BETWEEN, SELDOM = 0.5, 3.0  # seconds; what reads every row is asked seldom


class Peace:
    """Looks at the notifier's table. What never changes is left as it is: it will be counted as lost."""

    def __init__(self, dsn: str, told: Callable[[str, int, int], None]) -> None:
        self._dsn, self._told = dsn, told

    async def known(self, dossiers: int) -> None:
        """Until it knows that many dossiers."""
        await self._until(_KNOWN, lambda found: found >= dossiers, "dossiers known", STUCK, BETWEEN)

    async def settled(self, dossiers: int) -> None:
        """Until nothing waits any more."""
        await self.known(dossiers)
        await self._until(_WAITING, lambda found: not found, "dossiers with messages that wait", STUCK, BETWEEN)
        await self._heard()

    async def sms_delivered(self, dossiers: int) -> None:
        """Until each short message is, whatever the e-mails do."""
        await self.known(dossiers)
        await self._until(_UNSENT, lambda found: not found, "short messages that wait", STUCK, SELDOM)
        await self._heard()

    async def _heard(self) -> None:
        """A receipt that was read by a process that was killed never comes again: some may be missing for good."""
        await self._until(_UNHEARD, lambda found: not found, "receipts to come", STILL, SELDOM)

    async def _until(self, question: str, done: Callable[[int], bool], what: str, patience: float, between: float) -> None:
        connection = await asyncpg.connect(self._dsn)
        last, changed = -1, time.perf_counter()
        try:
            while not done(found := await connection.fetchval(question)) and time.perf_counter() - changed < patience:
                if found != last:
                    last, changed = found, time.perf_counter()
                self._told(what, found, 0)
                await asyncio.sleep(between)
        finally:
            await connection.close()
