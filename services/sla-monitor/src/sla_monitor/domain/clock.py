"""One statutory clock: what was granted, used and paused, in working minutes."""

from datetime import datetime
from typing import Literal

import msgspec
from lienthong_calendar import WorkingCalendar

DOSSIER = "dossier"


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """The dossier's clock or a leg's. `since` is when it last began to run, or to stand still."""

    name: str
    agency: str
    granted: int
    since: datetime
    due_at: datetime
    used: int = 0
    paused: int = 0
    status: Literal["running", "paused", "stopped"] = "running"

    def with_(self, **changes: object) -> "Clock":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)


def used_by(clock: Clock, now: datetime, calendar: WorkingCalendar) -> int:
    """Working minutes used until now."""
    return clock.used + (max(0, calendar.between(clock.since, now)) if clock.status == "running" else 0)


def paused_clock(clock: Clock, now: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock standing still."""
    return clock.with_(status="paused", used=used_by(clock, now, calendar), since=now)


def resumed(clock: Clock, now: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock running on: its date moves by the pause's working minutes, so that what remains stays the same."""
    pause = max(0, calendar.between(clock.since, now))
    due_at = calendar.add(clock.due_at, pause)
    return clock.with_(status="running", paused=clock.paused + pause, since=now, due_at=due_at)


def restarted(clock: Clock, now: datetime, due_at: datetime, calendar: WorkingCalendar) -> Clock:
    """The whole term anew (R12); what was used until now is given back as a pause, so that sums still hold."""
    pause = max(0, calendar.between(clock.since, now)) + clock.used
    granted = max(0, calendar.between(now, due_at))
    return clock.with_(status="running", paused=clock.paused + pause, used=0, since=now, due_at=due_at, granted=granted)


def stopped(clock: Clock, now: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock's work is over."""
    pause = max(0, calendar.between(clock.since, now)) if clock.status == "paused" else 0
    return clock.with_(status="stopped", used=used_by(clock, now, calendar), paused=clock.paused + pause, since=now)


def recounted(clock: Clock, now: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock with what was used or paused until now counted by that calendar, so that another may count from here."""
    if clock.status == "running":
        return clock.with_(used=used_by(clock, now, calendar), since=max(now, clock.since))
    return clock.with_(paused=clock.paused + max(0, calendar.between(clock.since, now)), since=max(now, clock.since))
