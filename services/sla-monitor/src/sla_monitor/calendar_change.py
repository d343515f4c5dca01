"""What a changed calendar does to an open dossier: shown first, and done only when an administrator has confirmed it."""

from dataclasses import dataclass
from datetime import datetime

from lienthong_calendar import WorkingCalendar, due_at, parse_term
from lienthong_contracts import DeadlineAdjusted
from lienthong_runtime import Context, Decision

from sla_monitor.context import calendar_of, timed
from sla_monitor.domain.accounts import counted
from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import DOSSIER, recounted
from sla_monitor.domain.rungs import BREACH
from sla_monitor.timers import raise_rungs


@dataclass(frozen=True, slots=True)
class Dates:
    """The date by law as it is counted, as the new calendar counts it, and the minutes that pauses have moved it by.

    `new` is never earlier. A pause under way has moved both by what it has lasted until now.
    """

    old: datetime
    new: datetime
    moved: int


def dates_by(budget: Budget, now: datetime, old: WorkingCalendar, new: WorkingCalendar) -> Dates:
    """Both dates. Raises OutsideTables."""
    pause = max(0, old.between(budget.clock.since, now)) if budget.clock.status == "paused" else 0
    counted_so_far, moved = old.add(budget.clock.due_at, pause), budget.moved + pause
    anew = new.add(due_at(new, budget.term_from, parse_term(budget.term), "actual"), moved)
    return Dates(counted_so_far, max(counted_so_far, anew), moved)


def is_open(budget: Budget, now: datetime) -> bool:
    """Whether a change may still move the date: a breach that happened stays a fact, also while time stands still after it."""
    return not budget.outcome and BREACH not in budget.rungs and (budget.clock.status == "paused" or budget.clock.due_at >= now)


def adjust(state: Budget, edition: str, decision_no: str, officer: str, context: Context) -> Decision[Budget]:
    """Count the dossier with that edition from now on. Nothing happens where it is counted so already, or is over."""
    # What fell due before the change comes before it, and as it was: figures must not hang on how quick the waker is.
    owed = raise_rungs(state, context)
    state = owed.state
    if state.calendar == edition or not is_open(state, context.now):
        return owed
    old, new = calendar_of(state, context), context.catalogue.calendar_of(edition)
    now = max(context.now, state.counted_at)
    dates = dates_by(state, now, old, new)
    clock = recounted(state.clock, now, old)
    clock = clock.with_(due_at=dates.new, granted=clock.used + max(0, new.between(now, dates.new)))
    budget = counted(state, now, old).with_(clock=clock, calendar=edition,
                                            moved=dates.moved, promised_at=max(state.promised_at, dates.new))  # fmt: skip
    for leg in state.legs.values():
        if leg.status != "stopped":
            leg = recounted(leg, now, old)
            left = leg.granted - leg.used
            budget = budget.with_clock(leg if left < 0 else leg.with_(due_at=new.add(now, left)))
    told = DeadlineAdjusted(dossier_id=context.dossier_id, at=context.now, clock=DOSSIER, agency=state.desk,
                            old_due_at=dates.old, due_at=dates.new, promised_at=budget.promised_at, granted=clock.granted,
                            decision_no=decision_no, officer=officer, calendar=edition)  # fmt: skip
    return Decision(timed(budget, Context(now, context.catalogue)), (*owed.events, told))
