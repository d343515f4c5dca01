"""Early, on time or late (domain.md §3.1), and which leg is to blame."""

from datetime import datetime
from typing import Literal

from lienthong_calendar import VIET_NAM, WorkingCalendar

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import used_by


def verdict(due_at: datetime, finished_at: datetime) -> Literal["early", "on_time", "late"]:
    """By calendar days: before the due day is early, on it and not after its hour is on time."""
    if finished_at > due_at:
        return "late"
    return "early" if finished_at.astimezone(VIET_NAM).date() < due_at.astimezone(VIET_NAM).date() else "on_time"


def blamed(budget: Budget, now: datetime, calendar: WorkingCalendar) -> tuple[str, str, int]:
    """The leg that ran over its share most, its agency and by how many minutes; the desk where none did."""
    over = [(used_by(leg, now, calendar) - leg.granted, leg.name, leg.agency) for leg in budget.legs.values()]
    minutes, leg, agency = max(over, default=(0, "desk", budget.desk))
    return (leg, agency, minutes) if minutes > 0 else ("desk", budget.working_agency, 0)
