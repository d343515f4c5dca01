"""All that sla-monitor does: clocks started, stopped and moved by facts; see timers.py for what time itself does."""

from datetime import datetime
from typing import Any

from lienthong_calendar import due_at, granted_minutes, parse_term
from lienthong_contracts import (
    ApologyIssued,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    DeadlineMet,
    DeadlineRescheduled,
    DossierReceived,
    HandOverAcknowledged,
    JourneyPlanned,
    JourneyStopped,
    LegCompleted,
    LegReturned,
    ProcessingPaused,
    ProcessingResumed,
    ResultIssued,
    SupplementGiven,
    SupplementNeeded,
)
from lienthong_runtime import Context, Decision, Unprocessable

from sla_monitor.domain.budget import Budget, Share
from sla_monitor.domain.clock import DOSSIER, Clock, paused_clock, restarted, resumed, stopped
from sla_monitor.domain.rungs import with_rungs
from sla_monitor.domain.verdict import verdict
from sla_monitor.timers import after_time


class NoClock(Unprocessable):
    """A fact about a dossier whose clock was never started: find its reception before replaying."""


def start_clock(_state: Budget | None, event: DossierReceived, context: Context) -> Decision[Budget]:
    """The statutory time begins: the budget is the working time until the date that was promised."""
    calendar = context.catalogue.calendar
    granted = max(0, calendar.between(event.deemed_at, event.due_at))
    clock = Clock(DOSSIER, event.desk, granted, event.deemed_at, event.due_at)
    budget = Budget(event.desk, event.term, event.supplement_mode, event.deemed_at, event.due_at, clock)
    return Decision(with_rungs(budget, event.deemed_at, calendar), (_started(event.dossier_id, event.at, clock),))


def _started(dossier_id: Any, at: datetime, clock: Clock) -> ClockStarted:
    return ClockStarted(dossier_id=dossier_id, at=at, clock=clock.name, agency=clock.agency, granted=clock.granted, due_at=clock.due_at)


def plan_shares(state: Budget | None, event: JourneyPlanned, context: Context) -> Decision[Budget]:
    """Each leg's share of the time."""
    calendar = context.catalogue.calendar
    shares = {leg.leg: Share(leg.agency, granted_minutes(calendar, parse_term(leg.share))) for leg in event.legs}
    return Decision(_known(state).with_(shares=shares))


def start_leg(state: Budget | None, event: HandOverAcknowledged, context: Context) -> Decision[Budget]:
    """An agency has the dossier: its share begins, or goes on after it came back."""
    budget = _known(state)
    share = budget.shares.get(event.leg)
    if share is None or budget.outcome:  # the way home has no share, and after the end nobody's time runs
        return Decision(budget)
    calendar, before = context.catalogue.calendar, budget.legs.get(event.leg)
    used = before.used if before else 0
    due = calendar.add(event.at, max(0, share.minutes - used))
    still = budget.clock.status == "paused"
    clock = Clock(event.leg, share.agency, share.minutes, event.at, due, used, before.paused if before else 0,
                  "paused" if still else "running", before.breached if before else False)  # fmt: skip
    return Decision(budget.with_clock(clock), (_started(event.dossier_id, event.at, clock),))


def stop_leg(state: Budget | None, event: LegCompleted | LegReturned, context: Context) -> Decision[Budget]:
    """An agency is done with its share."""
    budget = _known(state)
    leg = budget.legs.get(event.leg)
    if leg is None or leg.status == "stopped":
        return Decision(budget)
    leg = stopped(leg, event.at, context.catalogue.calendar)
    return Decision(budget.with_clock(leg), (_stopped(event.dossier_id, event.at, leg),))


def _stopped(dossier_id: Any, at: datetime, clock: Clock) -> ClockStopped:
    return ClockStopped(dossier_id=dossier_id, at=at, clock=clock.name, agency=clock.agency, used=clock.used, paused=clock.paused)


def pause(state: Budget | None, event: ProcessingPaused | SupplementNeeded, context: Context) -> Decision[Budget]:
    """Time stands still for the dossier and every leg under way."""
    budget, events = _known(state), []
    ground = event.ground if isinstance(event, ProcessingPaused) else "Chờ bổ sung hồ sơ"
    for clock in budget.clocks:
        if clock.status == "running":
            still = paused_clock(clock, event.at, context.catalogue.calendar)
            remaining = max(0, still.granted - still.used)
            budget = budget.with_clock(still)
            events.append(ClockPaused(dossier_id=event.dossier_id, at=event.at, clock=clock.name, agency=clock.agency, ground=ground,
                                      remaining=remaining))  # fmt: skip
    return Decision(budget, tuple(events))


