"""What a decision asks of the context: the dossier's own calendar and rules, as they were at its reception."""

from datetime import datetime

from lienthong_calendar import WorkingCalendar
from lienthong_runtime import Context, Unprocessable

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rules import Rules, stalls_after
from sla_monitor.domain.rungs import with_rungs, within


class NoClock(Unprocessable):
    """A fact about a dossier whose clock was never started: find its reception before replaying."""


def known(state: Budget | None) -> Budget:
    """The budget. Raises NoClock."""
    if state is None:
        raise NoClock
    return state


def calendar_of(budget: Budget, context: Context) -> WorkingCalendar:
    """The calendar that the dossier is counted with."""
    return context.catalogue.calendar_of(budget.calendar)


def brought_up(budget: Budget, context: Context) -> Budget:
    """The budget with the years that were published since it was received: its own end before its dossier does."""
    edition = context.catalogue.extended(budget.calendar)
    return budget if edition == budget.calendar else budget.with_(calendar=edition)


def stalls_at(budget: Budget, since: datetime, context: Context) -> datetime | None:
    """When it counts as stuck if nothing happens after `since`; None beyond the known years."""
    calendar = calendar_of(budget, context)
    return within(calendar, since, stalls_after(rules_of(budget, context), calendar))


def rules_of(budget: Budget, context: Context) -> Rules:
    """What its procedure's version says about time."""
    return context.catalogue.procedure(budget.procedure, budget.procedure_version)


def timed(budget: Budget, context: Context) -> Budget:
    """The budget with its clocks' rungs set anew, from now on."""
    return with_rungs(budget, context.now, calendar_of(budget, context), rules_of(budget, context))
