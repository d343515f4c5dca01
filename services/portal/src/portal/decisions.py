"""All that the portal does with events: it draws each dossier's picture, and reports nothing itself."""

from typing import Any

import lienthong_contracts as c
from lienthong_contracts import KINDS, DossierEvent
from lienthong_runtime import Context, Decision

from portal import messages, needs, progress
from portal.domain.parties import parties_of
from portal.domain.record import LegRecord, Record
from portal.domain.standing import Move, moved
from portal.needs import Note

_NOTHING_OPEN: dict[str, Any] = {"unanswered": (), "supplement": 0, "lapsed": False}
_WORK = ("intake", "routing")  # whose events are somebody's work; clocks and messages move by themselves


def submitted(record: Record, e: c.DossierSubmitted) -> Record:
    return record.with_(status="submitted", procedure=e.procedure, procedure_version=e.procedure_version, channel=e.channel, desk=e.desk,
                        holder=e.desk, submitted_at=e.at)  # fmt: skip


def received(record: Record, e: c.DossierReceived) -> Record:
    return record.with_(
        status="open", code=e.code, procedure=e.procedure, procedure_version=e.procedure_version, channel=e.channel, desk=e.desk,
        received_by=e.desk, holder=e.desk, term=e.term, calendar=e.calendar, received_at=e.received_at, due_at=e.due_at,
        original_due_at=e.due_at,
    )  # fmt: skip


def planned(record: Record, e: c.JourneyPlanned) -> Record:
    return record.with_(legs={leg.leg: LegRecord(leg.task, leg.agency, place=place) for place, leg in enumerate(e.legs)})


def completed(record: Record, e: c.LegCompleted) -> Record:
    return record.with_leg(e.leg, state="done", ended_at=e.at)


def clock_started(record: Record, e: c.ClockStarted) -> Record:
    return record.with_(granted=e.granted) if e.clock == c.DOSSIER_CLOCK else record.with_leg(e.clock, granted=e.granted)


def clock_paused(record: Record, e: c.ClockPaused) -> Record:
    return record.with_(ground=e.ground, remaining=e.remaining) if e.clock == c.DOSSIER_CLOCK else record


def clock_resumed(record: Record, e: c.ClockResumed) -> Record:
    return _moved(record, e).with_(ground="") if e.clock == c.DOSSIER_CLOCK else record


def _moved(record: Record, e: c.ClockResumed | c.ClockRestarted) -> Record:
    # A later date that was promised with an apology stays (R21).
    due_at = max(record.due_at, e.due_at) if record.apologised and record.due_at else e.due_at
    return record.with_(due_at=due_at, original_due_at=e.due_at)


def clock_restarted(record: Record, e: c.ClockRestarted) -> Record:
    return _moved(record, e).with_(ground="", granted=e.granted, warned=False, breached=False, apology_by=None)


def clock_stopped(record: Record, e: c.ClockStopped) -> Record:
    return record.with_(used=e.used, paused=e.paused, ground="") if e.clock == c.DOSSIER_CLOCK else record.with_leg(e.clock, used=e.used)


def approached(record: Record, _e: c.DeadlineApproaching) -> Record:
    return record.with_(warned=True)


def breached(record: Record, e: c.DeadlineBreached) -> Record:
    if e.clock != c.DOSSIER_CLOCK:
        return record.with_leg(e.clock, late=True)
    return record.with_(breached=True, blamed=e.agency)


def apology_due(record: Record, e: c.ApologyFellDue) -> Record:
    return record if record.apologised else record.with_(apology_by=e.by)


def apologised(record: Record, e: c.ApologyIssued) -> Record:
    return record.with_(apologised=True, apology_by=None)


def rescheduled(record: Record, e: c.DeadlineRescheduled) -> Record:
    return record.with_(due_at=e.due_at)


def adjusted(record: Record, e: c.DeadlineAdjusted) -> Record:
    granted = record.granted if e.granted is None else e.granted
    return record.with_(due_at=e.promised_at, original_due_at=e.due_at, calendar=e.calendar, granted=granted)


def issued(record: Record, e: c.ResultIssued) -> Record:
    return record.with_(status="result", finished_at=e.at, apology_by=None, **_NOTHING_OPEN)


def met(record: Record, e: c.DeadlineMet) -> Record:
    return record.with_(verdict=e.verdict, finished_at=e.finished_at)


def handed_on(record: Record, e: c.JourneyHandedToSuccessor) -> Record:
    """The successor stands in the predecessor's place; an officer of the predecessor's isn't one of its."""
    leg = record.legs.get(e.leg)
    if leg is not None and leg.agency == e.predecessor and leg.state != "done":
        record = record.with_leg(e.leg, agency=e.successor, officer="", step=leg.step and "assign")
    return _in_place(progress.succeeded(record, e), e)


