"""The rungs of a dossier's ladder: a warning, the apology's day, the breach; each is reached once."""

from datetime import datetime, timedelta

from lienthong_calendar import VIET_NAM, WorkingCalendar, at_minute

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import Clock

WARNING, APOLOGY, BREACH = "share-80", "apology", "breach"
PASSED = timedelta(seconds=1)  # a dossier finished at its due moment is on time


def with_rungs(budget: Budget, now: datetime, calendar: WorkingCalendar) -> Budget:
    """The instants of the rungs, after the dossier's clock began to run or its date moved."""
    remaining = calendar.between(now, budget.clock.due_at)
    warn_at = calendar.add(now, remaining - budget.clock.granted // 5) if remaining > 0 else None
    return budget.with_(warn_at=warn_at, apologise_at=apology_day_opens(budget, calendar))


def apology_day_opens(budget: Budget, calendar: WorkingCalendar) -> datetime | None:
    """The opening of the last working day before the due day (R19, V8); None when the dossier came in only then."""
    due_day = budget.clock.due_at.astimezone(VIET_NAM).date()
    day = calendar.working_day_until(due_day - timedelta(1))
    opens = at_minute(day, calendar.windows(day)[0][0])
    return opens if opens > budget.started_at else None


def apology_by(budget: Budget, calendar: WorkingCalendar) -> datetime:
    """Until when the apology has to be out: that day's closing."""
    due_day = budget.clock.due_at.astimezone(VIET_NAM).date()
    return calendar.closing(calendar.working_day_until(due_day - timedelta(1)))


def rungs_at(budget: Budget) -> dict[str, datetime]:
    """Rungs not reached yet, with their instants; none while the clock stands still or is over."""
    if budget.clock.status != "running":
        return {}
    instants = {WARNING: budget.warn_at, APOLOGY: None if budget.rescheduled else budget.apologise_at, BREACH: budget.clock.due_at + PASSED}
    return {rung: at for rung, at in instants.items() if at is not None and rung not in budget.rungs}


def overrun_legs(budget: Budget, now: datetime) -> list[Clock]:
    """Running legs whose share is used up and which weren't reported yet."""
    return [leg for leg in budget.legs.values() if leg.status == "running" and not leg.breached and leg.due_at + PASSED <= now]


def next_rung_at(budget: Budget) -> datetime | None:
    """When time has to act next."""
    legs = [leg.due_at + PASSED for leg in budget.legs.values() if leg.status == "running" and not leg.breached]
    return min((*rungs_at(budget).values(), *legs), default=None)
