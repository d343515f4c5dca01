"""Clocks started, stopped and moved by facts. `context.now` is the fact's own instant, never before what was counted."""

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
    LegTransferred,
    ProcessingPaused,
    ProcessingResumed,
    RescheduleRefused,
    ResultIssued,
    SupplementGiven,
    SupplementNeeded,
    Use,
)
from lienthong_runtime import Context, Decision

from sla_monitor.context import calendar_of, known, timed
from sla_monitor.domain.accounts import statement
from sla_monitor.domain.budget import Budget, Share
from sla_monitor.domain.clock import DOSSIER, Clock, paused_clock, restarted, resumed, stopped
from sla_monitor.domain.rungs import PROMISE, SUPPLEMENT
from sla_monitor.domain.verdict import verdict
from sla_monitor.timers import touched
from sla_monitor.watching import answered

SUPPLEMENT_GROUND = "Chờ bổ sung hồ sơ"


def start_clock(_state: Budget | None, event: DossierReceived, context: Context) -> Decision[Budget]:
    """The statutory time begins: the budget is the working time until the date that was promised."""
    calendar = context.catalogue.calendar_of(event.calendar)
    granted = max(0, calendar.between(event.deemed_at, event.due_at))
    clock = Clock(DOSSIER, event.desk, granted, event.deemed_at, event.due_at)
    budget = Budget(event.code, event.desk, event.procedure, event.procedure_version, event.term, event.supplement_mode,
                    event.deemed_at, event.due_at, clock, event.deemed_at, event.deemed_at, event.deemed_at, event.calendar)  # fmt: skip
    then = Context(event.deemed_at, context.catalogue)
    return Decision(touched(timed(budget, then), then), (_started(event.dossier_id, event.at, clock),))


def _started(dossier_id: Any, at: datetime, clock: Clock) -> ClockStarted:
    return ClockStarted(dossier_id=dossier_id, at=at, clock=clock.name, agency=clock.agency, granted=clock.granted, due_at=clock.due_at)


def plan_shares(state: Budget | None, event: JourneyPlanned, context: Context) -> Decision[Budget]:
    """Each leg's share of the time."""
    budget = known(state)
    calendar = calendar_of(budget, context)
    shares = {leg.leg: Share(leg.agency, granted_minutes(calendar, parse_term(leg.share)), leg.warn_at, place, leg.after)
              for place, leg in enumerate(event.legs)}  # fmt: skip
    watchers = tuple(leg.supervisor for leg in event.legs if leg.supervisor)
    return Decision(timed(budget.with_(shares=shares, watchers=watchers), context))


def start_leg(state: Budget | None, event: HandOverAcknowledged, context: Context) -> Decision[Budget]:
    """An agency has the dossier: its share begins, or goes on after it came back."""
    budget = answered(known(state), {event.leg})
    share, before = budget.shares.get(event.leg), budget.legs.get(event.leg)
    if share is None or budget.outcome:  # the way home has no share, and after the end nobody's time runs
        return Decision(budget)
    if before and before.status != "stopped":  # it has the dossier already: its minutes go on being counted
        return Decision(budget)
    calendar = calendar_of(budget, context)
    used, paused = (before.used, before.paused) if before else (0, 0)
    due = calendar.add(context.now, max(0, share.minutes - used))
    still = "paused" if budget.clock.status == "paused" else "running"
    clock = Clock(event.leg, share.agency, share.minutes, context.now, due, used, paused, still)
    return Decision(timed(budget.with_clock(clock), context), (_started(event.dossier_id, event.at, clock),))


def stop_leg(state: Budget | None, event: LegCompleted | LegReturned | LegTransferred, context: Context) -> Decision[Budget]:
    """An agency is done with its share."""
    budget = known(state)
    leg = budget.legs.get(event.leg)
    if leg is None or leg.status == "stopped":
        return Decision(budget)
    leg = stopped(leg, context.now, calendar_of(budget, context))
    return Decision(timed(budget.with_clock(leg), context), (_stopped(event.dossier_id, event.at, leg),))


def give_back(state: Budget | None, event: LegReturned, context: Context) -> Decision[Budget]:
    """A leg goes back to an earlier one; what was on its way to those that build on it is called back."""
    budget = known(state)
    return stop_leg(answered(budget, budget.built_on(event.back_to)), event, context)


def _stopped(dossier_id: Any, at: datetime, clock: Clock, uses: tuple[Use, ...] = ()) -> ClockStopped:
    return ClockStopped(dossier_id=dossier_id, at=at, clock=clock.name, agency=clock.agency, used=clock.used, paused=clock.paused,
                        uses=uses)  # fmt: skip


def pause(state: Budget | None, event: ProcessingPaused | SupplementNeeded, context: Context) -> Decision[Budget]:
    """Time stands still for the dossier and every leg under way, on the ground that was given."""
    budget, events, calendar = known(state), [], calendar_of(known(state), context)
    ground = event.ground if isinstance(event, ProcessingPaused) else SUPPLEMENT_GROUND
    if budget.clock.status == "running":
        budget = budget.with_(ground=ground, paused_by=event.agency)
    for clock in budget.clocks:
        if clock.status == "running":
            still = paused_clock(clock, context.now, calendar)
            budget = budget.with_clock(still)
            events.append(ClockPaused(dossier_id=event.dossier_id, at=event.at, clock=clock.name, agency=clock.agency, ground=ground,
                                      remaining=max(0, still.granted - still.used)))  # fmt: skip
    return Decision(timed(budget, context), tuple(events))


