"""What becomes of a message: sent under a lease, accepted, refused, suppressed, delivered."""

from datetime import datetime
from typing import Any

from lienthong_contracts import MessageAccepted, MessageDelivered, MessageFailed, MessageSuppressed
from lienthong_runtime import Context, Decision

from notifier.domain.correspondence import Correspondence
from notifier.domain.decent import Quiet
from notifier.domain.message import LEASE, MOST_ATTEMPTS, Message, back_off


def send_due(state: Correspondence, context: Context, quiet: Quiet | None = None) -> Decision[Correspondence]:
    """Time to send: the row takes a lease, and the sending itself happens after the commit; an SMS waits for a decent hour."""
    state = _at_decent_hours(state, context, quiet) if quiet else state
    effects: list[Any] = []
    failed: tuple[Any, ...] = ()
    for message in _due(state, context.now):
        if message.attempts >= MOST_ATTEMPTS:  # every try ended without an answer
            given_up = refused(state, context.dossier_id, message.key, "no-answer", True, context.now)
            state, failed = given_up.state, (*failed, *given_up.events)
            continue
        taken = message.with_(status="sending", attempts=message.attempts + 1, at=context.now + LEASE)
        state = state.with_message(taken)
        effects.append((context.dossier_id, state, taken))
    return Decision(state, failed, tuple(effects))


def _due(state: Correspondence, now: datetime) -> list[Message]:
    return [message for message in state.messages.values() if message.wakes_at is not None and message.wakes_at <= now]


def _at_decent_hours(state: Correspondence, context: Context, quiet: Quiet) -> Correspondence:
    """What would ring in the quiet hours is moved behind them; an e-mail rings nowhere."""
    assert context.dossier_id is not None
    for message in _due(state, context.now):
        if message.channel == "sms":
            # Whatever its own instant, it would ring now: the service may have been away since.
            later = quiet.after(context.now, context.dossier_id)
            state = state.with_message(message.with_(at=later)) if later > context.now else state
    return state


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
