"""Due and overdue, split by who holds the dossiers, by procedure or by channel: the most pressing first, the rest in one line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.board.sums import DUE, ENDED
from portal.views import AgencyRow, Open, Resolved

MOST = 12  # rows; the rest are one


def rows(work: Iterable[Mapping[str, Any]], whole: Iterable[Mapping[str, Any]], name: Callable[[str], str]) -> list[AgencyRow]:
    """A row a member: `work` says what is open by holder (or by the split itself), `whole` all that was ever received by it."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work:
        if row["klass"] in DUE:
            sums[row["member"]][DUE[row["klass"]]] += row["n"]
    for row in whole:
        sums[row["member"]]["received"] += row["n"]
        if row["klass"] in ENDED:
            sums[row["member"]][f"done_{ENDED[row['klass']]}"] += row["n"]
    made = [_row(member, name(member), of) for member, of in sums.items() if member and any(of.values())]
    return sorted(made, key=lambda row: (-row.held.overdue, -row.held.due_soon, -row.held.total, row.name))


def _row(member: str, name: str, of: Mapping[str, int]) -> AgencyRow:
    held = Open(*(of[key] for key in ("on_time", "due_soon", "overdue", "paused")))
    return AgencyRow(member, name, held, of["received"], Resolved(of["done_early"], of["done_on_time"], of["done_late"]))


def cut(found: list[AgencyRow], most: int = MOST) -> tuple[tuple[AgencyRow, ...], AgencyRow | None, int]:
    """The first rows, the others together, and how many those are."""
    if len(found) <= most + 1:
        return tuple(found), None, 0
    rest = found[most:]
    held = Open(*(sum(getattr(row.held, key) for row in rest) for key in ("on_time", "due_soon", "overdue", "paused")))
    ended = Resolved(*(sum(getattr(row.resolved, key) for row in rest) for key in ("early", "on_time", "late")))
    return tuple(found[:most]), AgencyRow("", "", held, sum(row.received for row in rest), ended), len(rest)
