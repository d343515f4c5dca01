"""The dates that hold for a dossier, by its events alone: for all, at the desk's, and as the citizen was told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import lienthong_contracts as c


def promised(events: Iterable[Any]) -> datetime | None:
    """Promised at the reception, moved by pauses, supplements, an apology or a confirmed calendar; by nothing else."""
    date: datetime | None = None
    apologised = False
    for event in events:
        apologised |= isinstance(event, c.DeadlineRescheduled)
        date = _after(date, event, apologised)
    return date


def _after(date: datetime | None, event: Any, apologised: bool) -> datetime | None:
    if isinstance(event, c.ClockResumed | c.ClockRestarted) and event.clock == c.DOSSIER_CLOCK:
        return max(date, event.due_at) if apologised and date else event.due_at
    if isinstance(event, c.DossierReceived | c.DeadlineRescheduled):
        return event.due_at
    return event.promised_at if isinstance(event, c.DeadlineAdjusted) else date


def on_paper(events: Iterable[Any]) -> datetime | None:
    """As it stands on the desk's papers: given at the reception, and changed by letters only."""
    date: datetime | None = None
    for event in events:
        if isinstance(event, c.DossierReceived):
            date = event.due_at
        elif isinstance(event, c.ApologyIssued):
            date = event.new_due_at
        elif isinstance(event, c.DeadlineAdjusted):
            date = event.promised_at
    return date
