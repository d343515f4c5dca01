"""What becomes of a message: accepted, refused, put back, suppressed, delivered, lost; and what follows from each."""

from datetime import datetime, timedelta
from uuid import UUID

from lienthong_contracts import DossierEvent, MessageAccepted, MessageDeferred, MessageDelivered, MessageFailed, MessageSuppressed
from lienthong_runtime import Decision

from notifier.domain.answer import Outcome, Refused, Sent, Throttled, Unanswered, Untried
from notifier.domain.correspondence import Correspondence
from notifier.domain.ending import after_loss
from notifier.domain.message import UNTRIED, Message
from notifier.domain.retry import ASKED_AFTER, back_off, place

type Ended = Decision[Correspondence]


def outcome_of(outcome: Outcome, state: Correspondence, dossier_id: UUID, key: str, tried_at: datetime, now: datetime) -> Ended:
    """What the provider's answer does to the message; of an earlier try than the last only one that it took it says something."""
    message = state.messages[key]
    if isinstance(outcome, Sent):
        taken = message.taken(tried_at, outcome.references)
        return accepted(state, taken, outcome.asks, dossier_id, now) if taken else Decision(state)
    if not message.waits_for(tried_at):
        return Decision(state)
    match outcome:
        case Refused():
            return refused(state, message, outcome, dossier_id, now)
        case Throttled():
            put_back = message.with_(status="queued", tries=message.tries[:-1], at=now + timedelta(seconds=outcome.pause))
            return Decision(state.with_message(put_back))
        case _:
            return not_taken(state, message, outcome, dossier_id, now)


def not_taken(state: Correspondence, message: Message, outcome: Unanswered | Untried, dossier_id: UUID, now: datetime) -> Ended:
    """Whoever may have it gets it again, under the same reference; when nobody can have it, another provider does nearly at once."""
    later = back_off(*place(dossier_id, message), len(message.tries))
    if isinstance(outcome, Unanswered):  # its try stays without an outcome
        return _again(state, message.with_(status="queued", at=now + later), outcome.reason, dossier_id, now)
    # Alone, the same one gets it again, sooner than after a real refusal.
    untried = message.ended(UNTRIED + outcome.reason).with_(status="queued", at=now + later / 30)
    return _again(state, untried, outcome.reason, dossier_id, now)


def accepted(state: Correspondence, taken: Message, asks: bool, dossier_id: UUID, now: datetime) -> Ended:
    """The provider has it; one that can be asked is, when its receipt doesn't come."""
    event = MessageAccepted(dossier_id=dossier_id, at=now, provider=taken.tries[-1].provider, reference=" ".join(taken.awaited),
                            attempt=len(taken.tries), parts=len(taken.awaited), **_of(taken))  # fmt: skip
    return Decision(state.with_message(taken.with_(at=now + ASKED_AFTER[0] if asks else None)), (event,))


def refused(state: Correspondence, message: Message, answer: Refused, dossier_id: UUID, now: datetime) -> Ended:
    """For good: something else has to be done. For now: again later."""
    tried = message.ended(answer.reason)
    if answer.permanent:
        return lost(state, tried, answer.reason, dossier_id, now)
    later = now + back_off(*place(dossier_id, message), len(message.tries))
    return _again(state, tried.with_(status="queued", at=later), answer.reason, dossier_id, now)


def _again(state: Correspondence, queued: Message, reason: str, dossier_id: UUID, now: datetime) -> Ended:
    event = MessageDeferred(dossier_id=dossier_id, at=now, provider=queued.tries[-1].provider, reason=reason, attempt=len(queued.tries),
                            again_at=queued.at, **_of(queued))  # fmt: skip
    return Decision(state.with_message(queued), (event,))


def lost(state: Correspondence, message: Message, reason: str, dossier_id: UUID, now: datetime) -> Ended:
    """It won't arrive: the other channel carries it, or somebody phones."""
    failed = message.with_(status="failed", at=None)
    event = MessageFailed(dossier_id=dossier_id, at=now, reason=reason, **_of(message))
    return _after(state.with_message(failed), failed, reason, dossier_id, now, event)


def suppressed(state: Correspondence, dossier_id: UUID, key: str, reason: str, tried_at: datetime, now: datetime) -> Ended:
    """It isn't sent: there is no address for it, or the recipient doesn't want what isn't owed."""
    message = state.messages[key]
    if not message.waits_for(tried_at):
        return Decision(state)
    kept = message.with_(status="suppressed", at=None, tries=message.tries[:-1])
    event = MessageSuppressed(dossier_id=dossier_id, at=now, reason=reason, **_of(message))
    return _after(state.with_message(kept), kept, reason, dossier_id, now, event)


def _after(state: Correspondence, message: Message, reason: str, dossier_id: UUID, now: datetime, event: DossierEvent) -> Ended:
    following, more = after_loss(state, message, reason, dossier_id, now)
    return Decision(following, (event, *more))


def receipt_of(state: Correspondence, dossier_id: UUID, key: str, reference: str, arrived: bool, reason: str, now: datetime) -> Ended:
    """The provider's receipt: delivered once every part is, lost with the first that isn't; the same again changes nothing."""
    message = state.messages[key]
    if message.status != "accepted" or reference not in message.awaited:
        return Decision(state)
    if not arrived:
        return lost(state, message.with_(awaited=()), reason, dossier_id, now)
    left = tuple(other for other in message.awaited if other != reference)
    if left:
        return Decision(state.with_message(message.with_(awaited=left)))
    event = MessageDelivered(dossier_id=dossier_id, at=now, provider=message.tries[-1].provider, **_of(message))
    return Decision(state.with_message(message.with_(status="delivered", awaited=(), at=None)), (event,))


def _of(message: Message) -> dict[str, object]:
    staff = {"recipient": message.recipient, "agency": message.agency} if message.recipient != "applicant" else {}
    return {"message": message.key, "channel": message.channel, **staff}
