"""Whose leg caused the delays: a breach is put down to the agency that ran over its share by most (sla-monitor says which)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.board.views import Cause

MOST = 8


def causes(blamed: Iterable[Mapping[str, Any]], name: Callable[[str], str]) -> tuple[tuple[Cause, ...], int]:
    """The agencies to which most delays are put down, and how many dossiers are put down to others."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in blamed:
        sums[row["member"]][row["klass"] not in ("over", "paused_over")] += row["n"]
    found = [Cause(agency, name(agency), *counts) for agency, counts in sums.items() if sum(counts) > 0]
    found.sort(key=lambda cause: (-cause.total, cause.name))
    return tuple(found[:MOST]), sum(cause.total for cause in found[MOST:])