def resume(state: Budget | None, event: ProcessingResumed | SupplementGiven, context: Context) -> Decision[Budget]:
    """Time runs on with what remained."""
    budget, events, calendar = known(state), [], calendar_of(known(state), context)
    for clock in budget.clocks:
        if clock.status == "paused":
            running = resumed(clock, context.now, calendar)
            moved = running.paused - clock.paused if clock.name == DOSSIER else 0
            budget = budget.with_clock(running).with_(moved=budget.moved + moved, ground="", paused_by="")
            events.append(ClockResumed(dossier_id=event.dossier_id, at=event.at, clock=clock.name, agency=clock.agency,
                                       remaining=max(0, running.granted - running.used), due_at=running.due_at))  # fmt: skip
    # Whatever let it run on, nothing is awaited from the citizen any more.
    timers = {name: at for name, at in budget.timers.items() if name != SUPPLEMENT}
    promised = max(budget.promised_at, budget.clock.due_at)
    return Decision(timed(budget.with_(promised_at=promised, supplement=None, timers=timers), context), tuple(events))


def take_supplement(state: Budget | None, event: SupplementGiven, context: Context) -> Decision[Budget]:
    """After a supplement the whole term runs anew, unless the procedure only suspends it (R12)."""
    budget = known(state)
    if budget.supplement_mode == "suspend" or budget.clock.status != "paused":
        return resume(budget, event, context)
    calendar = calendar_of(budget, context)
    due = due_at(calendar, context.now, parse_term(budget.term), "actual")
    clock = restarted(budget.clock, context.now, due, calendar)
    anew = ClockRestarted(dossier_id=event.dossier_id, at=event.at, clock=DOSSIER, agency=clock.agency, granted=clock.granted,
                          due_at=clock.due_at)  # fmt: skip
    kept = tuple(rung for rung in budget.rungs if rung.startswith("leg/") or rung == PROMISE)
    legs = resume(budget.with_clock(clock).with_(rungs=kept, term_from=context.now, moved=0, ground="", paused_by=""), event, context)
    return Decision(legs.state, (anew, *legs.events))


def reschedule(state: Budget | None, event: ApologyIssued, context: Context) -> Decision[Budget]:
    """A new date after the apology; the original stays for statistics (R21). A second one is refused (R20), and an earlier one."""
    budget = known(state)
    about = {"dossier_id": event.dossier_id, "at": event.at, "clock": DOSSIER, "agency": event.agency}
    if budget.rescheduled or event.new_due_at <= budget.promised_at:
        return Decision(budget, (RescheduleRefused(**about, due_at=budget.promised_at, refused_due_at=event.new_due_at),))
    moved = DeadlineRescheduled(**about, original_due_at=budget.clock.due_at, due_at=event.new_due_at)
    return Decision(timed(budget.with_(promised_at=event.new_due_at, rescheduled=True), context), (moved,))


def finish(state: Budget | None, event: ResultIssued, context: Context) -> Decision[Budget]:
    """There is a result: every clock stops, and the dossier was early, on time or late; what is over stays as it ended."""
    if known(state).outcome:
        return Decision(known(state))
    budget, events = _stop_all(known(state), event.dossier_id, event.at, context)
    said = verdict(budget.clock.due_at, event.at)
    met = DeadlineMet(dossier_id=event.dossier_id, at=event.at, clock=DOSSIER, agency=event.agency, verdict=said,
                      due_at=budget.clock.due_at, finished_at=event.at)  # fmt: skip
    # A breach that was told before the result in time was heard of (ADR 0013) is nobody's delay.
    late = tuple(over for over in budget.overruns if said == "late" or over.at != budget.clock.due_at)
    over = answered(budget, set(budget.waiting)).with_(outcome=said, overruns=late)
    return Decision(timed(over, context), (*events, met))


def stop(state: Budget | None, event: JourneyStopped, context: Context) -> Decision[Budget]:
    """Nothing more will be done: every clock stops."""
    budget, events = _stop_all(known(state), event.dossier_id, event.at, context)
    return Decision(budget.with_(outcome=budget.outcome or "stopped", timers={}, waiting={}), events)


def _stop_all(budget: Budget, dossier_id: Any, at: datetime, context: Context) -> tuple[Budget, tuple[ClockStopped, ...]]:
    events, calendar = [], calendar_of(budget, context)
    for clock in budget.clocks:
        if clock.status != "stopped":
            over = stopped(clock, context.now, calendar)
            budget = budget.with_clock(over)
            uses = tuple(Use(**use) for use in statement(budget)) if clock.name == DOSSIER else ()
            events.append(_stopped(dossier_id, at, over, uses))
    return budget, tuple(events)
