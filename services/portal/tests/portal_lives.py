"""Lives of dossiers made up by a seed: events in an order that services could have told them in, at any instants."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as some

BEGAN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
type Told = tuple[str, dict[str, Any]]

_STEPS: tuple[Told, ...] = (
    ("DeadlineApproaching", {"clock": "dossier"}), ("DeadlineBreached", {"clock": "dossier", "agency": "TCT.32"}),
    ("DossierForwarded", {"sender": "H32.41", "receiver": "TCT.32"}), ("HandOverAcknowledged", {"agency": "TCT.32"}),
    ("ClockPaused", {"clock": "dossier"}), ("ClockResumed", {"clock": "dossier", "due_at": "2026-11-30T17:00:00+07:00"}),
    ("SupplementAsked", {"round": 1}), ("SupplementAsked", {"round": 2}), ("ClockRestarted", {"clock": "dossier"}),
    ("ApologyIssued", {}), ("DeadlineRescheduled", {"due_at": "2026-12-11T17:00:00+07:00"}),
    ("SubmissionMoved", {"predecessor": "H32.41", "successor": "H32.24"}),
)  # fmt: skip
_ENDS: tuple[tuple[Told, ...], ...] = (
    (), (("DossierWithdrawn", {}),), (("DossierRefused", {}), ("ResultIssued", {}), ("DeadlineMet", {"verdict": "late"})),
    *((("ResultIssued", {}), ("DeadlineMet", {"verdict": verdict}), ("ResultReturned", {})) for verdict in ("early", "on_time", "late")),
)  # fmt: skip


def life(source: random.Random) -> list[Told]:
    """A dossier received in November: what happens to it in any order, then its end if it has one."""
    received = {"channel": source.choice(("counter", "online", "post")), "procedure": source.choice(("1.001612", "3.000722")),
                "desk": source.choice(("H32.41", "H32.24"))}  # fmt: skip
    steps = [source.choice(_STEPS) for _ in range(source.randint(0, 8))]
    at, told = BEGAN + timedelta(hours=source.randint(0, 400)), []
    for kind, fields in [("DossierReceived", received), *steps, *source.choice(_ENDS)]:
        at += timedelta(hours=source.randint(-5, 90))  # services' clocks and the order of their events differ a little
        told.append((kind, {**fields, "at": at.isoformat()}))
    return told


def lives() -> some.SearchStrategy[list[Told]]:
    """The same for properties."""
    return some.randoms(use_true_random=False).map(life)