def _in_place(record: Record, e: c.JourneyHandedToSuccessor | c.SubmissionMoved) -> Record:
    of_desk = isinstance(e, c.SubmissionMoved) or e.leg == "return"
    names = [name for name in (("desk", "holder") if of_desk else ("holder",)) if getattr(record, name) == e.predecessor]
    return record.with_(**dict.fromkeys(names, e.successor)).followed(e.predecessor, e.successor)


def refused(record: Record, _e: c.DossierRefused) -> Record:
    return record.with_(refused=True)


def result_returned(record: Record, e: c.ResultReturned) -> Record:
    return record.with_(status="returned", returned_at=e.at, sent={})


def declined(record: Record, _e: c.DossierDeclined) -> Record:
    return record.with_(status="declined")


def stopped(record: Record, _e: c.JourneyStopped | c.DossierWithdrawn) -> Record:
    return record.with_(status="stopped", ground="", waiting={}, apology_by=None, **_NOTHING_OPEN)


_OF_MESSAGES = (c.MessageQueued, c.MessageDeferred, c.MessageAccepted, c.MessageDelivered, c.MessageFailed, c.MessageSuppressed)
_TOLD: dict[type[DossierEvent], Note] = {
    c.DossierSubmitted: submitted, c.DossierReceived: received, c.DossierDeclined: declined, c.JourneyPlanned: planned,
    c.DossierForwarded: needs.forwarded, c.HandOverAcknowledged: needs.acknowledged, c.HandOverRefused: needs.answered,
    c.HandOverRecalled: needs.answered,
    c.OfficerAssigned: progress.assigned, c.LegCompleted: completed, c.LegReturned: progress.returned_leg, c.ClockStarted: clock_started,
    c.ClockPaused: clock_paused, c.ClockResumed: clock_resumed, c.ClockRestarted: clock_restarted, c.ClockStopped: clock_stopped,
    c.DeadlineApproaching: approached, c.DeadlineBreached: breached, c.ApologyFellDue: apology_due, c.ApologyIssued: apologised,
    c.JourneyHandedToSuccessor: handed_on, c.SubmissionMoved: _in_place,
    c.DeadlineRescheduled: rescheduled, c.DeadlineAdjusted: adjusted, c.DeadlineMet: met, c.ResultIssued: issued,
    c.ResultReturned: result_returned, c.SupplementAsked: needs.supplement_asked, c.SupplementGiven: needs.supplement_given,
    c.SupplementLapsed: needs.supplement_lapsed, c.HandOverUnanswered: needs.unanswered, c.DossierStalled: needs.stalled,
    c.DossierRefused: refused, c.DossierWithdrawn: stopped, c.JourneyStopped: stopped, **dict.fromkeys(_OF_MESSAGES, messages.moved),
    c.LegTransferred: progress.transferred, **dict.fromkeys(progress.STEPS, progress.stepped), c.ConsultationAsked: progress.asked,
    c.ConsultationAnswered: progress.answered, c.ConsultationLapsed: progress.answered,
    c.SubmissionReturned: progress.submission_returned, c.SubmissionCompleted: progress.submission_completed,
    c.PhoneCallAsked: messages.call_asked, c.PhoneCallMade: messages.call_made,
}  # fmt: skip


def _unchanged(record: Record, _event: DossierEvent) -> Record:
    return record


_KINDS = [kind for kind in KINDS.values() if issubclass(kind, DossierEvent)]
NOTES = _TOLD | {kind: needs.by_somebody(_TOLD.get(kind, _unchanged)) for kind in _KINDS if kind.producer in _WORK}


def drawn(record: Record, event: DossierEvent) -> Record:
    """The picture with one more event in it; an agency that the event names may see the dossier."""
    return placed(record, event)[0]


def placed(record: Record, event: DossierEvent) -> tuple[Record, tuple[Move, ...]]:
    """The same, with what it means to the figures."""
    after = NOTES.get(type(event), _unchanged)(record, event).seen_by(parties_of(event))
    if type(event).producer != "notifier":
        # Messages are another topic: were one a change, when a dossier changed would hang on which topic is read quicker.
        after = after.with_(changed_at=event.at)
    return moved(event.dossier_id, record, after)


def _note(state: Record | None, event: DossierEvent, _context: Context) -> Decision[Record]:
    record, moves = placed(state or Record(), event)
    return Decision(record, beside=moves)


ON_EVENT = dict.fromkeys(_KINDS, _note)
