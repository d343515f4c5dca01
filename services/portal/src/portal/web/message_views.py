"""What is shown of messages: each one, the calls that are owed instead, and what an address is sent by choice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message about a dossier, or one that a local sink kept; `to` is masked outside local mode.

    `reason` and `who` (whom it is for besides the citizen) are words already; `again_at` is a deferred one's next try.
    """

    at: datetime
    channel: Literal["sms", "email"]
    state: Literal["queued", "deferred", "accepted", "delivered", "failed", "suppressed"]
    to: str = ""
    subject: str = ""
    text: str = ""
    code: str = ""
    dossier_id: str = ""
    parts: int = 1
    reason: str = ""
    again_at: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class CallView:
    """A call that `agency` owes or has made; `mine` where the reader may say what came of it."""

    message: str
    subject: str
    agency: str
    reason: str
    asked_at: datetime
    tries: int = 0
    tried_at: datetime | None = None
    reached_at: datetime | None = None
    officer: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class CallsView:
    """A dossier's calls; `key` makes a repeated click one, `said` is what became of the last (noted, or why it wasn't)."""

    calls: tuple[CallView, ...] = ()
    key: str = ""
    said: str = ""
    faults: tuple[str, ...] = ()


NO_CALLS = CallsView()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What an address receives by choice and by law, without saying which address; `now` is allowed, refused, unknown or silent."""

    now: Literal["allowed", "refused", "unknown", "silent"]
    channel: str = ""
    chosen: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    changed: bool = False
