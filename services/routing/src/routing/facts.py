"""What facts of other services lead to."""

from datetime import date

from lienthong_calendar import day_of
from lienthong_contracts import (
    DOSSIER_CLOCK,
    ApologyFellDue,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DeadlineBreached,
    DeadlineRescheduled,
    DossierLapsed,
    DossierReceived,
    DossierWithdrawn,
    FeePaid,
    JourneyPlanned,
    JourneyStopped,
    PlannedLeg,
    ResultIssued,
    ResultReturned,
    SupplementGiven,
)
from lienthong_runtime import Context, Decision, Unprocessable

from routing.domain.agencies import agency_for
from routing.domain.branches import chosen
from routing.domain.journey import Journey, Leg
from routing.hand_over import SUPPLEMENT, forward_ready, go_on
from routing.succession import as_of_today


class NoJourney(Unprocessable):
    """A fact about a dossier that routing never planned a journey for: find its reception before replaying."""


def plan_journey(state: Journey | None, event: DossierReceived, context: Context) -> Decision[Journey]:
    """Find each leg's agency around the desk, and send the dossier on its way (R15, R16)."""
    day = day_of(event.received_at)
    route, around = context.catalogue.route(event.route, day), event.competent or event.desk
    legs = () if event.immediate_result_no else tuple(_owned(leg, around, context, day) for leg in chosen(route, event.branches))
    journey = Journey(event.code, event.procedure, event.procedure_version, event.desk, event.due_at,
                      legs={leg.leg: _leg(leg) for leg in legs}, return_desk=event.return_desk or "")  # fmt: skip
    planned = JourneyPlanned(dossier_id=event.dossier_id, at=context.now, route=route.id, route_version=route.entry_version,
                             desk=event.desk, legs=legs)  # fmt: skip
    if event.immediate_result_no:
        return _at_once(journey, event, planned)
    sent = forward_ready(journey, event.desk, event.dossier_id, context)
    return as_of_today(Decision(sent.state, (planned, *sent.events)), context)


def _at_once(journey: Journey, event: DossierReceived, planned: JourneyPlanned) -> Decision[Journey]:
    """Resolved while the citizen waited: no leg, but a result that counts like any other (R07)."""
    issued = ResultIssued(dossier_id=event.dossier_id, at=event.at, agency=event.desk, officer=event.officer,
                          result_no=event.immediate_result_no, outcome="granted")  # fmt: skip
    return Decision(journey.with_(status="result"), (planned, issued))


def _owned(leg: PlannedLeg, around: str, context: Context, day: date) -> PlannedLeg:
    supervisor = leg.supervisor and context.catalogue.holder(leg.supervisor, around, day)
    return leg.model_copy(update={"agency": agency_for(leg.agency, around, context.catalogue, day), "supervisor": supervisor})


def _leg(plan: PlannedLeg) -> Leg:
    return Leg(plan.leg, plan.agency, plan.task, plan.share, plan.after, plan.pause_before, plan.consult_within, plan.on_silence,
               plan.posting, plan.posting_stops_clock, plan.external, plan.supervisor, plan.result)  # fmt: skip


def take_supplement(state: Journey | None, event: SupplementGiven, context: Context) -> Decision[Journey]:
    """What was missing is there: the agency goes on. Another ground to stand still is not lifted by it."""
    known = _known(state)
    if known.paused != SUPPLEMENT:
        return Decision(known)
    return forward_ready(known.with_(paused=""), known.desk, event.dossier_id, context)


def take_payment(state: Journey | None, event: FeePaid, context: Context) -> Decision[Journey]:
    """The citizen paid: the dossier goes on to the legs that waited for it."""
    known = _known(state)
    if event.purpose != "pause":
        return Decision(known)
    awaited = {leg.pause_before for leg in known.legs.values() if leg.leg in known.pauses_done}
    if not known.paused or known.paused not in awaited:  # an agency's own pause isn't lifted by a payment
        return Decision(known)
    return go_on(known, known.desk, known.paused, event.dossier_id, context)


def stop(state: Journey | None, event: DossierWithdrawn | DossierLapsed, context: Context) -> Decision[Journey | None]:
    """The citizen took the dossier back, or let the window pass: nobody works on it any more (Mẫu 05)."""
    if state is None:  # withdrawn before it was received
        return Decision(None)
    stopped = JourneyStopped(dossier_id=event.dossier_id, at=context.now, agency=state.desk, reason=event.reason)
    return Decision(state.with_(status="stopped", paused="", consultations={}), (stopped,))


def close(state: Journey | None, _event: ResultReturned, _context: Context) -> Decision[Journey]:
    """The citizen has the result."""
    return Decision(_known(state).with_(status="closed"))


def owe_apology(state: Journey | None, event: ApologyFellDue, _context: Context) -> Decision[Journey]:
    """The resolving agency gets the task to apologise (R19)."""
    known = _known(state)
    return Decision(known.with_(apology_owed=known.followers.get(event.agency, event.agency)))


def note_breach(state: Journey | None, event: DeadlineBreached, _context: Context) -> Decision[Journey]:
    """The inbox shows it in red; a leg that ran over its share makes no dossier overdue."""
    known = _known(state)
    return Decision(known.with_(overdue=True) if event.clock == DOSSIER_CLOCK else known)


def move_date(state: Journey | None, event: ClockResumed | ClockRestarted, _context: Context) -> Decision[Journey]:
    """The date by law moved: after a pause by its length, after a supplement for a whole term anew (R12)."""
    known = _known(state)
    if event.clock != DOSSIER_CLOCK:
        return Decision(known)
    moved = known.with_(due_at=max(known.due_at, event.due_at) if known.apologised else event.due_at)
    return Decision(moved.with_(overdue=False, apology_owed="") if isinstance(event, ClockRestarted) else moved)


def note_new_date(state: Journey | None, event: DeadlineRescheduled | DeadlineAdjusted, _context: Context) -> Decision[Journey]:
    """The date that now holds: promised with an apology, or counted anew with a changed calendar."""
    return Decision(_known(state).with_(due_at=event.promised_at if isinstance(event, DeadlineAdjusted) else event.due_at))


def _known(state: Journey | None) -> Journey:
    if state is None:
        raise NoJourney
    return state
