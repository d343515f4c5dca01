"""Year tables: the days that are not what their weekday says, each with the decision behind it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

OFF = frozenset({"holiday", "compensatory_off", "swapped_off"})
KINDS = OFF | {"working_saturday"}


class FaultyTable(ValueError):
    """A table has two rows for one day, a row outside its year, or a kind that isn't known; the message lists all."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that is off although a weekday, or worked although a Saturday."""

    on: date
    kind: str
    name: str
    decision_no: str = ""


@dataclass(frozen=True, slots=True)
class YearTable:
    """A year's rows; `projection` when the Prime Minister hasn't decided yet (BLLĐ Đ.112)."""

    year: int
    days: tuple[DayRow, ...]
    projection: bool = False

    def __post_init__(self) -> None:
        faults = [f"{row.on}: {row.kind}?" for row in self.days if row.kind not in KINDS or row.on.year != self.year]
        seen = [row.on for row in self.days]
        faults += [f"{day}: twice" for day in {day for day in seen if seen.count(day) > 1}]
        if faults:
            raise FaultyTable(f"{self.year}: " + "; ".join(sorted(faults)))


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
