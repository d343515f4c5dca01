"""What a decision asks of the context: the dossier's own calendar and rules, as they were at its reception."""

from lienthong_calendar import WorkingCalendar
from lienthong_runtime import Context, Unprocessable

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rules import Rules
from sla_monitor.domain.rungs import with_rungs


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


def rules_of(budget: Budget, context: Context) -> Rules:
    """What its procedure's version says about time."""
    return context.catalogue.procedure(budget.procedure, budget.procedure_version)


def timed(budget: Budget, context: Context) -> Budget:
    """The budget with its clocks' rungs set anew, from now on."""
    return with_rungs(budget, context.now, calendar_of(budget, context), rules_of(budget, context))
