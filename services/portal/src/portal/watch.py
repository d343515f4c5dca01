"""Who watches the watchman: from another process than the monitor, whether every service lives and every partition is read."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

from lienthong_runtime import Parts
from lienthong_runtime.clock import system_now
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from prometheus_client import Gauge

from portal.domain.alarms import KINDS, Alarm, Seen, alarms_of, lasting
from portal.groups import Groups
from portal.neighbours import Neighbours

PACE = 5.0  # seconds between two looks


class Watch:
    """Looks every five seconds; alarms are kept in memory, with since when."""

    def __init__(self, neighbours: Neighbours, groups: Groups, prefix: str, now: Callable[[], datetime] = system_now) -> None:
        self._neighbours, self.groups, self.prefix, self._now = neighbours, groups, prefix, now
        self.alarms: Sequence[Alarm] = ()
        self.timer_lag: float | None = None  # seconds, the slowest service's
        self.seen: Seen | None = None
        self.past: deque[tuple[Alarm, datetime]] = deque(maxlen=20)  # what went, and when
        self._since: dict[tuple[str, str], datetime] = {}
        self._gauge: Gauge | None = None

    def count_in(self, metrics: Metrics) -> Gauge:
        """What stands is counted there, before the first look; once, however often the pages are put together."""
        self._gauge = self._gauge or Gauge("alarms", "Alarms that stand, by kind", ["kind"], registry=metrics.registry)
        return self._gauge

    async def run(self, parts: Parts) -> None:
        """Look for ever."""
        gauge = self._gauge or self.count_in(parts.metrics)
        try:
            while True:
                await asyncio.sleep(PACE)
                self.note(await self.look())
                for kind in KINDS:
                    gauge.labels(kind).set(sum(alarm.kind == kind for alarm in self.alarms))
        finally:
            await self.groups.aclose()

    async def look(self) -> Seen:
        """Ask everybody at once."""
        names = list(self._neighbours.urls)
        unread, answers = await asyncio.gather(self.groups.unread(), asyncio.gather(*map(self._neighbours.health, names)))
        partitions, parts = unread or (0, {})
        found = {group.removeprefix(self.prefix): numbers for group, numbers in parts.items()}
        return Seen(dict(zip(names, answers, strict=True)), found if unread else None, partitions)

    def note(self, seen: Seen) -> None:
        """Keep what lasts, and log what came and went."""
        before = {alarm.key: alarm for alarm in self.alarms}
        self.seen = seen
        self.alarms, self._since = lasting(alarms_of(seen), self._since, self._now())
        standing = {alarm.key: alarm for alarm in self.alarms}
        for alarm in (standing[key] for key in standing.keys() - before.keys()):
            log.error("alarm.raised", kind=alarm.kind, about=alarm.about)
        for alarm in (before[key] for key in before.keys() - standing.keys()):
            self.past.appendleft((alarm, self._now()))
            log.info("alarm.gone", kind=alarm.kind, about=alarm.about, seconds=round(self._lasted(alarm)))
        lags = [health.timer_lag_seconds for health in seen.health.values() if health is not None]
        self.timer_lag = max((lag for lag in lags if lag is not None), default=None)

    def _lasted(self, alarm: Alarm) -> float:
        return (self._now() - alarm.since).total_seconds() if alarm.since else 0.0
