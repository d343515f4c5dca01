"""Working calendars by edition: the versions of tables and hours a calendar is made of, so that an old date can be counted again.

An edition is text such as "VN/2026@2 VN/2027@1 H32.41@3": year tables, then the agency's own tables and hours. The empty
one is what the calendar library ships.
"""

from collections.abc import Callable, Iterable
from typing import Any

from lienthong_calendar import DayRow, FaultyOffice, FaultyTable, Office, WorkingCalendar, YearTable, parse_office, parse_windows
from lienthong_contracts import AgencyPublished, CalendarYearPublished

Entry = AgencyPublished | CalendarYearPublished
NATION = "VN"


def edition_of(tables: Iterable[CalendarYearPublished], agency: AgencyPublished | None) -> str:
    """The edition for an agency: national tables, its own, and its hours where it has any."""
    own = agency.id if agency else None
    parts: list[Entry] = [table for table in tables if table.agency in (None, own)]
    if agency is not None and agency.hours is not None:
        parts.append(agency)
    return " ".join(f"{entry.id}@{entry.entry_version}" for entry in parts)


def extended(edition: str, newest: Iterable[CalendarYearPublished], find: Callable[[Any, str, int], Any]) -> str:
    """The edition with the national years after its last: nothing was counted with those yet, so nothing changes."""
    parts = [token.rpartition("@") for token in edition.split() if "/" in token]
    tables = [find(CalendarYearPublished, entry_id, int(version)) for entry_id, _, version in parts]
    last = max((table.year for table in tables if table.agency is None), default=None)
    later = sorted((t.year, f"{t.id}@{t.entry_version}") for t in newest if last is not None and t.agency is None and t.year > last)
    return " ".join([edition, *(part for _, part in later)])


def calendar_of(edition: str, find: Callable[[Any, str, int], Any]) -> WorkingCalendar:
    """The calendar of an edition; `find` gives a version of an entry. Raises FaultyTable for years that don't follow on each other."""
    if not edition:
        return WorkingCalendar()
    national: dict[int, YearTable] = {}
    own: list[YearTable] = []
    office = Office()
    for entry_id, _, version in (token.rpartition("@") for token in edition.split()):
        if "/" not in entry_id:
            office = office_of(find(AgencyPublished, entry_id, int(version)))
        elif (entry := find(CalendarYearPublished, entry_id, int(version))).agency is None:
            national[entry.year] = table_of(entry)
        else:
            own.append(table_of(entry))
    return WorkingCalendar(_with_own(national, own).values(), office)


def _with_own(national: dict[int, YearTable], own: Iterable[YearTable]) -> dict[int, YearTable]:
    years = dict(national)
    for table in own:
        if table.year not in years:  # a year is refused, never guessed: Tết would be worked
            raise FaultyTable(f"an agency's own table needs the nation's of {table.year}")
        years[table.year] = years[table.year].under(table)
    return years


def table_of(entry: CalendarYearPublished) -> YearTable:
    """A published year as the calendar library's table. Raises FaultyTable and FaultyOffice."""
    if entry.id != (name := f"{entry.agency or NATION}/{entry.year}"):  # editions tell tables from agencies by the slash
        raise FaultyTable(f"the table's id must be {name}")
    rows = [DayRow(day.on, day.kind, day.name, day.decision_no) for day in entry.days]
    rows += [DayRow(day.on, "own_hours", day.name, day.decision_no, parse_windows(day.windows)) for day in entry.own_hours]
    return YearTable(entry.year, tuple(rows), entry.projection)


def office_of(agency: AgencyPublished) -> Office:
    """The agency's hours, or the usual ones. Raises FaultyOffice."""
    if "/" in agency.id:
        raise FaultyOffice("an agency's id has no slash, or its hours would be taken for a year's table")
    hours = agency.hours
    return Office() if hours is None else parse_office(hours.work, hours.reception, hours.after_hours)  # type: ignore[arg-type]
