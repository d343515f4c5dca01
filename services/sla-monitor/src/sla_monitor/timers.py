"""What happens when time passes: each timer is raised once, at its own instant, whenever it is noticed."""

from collections.abc import Callable
from dataclasses import replace as replaced
from typing import Any

from lienthong_runtime import Context, Decision

from sla_monitor.context import brought_up, calendar_of, stalls_at
from sla_monitor.domain.accounts import counted
from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rungs import STALLED
from sla_monitor.raising import raised


def raise_rungs(state: Budget, context: Context) -> Decision[Budget]:
    """Every timer whose instant has come, in the order of their instants."""
    budget, events = brought_up(state, context), []
    while (at := budget.next_timer) is not None and at <= context.now:
        name = min(name for name, instant in budget.timers.items() if instant == at)
        budget, told = raised(budget, name, at, context)
        events += told
    return Decision(budget, tuple(events))


def after_time(
    decide: Callable[[Budget | None, Any, Context], Decision[Budget]],
) -> Callable[[Budget | None, Any, Context], Decision[Budget]]:
    """What fell due before a fact comes before it, however late either is noticed: figures must not hang on who was quicker.

    The minutes until the fact are put to whoever had them, before it changes that.
    """

    def decided(state: Budget | None, event: Any, context: Context) -> Decision[Budget]:
        if state is None:
            return decide(state, event, context)
        # Services' clocks differ by a little: what was counted isn't counted again.
        then = replaced(context, now=max(event.at, state.counted_at), dossier_id=event.dossier_id)
        owed = raise_rungs(state, replaced(then, now=event.at))
        decision = decide(counted(owed.state, then.now, calendar_of(owed.state, then)), event, then)
        return Decision(touched(decision.state, then), (*owed.events, *decision.events))

    return decided


def touched(budget: Budget, context: Context) -> Budget:
    """The budget after something happened to it: while its time runs, it is watched for standing still."""
    timers = budget.timers
    if budget.clock.status != "running":
        timers = {name: at for name, at in timers.items() if name != STALLED}
    elif STALLED not in timers and (at := stalls_at(budget, context.now, context)) is not None:
        timers = {**timers, STALLED: at}
    return budget.with_(touched_at=context.now, timers=timers)
