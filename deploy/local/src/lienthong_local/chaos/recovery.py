"""Recovery: from a fault's end until a dossier handed in then is answered, and the ledger has what every service says of it."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from lienthong_local.chaos.store import until_told
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import submission

# One fact of each service but the portal, which keeps them; the SMS and the e-mail were both taken by a provider.
TOLD = {"DossierReceived": 1, "JourneyPlanned": 1, "ClockStarted": 1, "MessageAccepted": 2}
PATIENCE = 120.0
FIRST = 1_000_000  # no number of the load's; and every fortieth citizen but the seventh has a mobile phone


@dataclass(slots=True)
class Recovery:
    """Seconds from the fault's end until each part was there: the answer to the client, then facts in the ledger by their kinds."""

    began: float = field(default_factory=time.perf_counter)
    parts: dict[str, float] = field(default_factory=dict)

    def note(self, part: str) -> None:
        """It is there now."""
        self.parts[part] = round(time.perf_counter() - self.began, 2)

    @property
    def seconds(self) -> float | None:
        """Until all of it was there; None when something was still missing after two minutes."""
        whole = self.parts.keys() >= TOLD.keys() and max(self.parts.values()) <= PATIENCE
        return max(self.parts.values()) if whole else None


class Prober:
    """Hands dossiers in at a counter, each citizen reached by mobile phone and by e-mail."""

    def __init__(self, desk: Desk, dsn: str, procedure: dict[str, Any], counter: str, seed: int) -> None:
        self._desk, self._dsn, self._procedure, self._counter = desk, dsn, procedure, counter
        self._dice, self._late = random.Random(f"prober {seed}"), list[asyncio.Task[None]]()

    async def recovered(self) -> Recovery:
        """Wait until the whole house has done its part, at most two minutes."""
        recovery = Recovery()
        probe = asyncio.create_task(self._probe(FIRST + 40 * len(self._late), recovery))
        self._late.append(probe)
        # Not cancelled when it is late: its dossier was promised all the same.
        done, _ = await asyncio.wait([probe], timeout=PATIENCE)
        for one in done:
            one.result()
        return recovery

    async def ended(self, patience: float) -> int:
        """Wait for those that are late; how many never ended."""
        _, left = await asyncio.wait(self._late, timeout=patience) if self._late else ((), ())
        for probe in left:
            probe.cancel()
        return len(left)

    async def _probe(self, number: int, recovery: Recovery) -> None:
        body = submission(number, self._procedure, self._counter, self._dice) | {"channel": "counter"}
        said = await self._desk.submit(body)
        recovery.note("answered")
        await until_told(self._dsn, said["dossier_id"], dict(TOLD), recovery.note)
