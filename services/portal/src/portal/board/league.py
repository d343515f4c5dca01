"""How desks compare: two indicators of TT 01/2018, each 2 points at most, with what they were counted from.

Of the nine these two, that boards have summed up as events come: total time (1) and online service (9). What more of them
events tell of a period is figures.scores.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.board.sums import ENDED
from portal.board.views import Mark, Standing

MOST = Decimal(2)
_POINTS = {"early": 2, "on_time": 1, "late": 0}


def league(rows: Iterable[Mapping[str, Any]], over: Mapping[str, int], name: Callable[[str], str]) -> list[Standing]:
    """Desks by their points, the most first; equals by their share in time, then by how much they did. Who did nothing has no place."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        of = sums[row["agency"]]
        if row["klass"] == "received":
            of["received"] += row["n"]
            of["online"] += row["n"] if row["channel"] == "online" else 0
        elif row["klass"] in ENDED:
            of[ENDED[row["klass"]]] += row["n"]
    made = [_standing(agency, name(agency), of, over.get(agency, 0)) for agency, of in sums.items() if of["received"] > 0]
    made.sort(key=lambda s: (-s.score, -_share(s), -s.received, s.name))
    return [Standing(rank, *(getattr(s, field) for field in _FIELDS)) for rank, s in enumerate(made, 1)]


_FIELDS = ("agency", "name", "marks", "score", "loss", "in_time", "resolved", "received")


def _standing(agency: str, name: str, of: Mapping[str, int], over: int) -> Standing:
    resolved = sum(max(0, of[key]) for key in _POINTS)
    marks = (_time(of, resolved), _online(of, of["late"] + over))
    counted = [mark for mark in marks if mark.points is not None]
    worst = min(counted, key=lambda mark: mark.points or Decimal(0), default=None)
    loss = worst.key if worst is not None and worst.points is not None and worst.points < MOST else ""
    score = sum((mark.points for mark in counted if mark.points is not None), Decimal(0))
    return Standing(0, agency, name, marks, score, loss, of["early"] + of["on_time"], resolved, of["received"])


def _time(of: Mapping[str, int], resolved: int) -> Mark:
    """Indicator 1: two points for a dossier before its day, one on it, none after it; over their number, to one decimal."""
    points = sum(_POINTS[key] * max(0, of[key]) for key in _POINTS)
    return Mark("time", _decimal(points, resolved), points, resolved)


def _online(of: Mapping[str, int], late: int) -> Mark:
    """Indicator 9, without its condition on procedures: 2 from 30 % online on, 1 from 15 % on, none below or with anything overdue."""
    received, online = of["received"], of["online"]
    if received <= 0:
        return Mark("online", None)
    share = Decimal(online) / received
    points = 0 if late > 0 or share < Decimal("0.15") else 1 if share < Decimal("0.3") else 2
    return Mark("online", Decimal(points), online, received)


def _decimal(points: int, whole: int) -> Decimal | None:
    return (Decimal(points) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole > 0 else None


def _share(standing: Standing) -> Decimal:
    return Decimal(standing.in_time) / standing.resolved if standing.resolved else Decimal(0)
