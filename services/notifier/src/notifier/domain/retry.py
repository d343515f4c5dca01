"""When a message is tried again: later and later, each at an instant of its own, for three days."""

from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from notifier.domain.message import Message

GIVEN_UP_AFTER = timedelta(hours=72)
# How long after its acceptance a provider without a receipt is asked; after the last its acceptance is the last word.
ASKED_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
MOST_UNANSWERED = 8  # each of those may have reached the citizen, and costs
LOYAL = timedelta(minutes=15)  # whoever may have it already is tried so long before another gets it
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=6)


def back_off(dossier_id: UUID, key: str, attempt: int) -> timedelta:
    """Half a minute, doubling, at most six hours; of that between a half and the whole, the same for the same try."""
    whole = min(_FIRST * 2 ** min(max(0, attempt - 1), 20), _LONGEST)
    return whole * (0.5 + share(dossier_id, f"{key} {attempt}") / 2)


def share(dossier_id: UUID, about: str) -> float:
    """A number from 0 to before 1 that spreads messages evenly and is no accident: a replay draws it again."""
    return int.from_bytes(blake2b(about.encode(), key=dossier_id.bytes, digest_size=4).digest()) / 2**32


def place(dossier_id: UUID, message: Message) -> tuple[UUID, str]:
    """By what it is spread: an applicant's message by itself, an office's by the office, so that what was one mail stays one."""
    if message.recipient == "applicant":
        return dossier_id, message.key
    return UUID(int=0), f"{message.agency} {message.recipient} {message.officer}"


def expired(message: Message, now: datetime) -> bool:
    """Whether it was tried long enough."""
    return message.since is not None and now - message.since >= GIVEN_UP_AFTER


def loyal_to(message: Message, now: datetime) -> str:
    """The provider that may have the message already, and so must be the one to get it again; empty when any may."""
    last = message.unanswered
    return last.provider if last and now - last.at < LOYAL else ""
