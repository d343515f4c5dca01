"""The point scale of TT 01/2018 Đ.13-15 (domain.md §1.6): nine indicators of an agency, five of an officer, from what events tell."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

MOST = 2  # points of an indicator
_POINTS = {"early": 2, "on_day": 1, "late": 0}
# From so many points on; the last from none on.
AGENCY_BANDS = ((15, "excellent"), (12, "good"), (9, "fair"), (6, "middling"), (0, "weak"))
OFFICER_BANDS = ((Decimal(5), "fulfilled"), (Decimal("3.5"), "partly"), (Decimal(0), "hardly"))


class Mark(NamedTuple):
    """An indicator: its points, None where nothing tells of it or nothing was counted; `part` points or cases of `whole`."""

    number: int
    points: Decimal | None = None
    part: int | None = None
    whole: int | None = None


class Score(NamedTuple):
    """All indicators; what isn't measured could give nothing or everything, so a total has a least and a most."""

    marks: tuple[Mark, ...]
    bands: tuple[tuple[Decimal | int, str], ...]

    @property
    def points(self) -> Decimal:
        """What was measured, added up."""
        return sum((mark.points for mark in self.marks if mark.points is not None), Decimal(0))

    @property
    def measured(self) -> int:
        """How many points those indicators could have given."""
        return sum(MOST for mark in self.marks if mark.points is not None)

    @property
    def most(self) -> int:
        """How many points all of them could give."""
        return MOST * len(self.marks)

    @property
    def band(self) -> tuple[str, str]:
        """The band of the least that it can be, and of the most: the same where what isn't measured can't change it."""
        return self._band(self.points), self._band(self.points + self.most - self.measured)

    def _band(self, points: Decimal) -> str:
        return next(name for least, name in self.bands if points >= least)


class Procedures(NamedTuple):
    """The catalogue's part: procedures in force, with all seven parts, and that can be handed in online."""

    in_force: int
    whole: int
    online: int


def agency(done: Iterable[Mapping[str, Any]], legs: Mapping[str, int], cells: Mapping[str, int], procedures: Procedures) -> Score:
    """An agency's score: `done` are resolved dossiers by end, channel and supplements asked for, `legs` by end, `cells` those of 06a."""
    first = _of_dossiers(list(done), legs)
    # 6: what is posted on paper no event tells, so the electronic half is all that can be measured: one point a procedure.
    rest = (Mark(5), _mark(6, procedures.whole, procedures.in_force), Mark(7), Mark(8), _online(cells, procedures))
    return Score((*first, *rest), AGENCY_BANDS)


def officer(done: Iterable[Mapping[str, Any]], legs: Mapping[str, int]) -> Score:
    """An officer's score, of the dossiers that they had a leg of, and of their legs."""
    return Score((*_of_dossiers(list(done), legs), Mark(7)), OFFICER_BANDS)


def _of_dossiers(done: list[Mapping[str, Any]], legs: Mapping[str, int]) -> tuple[Mark, ...]:
    return (
        _summed(1, done, lambda row: _POINTS[row["ended"]]),
        _mark(2, sum(_POINTS[ended] * n for ended, n in legs.items()), sum(legs.values())),
        _summed(3, done, lambda row: MOST - min(row["asked"], MOST)),
        # 4: online nobody has to be met, otherwise the one-stop desk; who else had to be, no event tells.
        _summed(4, done, lambda row: 2 if row["channel"] == "online" else 1),
    )


def _summed(number: int, done: list[Mapping[str, Any]], points: Callable[[Mapping[str, Any]], int]) -> Mark:
    return _mark(number, sum(points(row) * row["n"] for row in done), sum(row["n"] for row in done))


def _mark(number: int, part: int, whole: int) -> Mark:
    """Points over their number, to one decimal; not measured where there is no case."""
    return Mark(number, _rounded(part, whole), part, whole) if whole > 0 else Mark(number)


def _rounded(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _online(cells: Mapping[str, int], procedures: Procedures) -> Mark:
    """2 from 20 % of the procedures and 30 % of the dossiers online, 1 from 15 % of the dossiers, none below or with anything overdue."""
    received, online = cells["online"] + cells["direct"], cells["online"]
    if not received or not procedures.in_force:
        return Mark(9)
    share, offered = Decimal(online) / received, Decimal(procedures.online) / procedures.in_force
    if cells["late"] + cells["open_late"] or share < Decimal("0.15"):
        return Mark(9, Decimal(0), online, received)
    full = share >= Decimal("0.3") and offered >= Decimal("0.2")
    return Mark(9, Decimal(2 if full else 1), online, received)
