"""Early, on time or late (domain.md §3.1), and which leg is to blame."""

from datetime import datetime
from typing import Literal

from lienthong_calendar import WorkingCalendar, day_of

from sla_monitor.domain.budget import Budget, Overrun
from sla_monitor.domain.clock import used_by


def verdict(due_at: datetime, finished_at: datetime) -> Literal["early", "on_time", "late"]:
    """By calendar days: before the due day is early, on it and not after its hour is on time."""
    if finished_at > due_at:
        return "late"
    return "early" if day_of(finished_at) < day_of(due_at) else "on_time"


def overruns_at(budget: Budget, now: datetime, calendar: WorkingCalendar) -> tuple[Overrun, ...]:
    """Every leg that has begun, with what it was granted and has used, in working minutes of its own clock."""
    return tuple(Overrun(now, leg.name, leg.agency, leg.granted, used_by(leg, now, calendar)) for leg in budget.clocks[1:])


def blamed(budget: Budget, legs: tuple[Overrun, ...]) -> tuple[str, str, int]:
    """The leg that ran over its share most, its agency and by how many minutes; the resolving agency where none did."""
    worst = max(legs, key=lambda leg: (leg.used - leg.granted, leg.leg), default=None)
    if worst is None or worst.used <= worst.granted:
        return "desk", budget.resolving_agency, 0
    return worst.leg, worst.agency, worst.used - worst.granted