def resume(state: Budget | None, event: ProcessingResumed | SupplementGiven, context: Context) -> Decision[Budget]:
    """Time runs on with what remained."""
    budget, events, calendar = _known(state), [], context.catalogue.calendar
    for clock in budget.clocks:
        if clock.status == "paused":
            running = resumed(clock, event.at, calendar)
            budget = budget.with_clock(running)
            events.append(ClockResumed(dossier_id=event.dossier_id, at=event.at, clock=clock.name, agency=clock.agency,
                                       remaining=max(0, running.granted - running.used), due_at=running.due_at))  # fmt: skip
    return Decision(_moved(budget, event.at, context), tuple(events))


def _moved(budget: Budget, at: datetime, context: Context) -> Budget:
    promised = max(budget.promised_at, budget.clock.due_at)
    return with_rungs(budget.with_(promised_at=promised), at, context.catalogue.calendar)


def take_supplement(state: Budget | None, event: SupplementGiven, context: Context) -> Decision[Budget]:
    """After a supplement the whole term runs anew, unless the procedure only suspends it (R12)."""
    budget = _known(state)
    if budget.supplement_mode == "suspend" or budget.clock.status != "paused":
        return resume(budget, event, context)
    calendar = context.catalogue.calendar
    due = due_at(calendar, event.at, parse_term(budget.term), "actual")
    clock = restarted(budget.clock, event.at, due, calendar)
    anew = ClockRestarted(dossier_id=event.dossier_id, at=event.at, clock=DOSSIER, agency=clock.agency, granted=clock.granted,
                          due_at=clock.due_at)  # fmt: skip
    legs = resume(budget.with_clock(clock).with_(rungs=()), event, context)
    return Decision(legs.state, (anew, *legs.events))


def reschedule(state: Budget | None, event: ApologyIssued, context: Context) -> Decision[Budget]:
    """A new date after the apology; the original stays for statistics (R21)."""
    budget = _known(state).with_(promised_at=event.new_due_at, rescheduled=True)
    moved = DeadlineRescheduled(dossier_id=event.dossier_id, at=event.at, clock=DOSSIER, agency=event.agency,
                                original_due_at=budget.clock.due_at, due_at=event.new_due_at)  # fmt: skip
    return Decision(budget, (moved,))


def finish(state: Budget | None, event: ResultIssued, context: Context) -> Decision[Budget]:
    """There is a result: every clock stops, and the dossier was early, on time or late."""
    budget, events = _stop_all(_known(state), event.dossier_id, event.at, context)
    said = verdict(budget.clock.due_at, event.at)
    met = DeadlineMet(dossier_id=event.dossier_id, at=event.at, clock=DOSSIER, agency=event.agency, verdict=said,
                      due_at=budget.clock.due_at, finished_at=event.at)  # fmt: skip
    return Decision(budget.with_(outcome=said), (*events, met))


def stop(state: Budget | None, event: JourneyStopped, context: Context) -> Decision[Budget]:
    """Nothing more will be done: every clock stops."""
    budget, events = _stop_all(_known(state), event.dossier_id, event.at, context)
    return Decision(budget.with_(outcome=budget.outcome or "stopped"), events)


def _stop_all(budget: Budget, dossier_id: Any, at: datetime, context: Context) -> tuple[Budget, tuple[ClockStopped, ...]]:
    events = []
    for clock in budget.clocks:
        if clock.status != "stopped":
            over = stopped(clock, at, context.catalogue.calendar)
            budget = budget.with_clock(over)
            events.append(_stopped(dossier_id, at, over))
    return budget, tuple(events)


def _known(state: Budget | None) -> Budget:
    if state is None:
        raise NoClock
    return state


ON_EVENT = {
    DossierReceived: start_clock,
    JourneyPlanned: after_time(plan_shares),
    HandOverAcknowledged: after_time(start_leg),
    LegCompleted: after_time(stop_leg),
    LegReturned: after_time(stop_leg),
    ProcessingPaused: after_time(pause),
    SupplementNeeded: after_time(pause),
    ProcessingResumed: after_time(resume),
    SupplementGiven: after_time(take_supplement),
    ApologyIssued: after_time(reschedule),
    ResultIssued: after_time(finish),
    JourneyStopped: after_time(stop),
}
