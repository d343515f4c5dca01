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


def sums_of(counted: Sequence[Any], closing: datetime | None, officer: str) -> Sums:
    """The sentence's figures, of all lines or of one officer's own."""
    rows = [row for row in counted if not officer or row["officer"] == officer]
    overdue = sum(row["n"] for row in rows if row["rank"] == OVERDUE)
    today = sum(row["today"] for row in rows) if closing else 0
    return Sums(overdue, today, sum(row["n"] for row in rows if "stalled" in row["needs"]), sum(row["n"] for row in rows), closing)


def shares_of(counted: Sequence[Any], officer: str) -> dict[int, int]:
    """How many lines there are by what time says, where nothing else is asked for."""
    sums = Counter[int]()
    for row in counted:
        sums[row["rank"]] += row["n"] if not officer or row["officer"] == officer else 0
    return dict(sums)


def choices_of(counted: Sequence[Any], procedures: Sequence[Any], reader: str, asked: Asked, wording: Wording) -> dict[str, Any]:
    """Every filter with its count; the counts of steps, times and needs are of whose lines are asked for."""
    mine = [row for row in counted if row["officer"] == reader]
    own = mine if asked.who == "mine" else counted
    return {
        "whose": (Choice("mine", _sum(mine), asked.address(who="mine"), asked.who == "mine"),
                  Choice("all", _sum(counted), asked.address(who=""), asked.who != "mine")),
        "steps": _steps(own, asked),
        "times": _times(own, asked),
        "needs": tuple(Choice(need, _sum([row for row in own if need in row["needs"]]),
                              asked.address(need="" if asked.need == need else need), asked.need == need) for need in NEEDS),
        "procedures": tuple(Choice("", row["n"], asked.address(procedure=row["procedure"]), asked.procedure == row["procedure"],
                                   wording.name(row["procedure"])) for row in procedures),
        "officers": _officers(counted, asked),
    }  # fmt: skip


def _sum(rows: Sequence[Any]) -> int:
    return sum(row["n"] for row in rows)


def _officers(rows: Sequence[Any], asked: Asked) -> tuple[Choice, ...]:
    sums = Counter[str]()
    for row in rows:
        sums[row["officer"]] += row["n"]
    del sums[""]
    return tuple(Choice("", n, asked.address(officer=who, who=""), asked.officer == who, who) for who, n in sums.most_common(MOST))


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
