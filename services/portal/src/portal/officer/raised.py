"""Which of what was raised about a dossier still holds, and needs a head's eye."""

from collections.abc import Sequence
from typing import Any

import msgspec
from lienthong_contracts import DOSSIER_CLOCK

from portal.officer.lines import OVERDUE

# The kind of entry that raises it, by what has to hold still: a need of the dossier's, or that it is overdue.
_RAISED = {"HandOverUnanswered": "unanswered", "DossierStalled": "stalled", "ApologyFellDue": "apology", "SupplementLapsed": "lapsed",
           "PhoneCallAsked": "call"}  # fmt: skip
KINDS = ("DeadlineBreached", "DelayEscalated", *_RAISED)
ORDER = ("breach", "escalated", "apology", "unanswered", "leg_late", "lapsed", "call", "stalled")


def alert_of(kind: str, body: bytes, rank: int, needs: Sequence[str]) -> str | None:
    """What it is an alert of; None when it doesn't hold any more."""
    if kind in _RAISED:
        return _RAISED[kind] if _RAISED[kind] in needs else None
    told: dict[str, Any] = msgspec.json.decode(body)
    if kind == "DeadlineBreached" and told["clock"] != DOSSIER_CLOCK:
        return "leg_late" if "leg_late" in needs else None
    return ("breach" if kind == "DeadlineBreached" else "escalated") if rank == OVERDUE else None
