"""A year of due days: how many fell or will fall due each day, how many were missed, and which days nobody works."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from lienthong_calendar import OutsideTables, WorkingCalendar

from portal.board.views import Day, Heat

SHADES = 4


def heat(series: Iterable[Mapping[str, Any]], year: int, calendar: WorkingCalendar) -> Heat:
    """The year, week by week from Monday on; shades part the busiest day's number evenly."""
    due: dict[date, int] = {}
    missed: dict[date, int] = {}
    for row in series:
        if row["klass"] in ("due", "missed"):
            (due if row["klass"] == "due" else missed)[row["counted_on"]] = row["n"]
    most = max((n for on, n in due.items() if on.year == year), default=0)
    named = {row.on: (row.kind, row.name) for table in calendar.tables if table.year == year for row in table.days}
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [_day(first + timedelta(n), due, missed, most, named, calendar) for n in range((last - first).days + 1)]
    cells = [None] * first.weekday() + days + [None] * (6 - last.weekday())
    weeks = tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
    return Heat(year, weeks, tuple(_months(first)), most)


def _day(on: date, due: Mapping[date, int], missed: Mapping[date, int], most: int, named: Mapping[date, tuple[str, str]],
         calendar: WorkingCalendar) -> Day:  # fmt: skip
    n = max(0, due.get(on, 0))
    shade = 0 if not n else max(1, -(-n * SHADES // most))
    return Day(on, _kind(on, named, calendar), n, max(0, missed.get(on, 0)), shade, named.get(on, ("", ""))[1])


def _kind(on: date, named: Mapping[date, tuple[str, str]], calendar: WorkingCalendar) -> str:
    try:
        works = calendar.is_working_day(on)
    except OutsideTables:
        works = on.weekday() < 5
    if works:
        return "makeup" if on.weekday() >= 5 else "work"
    return "holiday" if on in named and on.weekday() < 5 else "rest"


def _months(first: date) -> Iterable[tuple[int, int]]:
    """Each month, and the week in which it begins."""
    for month in range(1, 13):
        begin = date(first.year, month, 1)
        yield month, ((begin - first).days + first.weekday()) // 7
