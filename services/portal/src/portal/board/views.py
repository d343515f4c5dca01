"""What the charts of the board show, each beside its table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.board.asked import Asked
from portal.figures.period import Period


@dataclass(frozen=True, slots=True)
class Node:
    """A group of agencies in the flow: `column` from left to right, `n` the dossiers through it, `held` those it has now."""

    key: str
    column: int
    n: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """Dossiers that went from one group to another; `back` where they returned, which the picture leaves to the table."""

    origin: str
    target: str
    n: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow between agencies."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def drawn(self) -> dict[str, Any]:
        """What the picture needs."""
        nodes = [{"key": node.key, "column": node.column, "held": node.held} for node in self.nodes]
        return {"nodes": nodes, "edges": [{"from": e.origin, "to": e.target, "n": e.n} for e in self.edges if not e.back]}


@dataclass(frozen=True, slots=True)
class Cause:
    """An agency whose leg caused delays: dossiers over now, and those that ended late."""

    agency: str
    name: str
    open: int
    ended: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.ended


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: `kind` is work, rest, holiday or makeup; `shade` 0 to 4 by how many fall due."""

    on: date
    kind: str
    due: int = 0
    missed: int = 0
    shade: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A year of days; `bounds` is from when on each shade is used, `most` the busiest day's number."""

    year: int
    weeks: tuple[tuple[Day | None, ...], ...]
    months: tuple[tuple[int, int], ...]
    most: int = 0

    @property
    def alarm(self) -> int:
        """From how many missed on a day is marked: a big house misses one on every day."""
        return 1 if self.most < 100 else 5

    @property
    def busy(self) -> list[Day]:
        """The days on which something fell due, for the table."""
        return [day for week in self.weeks for day in week if day is not None and day.due]


@dataclass(frozen=True, slots=True)
class Mark:
    """An indicator's points of 2, to one decimal; `part` of `whole` is what they are counted from. None where nothing was counted."""

    key: str
    points: Decimal | None
    part: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency in the league; `loss` is the indicator that cost it most, '' when none did."""

    rank: int
    agency: str
    name: str
    marks: tuple[Mark, ...]
    score: Decimal
    loss: str
    in_time: int
    resolved: int
    received: int


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything on the board besides its totals."""

    asked: Asked
    periods: tuple[tuple[str, Period], ...]
    agencies: tuple[tuple[str, str], ...]
    flow: Flow
    causes: tuple[Cause, ...]
    other_causes: int
    heat: Heat
    league: tuple[Standing, ...]
    ranked: int
