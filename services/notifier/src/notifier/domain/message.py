"""A message's life: queued, sending, accepted, delivered; or failed, or suppressed. The one place that knows the moves."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

LEASE = timedelta(seconds=90)  # how long a send may take before it counts as never made
MOST_ATTEMPTS = 8
Status = Literal["queued", "sending", "accepted", "delivered", "failed", "suppressed"]


class Message(msgspec.Struct, frozen=True):
    """One message to one recipient; `key` is natural: template, round and channel within the dossier.

    `at` is when time acts next: a queued one is sent, a sending one whose answer never came is sent again.
    """

    key: str
    template: str
    channel: Literal["sms", "email"]
    at: datetime
    status: Status = "queued"
    attempts: int = 0
    reference: str = ""
    facts: dict[str, str] = {}

    def with_(self, **changes: object) -> "Message":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    @property
    def wakes_at(self) -> datetime | None:
        """When time acts next; never once the provider has it."""
        return self.at if self.status in ("queued", "sending") else None


def back_off(attempts: int) -> timedelta:
    """Until the next try: half a minute, doubling, at most six hours."""
    return min(timedelta(seconds=30) * 2 ** max(0, attempts - 1), timedelta(hours=6))
