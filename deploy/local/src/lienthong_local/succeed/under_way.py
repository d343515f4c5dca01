"""Consignments without an answer at a moment of a dossier's log, and those that a succession left behind."""

from collections.abc import Iterator
from typing import Any

import lienthong_contracts as c

_ANSWERS = (c.HandOverAcknowledged, c.HandOverRefused, c.HandOverRecalled)
_ENDS = (c.JourneyStopped, c.ResultIssued)  # whatever was under way leads nowhere; the way home begins after it


def under_way(events: list[Any]) -> dict[str, str]:
    """Consignments without an answer, and their receivers."""
    waiting: dict[str, str] = {}
    for event in events:
        if isinstance(event, c.DossierForwarded):
            waiting[str(event.consignment)] = event.receiver
        elif isinstance(event, _ANSWERS):
            waiting.pop(str(event.consignment), None)
        elif isinstance(event, _ENDS):
            waiting.clear()
    return waiting


def readdressed(events: list[Any], followers: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """Each consignment that was on its way to a predecessor when its part was handed on; whether it went to the follower since."""
    found: dict[str, bool] = {}
    for at in (n for n, event in enumerate(events) if isinstance(event, c.JourneyHandedToSuccessor) and event.predecessor in followers):
        for consignment, receiver in under_way(events[:at]).items():
            if receiver in followers:
                found.setdefault(consignment, _sent(events[at:], consignment, followers[receiver]))
    found |= {consignment: False for consignment, receiver in under_way(events).items() if receiver in followers}
    yield from found.items()


def _sent(events: list[Any], consignment: str, receiver: str) -> bool:
    sent = (e for e in events if isinstance(e, c.DossierForwarded) and str(e.consignment) == consignment)
    return any(event.receiver == receiver for event in sent)
