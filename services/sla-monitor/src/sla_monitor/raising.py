"""Each timer's event: what is said, about whom, and who has to hear it (the ladder: officer, head, supervising one-stop)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lienthong_calendar import day_of
from lienthong_contracts import (
    ApologyFellDue,
    DeadlineApproaching,
    DeadlineBreached,
    DelayEscalated,
    DossierStalled,
    HandOverUnanswered,
    LegUse,
    SupplementLapsed,
    Told,
)
from lienthong_runtime import Context

from sla_monitor.context import calendar_of, rules_of, stalls_at
from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import DOSSIER, used_by
from sla_monitor.domain.rules import stalls_after
from sla_monitor.domain.rungs import APOLOGY, BREACH, ESCALATION, PASSED, PROMISE, STALLED, SUPPLEMENT, apology_by
from sla_monitor.domain.verdict import blamed, overruns_at

LATE = timedelta(seconds=60)  # less is the usual round of the waker, not an outage
SUPERVISION = "supervising_desk"

type Raised = tuple[Budget, tuple[Any, ...]]


def raised(budget: Budget, name: str, at: datetime, context: Context) -> Raised:
    """The budget without that timer, and what it says."""
    budget = budget.with_(timers={other: instant for other, instant in budget.timers.items() if other != name})
    kind, _, about = name.partition("/")
    if kind == "leg":
        leg, _, rung = about.rpartition("/")
        budget = budget.with_(rungs=(*budget.rungs, name))
        return (_leg_breach if rung == BREACH else _leg_warning)(budget, leg, rung, at, context)
    if kind in ("hand-over", SUPPLEMENT, STALLED):
        return _WAITS[kind](budget, about, at, context)
    return _RUNGS.get(kind, _warning)(budget.with_(rungs=(*budget.rungs, name)), kind, at, context)


def _about(context: Context, at: datetime, clock: str, agency: str, told: Told) -> dict[str, Any]:
    late = context.noticed_at - at if context.noticed_at is not None else timedelta()
    return {"dossier_id": context.dossier_id, "at": at, "clock": clock, "agency": agency, "told": told,
            "late_seconds": int(late.total_seconds()) if late >= LATE else 0}  # fmt: skip


def _officer(budget: Budget, leg: str | None, agency: str) -> Told:
    return Told(agency=agency, person="officer", officer=budget.officers.get(leg or "", ""))


def _head(agency: str) -> Told:
    return Told(agency=agency, person="head")


def _supervisor(budget: Budget, at: datetime, context: Context) -> Told:
    day = day_of(at)
    return Told(agency=context.catalogue.holder(SUPERVISION, budget.desk, day) or budget.desk, person="supervisor")


def _warning(budget: Budget, rung: str, at: datetime, context: Context) -> Raised:
    agency, due_at = budget.resolving_agency, budget.clock.due_at
    remaining = max(0, calendar_of(budget, context).between(at, due_at))
    about = _about(context, at, DOSSIER, agency, _officer(budget, budget.resolving_leg, agency))
    return budget, (DeadlineApproaching(**about, rung=rung, due_at=due_at, remaining=remaining),)


def _leg_warning(budget: Budget, leg: str, rung: str, at: datetime, context: Context) -> Raised:
    clock = budget.legs[leg]
    remaining = max(0, calendar_of(budget, context).between(at, clock.due_at))
    about = _about(context, at, leg, clock.agency, _officer(budget, leg, clock.agency))
    return budget, (DeadlineApproaching(**about, rung=rung, due_at=clock.due_at, remaining=remaining),)


def _owe_apology(budget: Budget, _rung: str, at: datetime, context: Context) -> Raised:
    agency = budget.resolving_agency
    by = apology_by(budget, calendar_of(budget, context))
    return budget, (ApologyFellDue(**_about(context, at, DOSSIER, agency, _head(agency)), by=by, due_at=budget.clock.due_at),)


def _breach(budget: Budget, _rung: str, _at: datetime, context: Context) -> Raised:
    due_at = budget.clock.due_at
    overruns = overruns_at(budget, due_at, calendar_of(budget, context))
    leg, agency, over = blamed(budget, overruns)
    legs = tuple(LegUse(leg=o.leg, agency=o.agency, granted=o.granted, used=o.used) for o in overruns)
    about = _about(context, due_at, DOSSIER, agency, _head(agency))
    return budget.with_(overruns=(*budget.overruns, *overruns)), (DeadlineBreached(**about, due_at=due_at, leg=leg, over=over, legs=legs),)


def _leg_breach(budget: Budget, leg: str, _rung: str, _at: datetime, context: Context) -> Raised:
    clock = budget.legs[leg]
    over = max(0, used_by(clock, clock.due_at, calendar_of(budget, context)) - clock.granted)
    about = _about(context, clock.due_at, leg, clock.agency, _head(clock.agency))
    return budget, (DeadlineBreached(**about, due_at=clock.due_at, leg=leg, over=over),)


def _escalate(budget: Budget, _rung: str, at: datetime, context: Context) -> Raised:
    about = _about(context, at, DOSSIER, budget.resolving_agency, _supervisor(budget, at, context))
    return budget, (DelayEscalated(**about, because="breach", due_at=budget.clock.due_at),)


def _promise_broken(budget: Budget, _rung: str, at: datetime, context: Context) -> Raised:
    about = _about(context, at - PASSED, DOSSIER, budget.resolving_agency, _supervisor(budget, at, context))
    return budget, (DelayEscalated(**about, because="promise", due_at=budget.promised_at),)


def _hand_over(budget: Budget, leg: str, at: datetime, context: Context) -> Raised:
    sent = budget.waiting[leg]
    about = _about(context, at - PASSED, leg if leg in budget.shares else DOSSIER, sent.receiver, _head(sent.receiver))
    return budget, (HandOverUnanswered(**about, consignment=sent.consignment, sender=sent.sender, answer_by=sent.answer_by),)


def _supplement(budget: Budget, _about_it: str, at: datetime, context: Context) -> Raised:
    if (asked := budget.supplement) is None:
        return budget, ()
    about = _about(context, at - PASSED, DOSSIER, budget.desk, _head(budget.desk))
    return budget.with_(supplement=None), (SupplementLapsed(**about, round=asked.round, answer_by=asked.answer_by),)


def _stalled(budget: Budget, _about_it: str, at: datetime, context: Context) -> Raised:
    # Not set anew at each event, only looked at when it comes: something may have happened meanwhile.
    then = stalls_at(budget, budget.touched_at, context)
    if then is None or then > at:
        return budget.with_(timers=budget.timers if then is None else {**budget.timers, STALLED: then}), ()
    idle = stalls_after(rules_of(budget, context), calendar_of(budget, context))
    agency = next((sent.receiver for _, sent in budget.on_its_way), budget.resolving_agency)
    about = _about(context, at, DOSSIER, agency, _head(agency))
    return budget, (DossierStalled(**about, since=budget.touched_at, idle=idle),)


_RUNGS: dict[str, Callable[[Budget, str, datetime, Context], Raised]] = {
    APOLOGY: _owe_apology, BREACH: _breach, ESCALATION: _escalate, PROMISE: _promise_broken,
}  # fmt: skip
_WAITS: dict[str, Callable[[Budget, str, datetime, Context], Raised]] = {
    "hand-over": _hand_over, SUPPLEMENT: _supplement, STALLED: _stalled,
}  # fmt: skip
