"""A message's life: queued, sending, accepted, delivered; or failed, or suppressed. The one place that knows its shape."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from lienthong_contracts import Recipient

LEASE = timedelta(seconds=90)  # how long a send may take before it counts as never made
Channel = Literal["sms", "email", "phone"]  # phone: an officer calls, because nothing else arrives
Status = Literal["queued", "sending", "accepted", "delivered", "failed", "suppressed"]
UNDER_WAY = ("queued", "sending", "accepted", "delivered")  # it is told by this one, or will be

UNTRIED = "untried-"  # begins the outcome of a try whose provider can't have the message


class Try(msgspec.Struct, frozen=True, array_like=True):
    """An attempt: with which provider, when, how it ended, and its references; without an outcome nobody knows whether it was taken."""

    provider: str
    at: datetime
    outcome: str = ""
    references: tuple[str, ...] = ()


class Message(msgspec.Struct, frozen=True):
    """One message to one recipient; `key` is natural: template, occasion, channel and, for staff, the recipient within the dossier.

    `at` is when time acts next: a queued one is sent, a sending one whose answer never came is sent again, an accepted one is asked
    after. `awaited` are the references whose receipts are still to come, `since` is when it was first to be sent.
    """

    key: str
    template: str
    channel: Channel
    at: datetime | None
    status: Status = "queued"
    tries: tuple[Try, ...] = ()
    awaited: tuple[str, ...] = ()
    since: datetime | None = None
    facts: dict[str, str] = {}
    recipient: Recipient = "applicant"
    agency: str = ""  # of staff: whose officer or head it is for; of a call: who has to phone
    officer: str = ""

    def with_(self, **changes: object) -> "Message":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    @property
    def wakes_at(self) -> datetime | None:
        """When time acts next: never on a call, nor once the last word was said."""
        return self.at if self.channel != "phone" and self.status in ("queued", "sending", "accepted") else None

    @property
    def fact(self) -> str:
        """What it tells, whatever its channel: template and occasion."""
        return self.key.rpartition("/")[0]

    @property
    def unanswered(self) -> Try | None:
        """The last try of which nobody knows whether its provider has the message, whatever came of those after it."""
        return next((tried for tried in reversed(self.tries) if not tried.outcome), None)

    @property
    def declined_by(self) -> str:
        """The provider that couldn't take it last; empty when none."""
        return self.tries[-1].provider if self.tries and self.tries[-1].outcome.startswith(UNTRIED) else ""

    def waits_for(self, tried_at: datetime) -> bool:
        """Whether that try is the one under way."""
        return self.status == "sending" and self.tries[-1].at == tried_at

    def ended(self, outcome: str) -> "Message":
        """A copy whose last try ended so."""
        return self.with_(tries=(*self.tries[:-1], msgspec.structs.replace(self.tries[-1], outcome=outcome)))

    def taken(self, tried_at: datetime, references: tuple[str, ...]) -> "Message | None":
        """A copy that the provider of that try has, the try put last; None when there is no such try, or the last word was said."""
        found = next((tried for tried in self.tries if tried.at == tried_at), None)
        if found is None or self.status not in ("queued", "sending"):
            return None
        last = msgspec.structs.replace(found, outcome="accepted", references=references)
        return self.with_(status="accepted", tries=(*(tried for tried in self.tries if tried is not found), last), awaited=references)
