"""What became of each message and of each call that is owed instead, as notifier tells it."""

from typing import Any

import lienthong_contracts as c
from msgspec.structs import replace

from portal.domain.record import CallRecord, MessageRecord, Record


def moved(record: Record, e: Any) -> Record:
    """A message's last state, and why."""
    reason, again_at = getattr(e, "reason", None) or "", getattr(e, "again_at", None)
    status = type(e).__name__.removeprefix("Message").lower()
    now = MessageRecord(status, e.at, reason, again_at, e.recipient, e.agency or "")
    return record.with_(messages={**record.messages, e.message: now})


def call_asked(record: Record, e: c.PhoneCallAsked) -> Record:
    """Nothing reached the applicant: the agency has to phone."""
    return record.with_(calls={**record.calls, e.message: CallRecord(e.agency, e.reason, e.at)})


def call_made(record: Record, e: c.PhoneCallMade) -> Record:
    """An officer phoned; who reached nobody hasn't told anybody."""
    call = record.calls.get(e.message)
    if call is None:
        return record
    made = {"reached_at": e.at, "agency": e.agency} if e.reached else {"tries": call.tries + 1, "tried_at": e.at}
    return record.with_(calls={**record.calls, e.message: replace(call, officer=e.officer, **made)})
