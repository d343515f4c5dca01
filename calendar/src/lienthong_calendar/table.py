"""Year tables: the days that are not what their weekday says, each with the decision behind it."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from lienthong_calendar.office import Window, window_faults

OFF = frozenset({"holiday", "compensatory_off", "swapped_off"})
KINDS = OFF | {"working_saturday", "own_hours"}
_SATURDAY = 5


class FaultyTable(ValueError):
    """A table has two rows for one day, a row outside its year, or one that isn't whole; the message lists all."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that is off although a weekday, worked although a Saturday, or worked in hours of its own (`own_hours`)."""

    on: date
    kind: str
    name: str
    decision_no: str = ""
    windows: tuple[Window, ...] = ()

    @property
    def is_off(self) -> bool:
        """Whether nobody works."""
        return self.kind in OFF

    def faults(self, year: int) -> Iterator[str]:
        """What is wrong with the row in that year's table."""
        if self.kind not in KINDS:
            yield f"kind {self.kind!r}"
        if self.on.year != year:
            yield "outside the year"
        if not (self.name and self.decision_no):
            yield "a name and the decision's number are needed"
        if self.kind == "working_saturday" and self.on.weekday() != _SATURDAY:
            yield "not a Saturday"
        yield from self._faulty_hours()

    def _faulty_hours(self) -> Iterator[str]:
        if (self.kind == "own_hours") != bool(self.windows):
            yield "own_hours and windows belong together"
        if self.kind == "own_hours" and self.on.weekday() >= _SATURDAY:
            yield "a weekend is worked by a working_saturday only"
        yield from window_faults(self.windows)


@dataclass(frozen=True, slots=True)
class YearTable:
    """A year's rows; `projection` when the Prime Minister hasn't decided yet (BLLĐ Đ.112)."""

    year: int
    days: tuple[DayRow, ...]
    projection: bool = False

    def __post_init__(self) -> None:
        faults = [f"{row.on}: {fault}" for row in self.days for fault in row.faults(self.year)]
        faults += [f"{day}: twice" for day, count in Counter(row.on for row in self.days).items() if count > 1]
        if faults:
            raise FaultyTable(f"{self.year}: " + "; ".join(sorted(faults)))

    def under(self, own: "YearTable") -> "YearTable":
        """This table with an agency's own rows going first, day by day."""
        taken = {row.on for row in own.days}
        return replace(self, days=(*(row for row in self.days if row.on not in taken), *own.days))


@cache
def shipped_tables() -> tuple[YearTable, ...]:
    """The tables that come with the library, by year."""
    folder = files("lienthong_calendar") / "years"
    read = (tomllib.loads(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    tables = (YearTable(t["year"], tuple(DayRow(**row) for row in t["days"]), t["projection"]) for t in read)
    return tuple(sorted(tables, key=lambda table: table.year))


def consecutive(tables: Iterable[YearTable]) -> list[YearTable]:
    """The tables in order. Raises FaultyTable when a year is missing between two or given twice."""
    ordered = sorted(tables, key=lambda table: table.year)
    wrong = [b.year for a, b in pairwise(ordered) if b.year != a.year + 1]
    if wrong or not ordered:
        raise FaultyTable(f"years not consecutive before {wrong}" if wrong else "no table at all")
    return ordered


def all_days(tables: list[YearTable]) -> Iterable[date]:
    """Every day of the tables' years."""
    first = date(tables[0].year, 1, 1)
    return (first + timedelta(n) for n in range((date(tables[-1].year + 1, 1, 1) - first).days))
