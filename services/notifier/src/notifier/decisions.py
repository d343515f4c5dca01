"""All that notifier does: which facts the citizen is told, and what became of each message."""

from datetime import datetime
from typing import Any

from lienthong_calendar import VIET_NAM
from lienthong_contracts import (
    DOSSIER_CLOCK,
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    DeadlineAdjusted,
    DossierReceived,
    FeeAsked,
    JourneyStopped,
    MessageAccepted,
    MessageDelivered,
    MessageFailed,
    MessageQueued,
    MessageSuppressed,
    ResultIssued,
    ResultReturned,
    SupplementAsked,
)
from lienthong_runtime import Context, Decision, Unprocessable

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import LEASE, MOST_ATTEMPTS, Message, back_off

CHANNELS = ("sms", "email")


class NoCorrespondence(Unprocessable):
    """A fact about a dossier whose reception never arrived: find it before replaying."""


def open_correspondence(_state: Correspondence | None, event: DossierReceived, context: Context) -> Decision[Correspondence]:
    """The citizen is told the code and the date (Đ.17, NĐ 224/2026 Đ.15.1g)."""
    state = Correspondence(event.code, event.procedure, event.procedure_version, event.desk, event.officer, event.received_at,
                           event.due_at, event.term)  # fmt: skip
    return _tell(state, "received", "", {}, event.dossier_id, context)


def tell_supplement(state: Correspondence | None, event: SupplementAsked, context: Context) -> Decision[Correspondence]:
    """What is missing, on every channel (Đ.17.2a)."""
    return _tell(_known(state), "supplement_asked", f"-{event.round}", {"reason": event.content}, event.dossier_id, context)


def tell_fee(state: Correspondence | None, event: FeeAsked, context: Context) -> Decision[Correspondence]:
    """What is to be paid (Đ.22)."""
    amount = f"{event.amount_dong:,}".replace(",", ".")
    return _tell(_known(state), "fee_asked", "", {"amount": amount, "reason": event.ground}, event.dossier_id, context)


def tell_apology(state: Correspondence | None, event: ApologyIssued, context: Context) -> Decision[Correspondence]:
    """The apology and the new date (Đ.19.9)."""
    known = _known(state).with_(due_at=event.new_due_at)
    return _tell(known, "apologised", "", {"reason": event.reason}, event.dossier_id, context)


def tell_changed_date(state: Correspondence | None, event: DeadlineAdjusted, context: Context) -> Decision[Correspondence]:
    """The working calendar changed by a decision: the citizen hears of a later date, and of none that stays."""
    known = _known(state)
    if event.promised_at <= known.due_at:
        return Decision(known)
    day = f"-{event.promised_at.astimezone(VIET_NAM):%Y-%m-%d}"
    return _tell(known.with_(due_at=event.promised_at), "date_changed", day, {"reason": event.decision_no}, event.dossier_id, context)


def tell_result(state: Correspondence | None, event: ResultIssued, context: Context) -> Decision[Correspondence]:
    """The result is there; early ones must be announced (Đ.20.4)."""
    known = _known(state)
    early = event.at.astimezone(VIET_NAM).date() < known.due_at.astimezone(VIET_NAM).date()
    template = "refused" if event.outcome == "refused" else ("result_ready_early" if early else "result_ready")
    return _tell(known, template, "", {}, event.dossier_id, context)


def move_date(state: Correspondence | None, event: ClockResumed | ClockRestarted, _context: Context) -> Decision[Correspondence]:
    """The date by law moved; a later one that was promised with an apology stays."""
    known = _known(state)
    if event.clock != DOSSIER_CLOCK:
        return Decision(known)
    return Decision(known.with_(due_at=max(known.due_at, event.due_at) if "apologised/sms" in known.messages else event.due_at))


def tell_stop(state: Correspondence | None, event: JourneyStopped, context: Context) -> Decision[Correspondence]:
    """Nothing more will be done (Mẫu 05)."""
    return _tell(_known(state), "stopped", "", {"reason": event.reason}, event.dossier_id, context)


