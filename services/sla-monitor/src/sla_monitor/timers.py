"""What happens when time passes: each rung is raised once, at its own instant, whenever it is noticed."""

from collections.abc import Callable
from dataclasses import replace as replaced
from datetime import datetime
from typing import Any

from lienthong_contracts import ApologyFellDue, DeadlineApproaching, DeadlineBreached
from lienthong_runtime import Context, Decision

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import DOSSIER, used_by
from sla_monitor.domain.rungs import APOLOGY, BREACH, WARNING, apology_by, overrun_legs, rungs_at
from sla_monitor.domain.verdict import blamed


def raise_rungs(state: Budget, context: Context) -> Decision[Budget]:
    """Every rung whose instant has come, and every leg whose share is used up."""
    budget, events = state, []
    for rung, at in sorted(rungs_at(state).items(), key=lambda item: item[1]):
        if at <= context.now:
            events.append(_RAISE[rung](budget, at, context))
            budget = budget.with_(rungs=(*budget.rungs, rung))
    for leg in overrun_legs(budget, context.now):
        budget = budget.with_clock(leg.with_(breached=True))
        over = used_by(leg, leg.due_at, context.catalogue.calendar) - leg.granted
        events.append(DeadlineBreached(dossier_id=context.dossier_id, at=leg.due_at, clock=leg.name, agency=leg.agency, due_at=leg.due_at,
                                       leg=leg.name, over=max(0, over)))  # fmt: skip
    return Decision(budget, tuple(events))


def after_time(
    decide: Callable[[Budget | None, Any, Context], Decision[Budget]],
) -> Callable[[Budget | None, Any, Context], Decision[Budget]]:
    """What fell due before a fact comes before it, however late either is noticed: figures must not hang on who was quicker."""

    def decided(state: Budget | None, event: Any, context: Context) -> Decision[Budget]:
        if state is None:
            return decide(state, event, context)
        owed = raise_rungs(state, replaced(context, now=event.at, dossier_id=event.dossier_id))
        decision = decide(owed.state, event, context)
        return Decision(decision.state, (*owed.events, *decision.events))

    return decided


def _warn(budget: Budget, at: datetime, context: Context) -> Any:
    remaining = max(0, context.catalogue.calendar.between(at, budget.clock.due_at))
    return DeadlineApproaching(dossier_id=context.dossier_id, at=at, clock=DOSSIER, agency=budget.working_agency, rung=WARNING,
                               due_at=budget.clock.due_at, remaining=remaining)  # fmt: skip


def _owe_apology(budget: Budget, at: datetime, context: Context) -> Any:
    by = apology_by(budget, context.catalogue.calendar)
    return ApologyFellDue(dossier_id=context.dossier_id, at=at, clock=DOSSIER, agency=budget.working_agency, by=by,
                          due_at=budget.clock.due_at)  # fmt: skip


def _breach(budget: Budget, _at: datetime, context: Context) -> Any:
    due_at = budget.clock.due_at
    leg, agency, over = blamed(budget, due_at, context.catalogue.calendar)
    return DeadlineBreached(dossier_id=context.dossier_id, at=due_at, clock=DOSSIER, agency=agency, due_at=due_at, leg=leg, over=over)


_RAISE = {WARNING: _warn, APOLOGY: _owe_apology, BREACH: _breach}
