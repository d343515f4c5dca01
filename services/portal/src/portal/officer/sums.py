"""How much there is of everything in an inbox: the sentence's sums, and what each filter would leave."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.entry_lines import Wording
from portal.officer.asked import BUNDLES, NEEDS, Asked
from portal.officer.lines import GROUPS, OVERDUE
from portal.officer.views import Choice, Sums

MENU = ("held", "acknowledge", "signing", "clerk", "answer", "resend", "complete", "supplement", "return")
MOST = 30  # entries of a menu: what is rarer is found by its words


def sums_of(counted: Sequence[Any], closing: datetime | None, mine: bool) -> Sums:
    """The sentence's figures, of all lines or of the reader's own."""
    rows = [row for row in _by_time(counted) if row["mine"] or not mine]
    overdue = sum(row["n"] for row in rows if row["rank"] == OVERDUE)
    today = sum(row["today"] for row in rows) if closing else 0
    return Sums(overdue, today, sum(row["stalled"] for row in rows), sum(row["n"] for row in rows), closing)


def choices_of(counted: Sequence[Any], asked: Asked, wording: Wording) -> dict[str, Any]:
    """Every filter with its count; the counts of steps, times and needs are of whose lines are asked for."""
    rows = _by_time(counted)
    own = [row for row in rows if row["mine"]] if asked.who == "mine" else rows
    return {
        "whose": tuple(Choice(who or "all", sum(r["n"] for r in rows if not who or r["mine"]), asked.address(who=who), asked.who == who)
                       for who in ("mine", "")),
        "steps": _steps(own, asked),
        "times": _times(own, asked),
        "needs": tuple(Choice(need, sum(row[need] for row in own), asked.address(need="" if asked.need == need else need),
                              asked.need == need) for need in NEEDS),
        "procedures": tuple(Choice("", row["n"], asked.address(procedure=row["procedure"]), asked.procedure == row["procedure"],
                                   wording.name(row["procedure"])) for row in _most(counted, "by_procedure")),
        "officers": tuple(Choice("", row["n"], asked.address(officer=row["officer"], who=""), asked.officer == row["officer"],
                                 row["officer"]) for row in _most(counted, "by_officer") if row["officer"]),
    }  # fmt: skip


def _by_time(counted: Sequence[Any]) -> list[Any]:
    return [row for row in counted if not row["by_procedure"] and not row["by_officer"]]


def _most(counted: Sequence[Any], kind: str) -> list[Any]:
    return sorted((row for row in counted if row[kind]), key=lambda row: -row["n"])[:MOST]


def _steps(rows: Sequence[Any], asked: Asked) -> tuple[Choice, ...]:
    sums = Counter[str]()
    for row in rows:
        sums[row["step"]] += row["n"]
    whole = Choice("everything", sum(sums.values()), asked.address(step=""), not asked.step)
    found = ((key, sum(sums[step] for step in BUNDLES.get(key, (key,)))) for key in MENU)
    return (whole, *(Choice(key, n, asked.address(step=key), asked.step == key) for key, n in found if n or asked.step == key))


def _times(rows: Sequence[Any], asked: Asked) -> tuple[Choice, ...]:
    sums = Counter[str]()
    for row in rows:
        sums[GROUPS[row["rank"]]] += row["n"]
    whole = Choice("all", sum(sums.values()), asked.address(due=""), not asked.due)
    return (whole, *(Choice(key, sums[key], asked.address(due=key), asked.due == key) for key in GROUPS.values()
                     if sums[key] or asked.due == key))  # fmt: skip