def tell_return(state: Correspondence | None, event: ResultReturned, context: Context) -> Decision[Correspondence]:
    """Thanks, and the way to say what was not good (TT 01/2018 Đ.12)."""
    return _tell(_known(state), "returned", "", {}, event.dossier_id, context)


def _tell(state: Correspondence, template: str, suffix: str, facts: dict[str, str], dossier_id: Any,
          context: Context) -> Decision[Correspondence]:  # fmt: skip
    events = []
    for channel in CHANNELS:
        key = f"{template}{suffix}/{channel}"
        if key not in state.messages:
            state = state.with_message(Message(key, template, channel, context.now, facts=facts))
            events.append(MessageQueued(dossier_id=dossier_id, at=context.now, message=key, channel=channel, template=template))
    return Decision(state, tuple(events))


def send_due(state: Correspondence, context: Context) -> Decision[Correspondence]:
    """Time to send: the row takes a lease, and the sending itself happens after the commit."""
    effects: list[Any] = []
    failed: tuple[Any, ...] = ()
    for message in state.messages.values():
        if message.wakes_at is not None and message.wakes_at <= context.now:
            if message.attempts >= MOST_ATTEMPTS:  # every try ended without an answer
                given_up = refused(state, context.dossier_id, message.key, "no-answer", True, context.now)
                state, failed = given_up.state, (*failed, *given_up.events)
                continue
            taken = message.with_(status="sending", attempts=message.attempts + 1, at=context.now + LEASE)
            state = state.with_message(taken)
            effects.append((context.dossier_id, state, taken))
    return Decision(state, failed, tuple(effects))


def accepted(state: Correspondence, dossier_id: Any, key: str, provider: str, reference: str, now: datetime) -> Decision[Correspondence]:
    """The provider took it."""
    message = state.messages[key]
    if message.status != "sending":
        return Decision(state)
    event = MessageAccepted(dossier_id=dossier_id, at=now, message=key, channel=message.channel, provider=provider,
                            reference=reference, attempt=message.attempts)  # fmt: skip
    return Decision(state.with_message(message.with_(status="accepted", reference=reference)), (event,))


def refused(state: Correspondence, dossier_id: Any, key: str, reason: str, permanent: bool, now: datetime) -> Decision[Correspondence]:
    """The provider didn't take it: try again later, or give up."""
    message = state.messages[key]
    if message.status != "sending":  # an answer after its lease had ended: another try has spoken
        return Decision(state)
    if not permanent and message.attempts < MOST_ATTEMPTS:
        return Decision(state.with_message(message.with_(status="queued", at=now + back_off(message.attempts))))
    event = MessageFailed(dossier_id=dossier_id, at=now, message=key, channel=message.channel, reason=reason)
    return Decision(state.with_message(message.with_(status="failed")), (event,))


def suppressed(state: Correspondence, dossier_id: Any, key: str, reason: str, now: datetime) -> Decision[Correspondence]:
    """It isn't sent, on purpose."""
    message = state.messages[key]
    if message.status != "sending":
        return Decision(state)
    event = MessageSuppressed(dossier_id=dossier_id, at=now, message=key, channel=message.channel, reason=reason)
    return Decision(state.with_message(message.with_(status="suppressed")), (event,))


def delivered(state: Correspondence, dossier_id: Any, key: str, provider: str, now: datetime) -> Decision[Correspondence]:
    """The provider's receipt says it arrived; a second receipt changes nothing."""
    message = state.messages[key]
    if message.status != "accepted":
        return Decision(state)
    event = MessageDelivered(dossier_id=dossier_id, at=now, message=key, channel=message.channel, provider=provider)
    return Decision(state.with_message(message.with_(status="delivered")), (event,))


def _known(state: Correspondence | None) -> Correspondence:
    if state is None:
        raise NoCorrespondence
    return state


ON_EVENT = {
    DossierReceived: open_correspondence,
    SupplementAsked: tell_supplement,
    FeeAsked: tell_fee,
    ApologyIssued: tell_apology,
    DeadlineAdjusted: tell_changed_date,
    ResultIssued: tell_result,
    JourneyStopped: tell_stop,
    ResultReturned: tell_return,
    ClockResumed: move_date,
    ClockRestarted: move_date,
}
