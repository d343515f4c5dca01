"""Which facts the citizen is told, and in which message (domain.md §5.1)."""

from datetime import datetime
from uuid import UUID

from lienthong_calendar import VIET_NAM, day_of
from lienthong_contracts import (
    DOSSIER_CLOCK,
    LETTERS,
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DossierDeclined,
    DossierEvent,
    DossierReceived,
    DossierSubmitted,
    FeeAsked,
    JourneyHandedToSuccessor,
    JourneyStopped,
    LetterIssued,
    MessageQueued,
    MessageSuppressed,
    ResultIssued,
    ResultReturned,
    SubmissionMoved,
    SubmissionReturned,
    SupplementAsked,
)
from lienthong_runtime import Context, Decision, Unprocessable

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message


class NoCorrespondence(Unprocessable):
    """A fact about a dossier whose submission never arrived: find it before replaying."""


def open_correspondence(_state: Correspondence | None, event: DossierSubmitted, context: Context) -> Decision[Correspondence]:
    """Who handed in online hears that it has arrived; at the counter they see it."""
    state = Correspondence(event.procedure, event.procedure_version, event.desk, event.at)
    if event.channel != "online":
        return Decision(state)
    return _tell(state, "submitted", "", {"id": str(event.dossier_id)}, event.dossier_id, context)


def tell_reception(state: Correspondence | None, event: DossierReceived, context: Context) -> Decision[Correspondence]:
    """The citizen is told the code and the date (Đ.17, NĐ 224/2026 Đ.15.1g); not who waits at the counter for the result (R07)."""
    before = state or Correspondence(event.procedure, event.procedure_version, event.desk)
    received = before.with_(code=event.code, desk=event.desk, officer=event.officer, received_at=event.received_at, due_at=event.due_at,
                            term=event.term, return_channel=event.return_channel)  # fmt: skip
    if event.immediate_result_no:
        return Decision(received.with_(immediate=True))
    return _tell(received, "received", "", {}, event.dossier_id, context)


def tell_return_of_submission(state: Correspondence | None, event: SubmissionReturned, context: Context) -> Decision[Correspondence]:
    """All that is missing, once, before any reception (R05)."""
    facts = {"id": str(event.dossier_id), "reason": event.content}
    return _tell(opened(state).with_(officer=event.officer), "supplement_asked", "-submission", facts, event.dossier_id, context)


def tell_refusal(state: Correspondence | None, event: DossierDeclined, context: Context) -> Decision[Correspondence]:
    """Not received, and why (Mẫu 03)."""
    facts = {"id": str(event.dossier_id), "reason": event.reason}
    return _tell(opened(state).with_(officer=event.officer), "declined", "", facts, event.dossier_id, context)


def tell_succession(state: Correspondence | None, event: JourneyHandedToSuccessor | SubmissionMoved,
                    context: Context) -> Decision[Correspondence]:  # fmt: skip
    """Who stands in whose place now; once for all places that were handed on at that instant (NĐ 118/2025)."""
    known = opened(state)
    # An officer of the predecessor's desk isn't one of the successor's.
    known = known.with_(desk=event.successor, officer="") if known.desk == event.predecessor else known
    facts = {"id": str(event.dossier_id), "reason": event.decision_no, "predecessor": event.predecessor, "successor": event.successor}
    return _tell(known, "succeeded", f"-{_instant(event.at)}", facts, event.dossier_id, context)


def succeeded_at(at: datetime) -> str:
    """The message about what was handed on at that instant, without its channel."""
    return f"succeeded-{_instant(at)}"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(VIET_NAM):%Y-%m-%dT%H%M%S}"


def tell_supplement(state: Correspondence | None, event: SupplementAsked, context: Context) -> Decision[Correspondence]:
    """What is missing, on every channel (Đ.17.2a)."""
    return _tell(opened(state), "supplement_asked", f"-{event.round}", {"reason": event.content}, event.dossier_id, context)


def tell_fee(state: Correspondence | None, event: FeeAsked, context: Context) -> Decision[Correspondence]:
    """What is to be paid (Đ.22)."""
    amount = f"{event.amount_dong:,}".replace(",", ".")
    # A route may ask twice, and for the same sum: each time it is told.
    return _tell(opened(state), "fee_asked", f"-{_instant(event.at)}", {"amount": amount, "reason": event.ground}, event.dossier_id,
                 context)  # fmt: skip


