"""Who used how much of a dossier's time: accounts that add up to the whole, to the minute."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lienthong_contracts import DOSSIER_CLOCK

from portal.domain.record import Record
from portal.views import BreachView, LegView, StatementView, UseView

_ORDER = ("leg", "wait", "pause")


def last_word(kinds: list[str], bodies: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The newest event of a kind about the dossier's own clock; empty when there is none."""
    found = (body for name, body in zip(kinds, bodies, strict=True) if name == kind and body.get("clock") == DOSSIER_CLOCK)
    return next(found, {})


def statement(stopped: Mapping[str, Any], asked: Mapping[str, Any] | None, record: Record, name: Callable[[str], str],
              now: datetime) -> StatementView | None:  # fmt: skip
    """From the stopped clock's own words, else from what the monitor answered; None when it didn't."""
    if stopped.get("uses"):
        return StatementView(_uses(stopped["uses"], record, name), stopped["used"], stopped["paused"])
    return StatementView(_uses(asked.get("uses", ()), record, name), until=now) if asked is not None else None


def _uses(uses: Any, record: Record, name: Callable[[str], str]) -> tuple[UseView, ...]:
    legs = list(record.journey)
    # Legs as the journey has them; then the longest wait and the longest pause first.
    ordered = sorted(uses, key=lambda use: (_ORDER.index(use["kind"]), _place(legs, use["about"]), -use["minutes"]))
    return tuple(UseView(use["kind"], name(use["agency"]), _about(use, record), use["minutes"]) for use in ordered)


def _place(legs: list[str], leg: str) -> int:
    return legs.index(leg) if leg in legs else len(legs)


def _about(use: Mapping[str, Any], record: Record) -> str:
    leg = record.legs.get(use["about"]) if use["kind"] == "leg" else None
    return leg.task if leg else use["about"]


def breach(breached: Mapping[str, Any], record: Record, name: Callable[[str], str]) -> BreachView | None:
    """What each leg had used when the dossier's due moment passed; None when it never did."""
    if not breached:
        return None
    legs = (LegView(leg["leg"], _about({"kind": "leg", "about": leg["leg"]}, record), name(leg["agency"]), "done", leg["granted"],
                    leg["used"]) for leg in breached.get("legs", ()))  # fmt: skip
    return BreachView(datetime.fromisoformat(breached["due_at"]), tuple(sorted(legs, key=lambda leg: -leg.over)))
