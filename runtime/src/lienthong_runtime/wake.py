"""Time acting by itself: rows whose moment has come are claimed in bulk and decided."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from lienthong_runtime.clock import BEGINNING, Clock, SystemClock
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.decision import OnTime
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.transact import Transactor

POLL = 0.25  # seconds; how late a timer may be noticed at the most
MOST = 500


class Waker:
    """Raises what fell due; `done_at` is the instant up to which all of it has been.

    `handled_until` says how far facts were handled, None when all were: time never acts beyond that. `room` is how many rows
    may be claimed now, `aware` what is known of the outside.
    """

    def __init__(self, transactor: Transactor, clock: Clock, on_time: OnTime, metrics: Metrics,
                 committed: Callable[[Outcome], None],
                 handled_until: Callable[[], datetime | None] = lambda: None,
                 room: Callable[[], int] = lambda: MOST, aware: Callable[[], Any] = lambda: None) -> None:  # fmt: skip
        self._handled_until, self._room, self._aware = handled_until, room, aware
        self._transactor, self._clock, self._on_time = transactor, clock, on_time
        self._metrics, self._committed = metrics, committed
        self._stopping, self.woken = asyncio.Event(), asyncio.Event()
        self.done_at: datetime | None = None

    async def run(self) -> None:
        """Wake rows until `stop`; an outage only delays, a bug is logged and tried again."""
        while not self._stopping.is_set():
            try:
                await self.raise_due()
            except OUTAGE as fault:
                log.warning("timers.interrupted", fault=type(fault).__name__)
            except Exception as fault:
                log.error("timers.failed", fault=type(fault).__name__, exc_info=fault)
                await asyncio.sleep(POLL)
            await self._rest()

    def stop(self) -> None:
        """End after the claim under way."""
        self._stopping.set()
        self.woken.set()

    async def raise_due(self) -> None:
        """Everything that is due now and for whose effects there is room, in claims of 500."""
        now, count, most = self._until(), 1, 1
        while count == most:
            if not (most := min(MOST, self._room())):
                return
            outcome, count = await self._transactor.wake(self._on_time, now, most, self._aware())
            if count:
                if outcome.woken_at:  # in a replay business time is not the machine's
                    self._metrics.timer_delay.observe(max(0.0, (now - outcome.woken_at).total_seconds()))
                self._metrics.timers.inc(count)
                self._committed(outcome)
        self.done_at = now

    def _until(self) -> datetime:
        now, handled = self._clock.now(), self._handled_until()
        if handled is None or handled >= now:
            return now
        # A record's hour is the machine's: in a replay it says nothing of business time.
        return handled if isinstance(self._clock, SystemClock) else BEGINNING

    def wake(self) -> None:
        """Something that was just committed is due at once, or the replay's clock has moved."""
        self.woken.set()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), POLL)
        self.woken.clear()