def tell_apology(state: Correspondence | None, event: ApologyIssued, context: Context) -> Decision[Correspondence]:
    """The apology and the new date (Đ.19.9)."""
    known = opened(state).with_(due_at=event.new_due_at)
    return _tell(known, "apologised", "", {"reason": event.reason}, event.dossier_id, context)


def tell_changed_date(state: Correspondence | None, event: DeadlineAdjusted, context: Context) -> Decision[Correspondence]:
    """The working calendar changed by a decision: the citizen hears of a later date, and of none that stays."""
    known = opened(state)
    if event.promised_at <= known.due_at:
        return Decision(known)
    day = f"-{day_of(event.promised_at)}"
    return _tell(known.with_(due_at=event.promised_at), "date_changed", day, {"reason": event.decision_no}, event.dossier_id, context)


def tell_result(state: Correspondence | None, event: ResultIssued, context: Context) -> Decision[Correspondence]:
    """The result is there; early ones must be announced (Đ.20.4)."""
    known = opened(state)
    if known.immediate:  # it is in their hand; the thanks that follow are the record of it
        return Decision(known)
    template = "refused" if event.outcome == "refused" else _ready(known, event)
    return _tell(known, template, "", {}, event.dossier_id, context, _overtaken(known, event.dossier_id, context.now))


def _ready(known: Correspondence, event: ResultIssued) -> str:
    if known.return_channel == "post":
        return "result_by_post"
    assert known.due_at is not None
    early = day_of(event.at) < day_of(known.due_at)
    return "result_ready_early" if early else "result_ready"


def tell_letter(state: Correspondence | None, event: LetterIssued, context: Context) -> Decision[Correspondence]:
    """Thanks, congratulation or condolence: a letter of its own, to those who want letters (S0-26)."""
    return _tell(opened(state), f"letter_{event.letter}", "", {}, event.dossier_id, context)


def move_date(state: Correspondence | None, event: ClockResumed | ClockRestarted, _context: Context) -> Decision[Correspondence]:
    """The date by law moved; a later one that was promised with an apology stays."""
    known = opened(state)
    if event.clock != DOSSIER_CLOCK:
        return Decision(known)
    return Decision(known.with_(due_at=max(known.due_at, event.due_at) if "apologised/email" in known.messages else event.due_at))


def tell_stop(state: Correspondence | None, event: JourneyStopped, context: Context) -> Decision[Correspondence]:
    """Nothing more will be done (Mẫu 05)."""
    known = opened(state)
    ended = _overtaken(known, event.dossier_id, context.now)
    return _tell(known, "stopped", "", {"reason": event.reason}, event.dossier_id, context, ended)


def tell_return(state: Correspondence | None, event: ResultReturned, context: Context) -> Decision[Correspondence]:
    """Thanks, and the way to say what was not good (TT 01/2018 Đ.12)."""
    return _tell(opened(state), "returned", "", {}, event.dossier_id, context)


def _tell(state: Correspondence, template: str, suffix: str, facts: dict[str, str], dossier_id: UUID, context: Context,
          before: tuple[MessageSuppressed, ...] = ()) -> Decision[Correspondence]:  # fmt: skip
    events: list[DossierEvent] = [*before]
    for gone in before:
        state = state.with_message(state.messages[gone.message].with_(status="suppressed", at=None))
    for channel in LETTERS[template].channels:
        key = f"{template}{suffix}/{channel}"
        if key not in state.messages:
            state = state.with_message(Message(key, template, channel, context.now, facts=facts, since=context.now))
            events.append(MessageQueued(dossier_id=dossier_id, at=context.now, message=key, channel=channel, template=template))
    return Decision(state, tuple(events))


def _overtaken(state: Correspondence, dossier_id: UUID, now: datetime) -> tuple[MessageSuppressed, ...]:
    """What officers and heads were to be told of a dossier that has ended meanwhile."""
    waiting = [m for m in state.messages.values() if m.recipient != "applicant" and m.status == "queued" and not m.tries]
    return tuple(MessageSuppressed(dossier_id=dossier_id, at=now, message=m.key, channel="email", reason="overtaken",
                                   recipient=m.recipient, agency=m.agency) for m in waiting)  # fmt: skip


def opened(state: Correspondence | None) -> Correspondence:
    """The correspondence that a submission opened. Raises NoCorrespondence."""
    if state is None:
        raise NoCorrespondence
    return state
