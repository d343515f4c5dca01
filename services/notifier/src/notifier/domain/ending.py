"""What follows when a message won't arrive: the other channel, and when there's none left, a call by the desk (domain.md §5.1)."""

from datetime import datetime
from uuid import UUID

from lienthong_contracts import LETTERS, DossierEvent, MessageQueued, PhoneCallAsked

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import UNDER_WAY, Channel, Message

_CHANNELS: tuple[Channel, ...] = ("sms", "email")


def after_loss(state: Correspondence, lost: Message, reason: str, dossier_id: UUID,
               now: datetime) -> tuple[Correspondence, tuple[DossierEvent, ...]]:  # fmt: skip
    """The correspondence after `lost` was lost, and what is to be reported; what is only kind isn't insisted on."""
    if lost.recipient != "applicant" or not LETTERS[lost.template].required:
        return state, ()
    told = {m.channel: m.status for m in state.messages.values() if m.fact == lost.fact and m.recipient == "applicant"}
    if any(status in UNDER_WAY for status in told.values()):
        return state, ()
    other = next((channel for channel in _CHANNELS if channel not in told), None)
    return _by_call(state, lost, reason, dossier_id, now) if other is None else _by(other, state, lost, reason, dossier_id, now)


def _by(channel: Channel, state: Correspondence, lost: Message, reason: str, dossier_id: UUID,
        now: datetime) -> tuple[Correspondence, tuple[DossierEvent, ...]]:  # fmt: skip
    key = f"{lost.fact}/{channel}"
    queued = Message(key, lost.template, channel, now, facts=lost.facts, since=now)
    event = MessageQueued(dossier_id=dossier_id, at=now, message=key, channel=channel, template=lost.template, reason=reason)
    return state.with_message(queued), (event,)


def _by_call(state: Correspondence, lost: Message, reason: str, dossier_id: UUID,
             now: datetime) -> tuple[Correspondence, tuple[DossierEvent, ...]]:  # fmt: skip
    key = f"{lost.fact}/phone"
    call = Message(key, lost.template, "phone", None, facts=lost.facts, since=now, agency=state.desk)
    event = PhoneCallAsked(dossier_id=dossier_id, at=now, message=key, template=lost.template, agency=state.desk, reason=reason)
    return state.with_message(call), (event,)
