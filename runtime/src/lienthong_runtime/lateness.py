"""How late time itself is: the oldest timer that is due and not raised, looked at from beside the waker."""

import asyncio
import contextlib
from datetime import datetime
from typing import Any

import asyncpg

from lienthong_runtime.clock import Clock, SystemClock
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.decision import Fault
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.states import Rows

LOOK = 1.0  # seconds between looks
LATE = 5.0  # seconds; beyond it somebody has to hear of it


class Lateness:
    """Looks at the oldest due timer every second; in a replay business time is not the machine's, and nothing is late."""

    def __init__(self, pool: asyncpg.Pool, rows: Rows[Any], clock: Clock, metrics: Metrics) -> None:
        self._pool, self._rows, self._clock, self._metrics = pool, rows, clock, metrics
        self.seconds, self._told = 0.0, False

    async def run(self) -> None:
        """Look for ever; a database that isn't there is somebody else's alarm."""
        while isinstance(self._clock, SystemClock):
            with contextlib.suppress(*OUTAGE):
                self._note(await self._rows.oldest_due(self._pool))
            await asyncio.sleep(LOOK)

    def _note(self, oldest: datetime | None) -> None:
        self.seconds = max(0.0, (self._clock.now() - oldest).total_seconds()) if oldest is not None else 0.0
        self._metrics.timer_lag.set(self.seconds)
        late = self.seconds > LATE
        if late != self._told:
            self._told = late
            (log.error if late else log.info)("timers.late" if late else "timers.caught_up", seconds=round(self.seconds, 1))

    @property
    def alarms(self) -> list[Fault]:
        """What has to be said of it."""
        if self.seconds <= LATE:
            return []
        late = round(self.seconds)
        return [Fault("timer_lag_seconds", f"đồng hồ thời hạn chậm {late} giây", f"timers are {late} seconds late")]
