"""The decided tables row by row against domain.md §2.2, and against holidays as an oracle, never a source."""

from datetime import date, timedelta

import holidays
import pytest
from lienthong_calendar import DayRow, YearTable, shipped_tables
from lienthong_calendar.table import OFF

TABLES = {table.year: table for table in shipped_tables()}
# Kinds as in domain.md §2.2, the days it names of each; a span is its first and last day.
KINDS = {
    2024: {
        "holiday": "1-1 2-8:2-12 4-18 4-30 5-1 9-2:9-3",
        "compensatory_off": "2-13:2-14",
        "swapped_off": "4-29",
        "working_saturday": "5-4",
    },
    2025: {
        "holiday": "1-1 1-27:1-31 4-7 4-30 5-1 9-1:9-2",
        "compensatory_off": "",
        "swapped_off": "5-2",
        "working_saturday": "4-26",
    },
    2026: {
        "holiday": "1-1 2-16:2-20 4-26 4-30 5-1 9-1:9-2 11-24",
        "compensatory_off": "4-27",
        "swapped_off": "1-2 8-31",
        "working_saturday": "1-10 8-22",
    },
}
# Where `holidays` 0.109 says otherwise: what only our table has off or worked, and why.
ONLY_OURS_OFF = {date(2026, 1, 2): "12729/VPCP-KGVX, which the library misses"}
ONLY_OURS_WORKED = {date(2026, 1, 10): "12729/VPCP-KGVX, which the library misses"}
# The library moves the 4th of Tết to 27 January and keeps it too; the decision counts five days, 27-31 January.
ONLY_THEIRS_OFF = {date(2025, 2, 1): "a Saturday of rest, no holiday by 8726/VPCP-KGVX"}


def days(year: int, written: str) -> list[date]:
    spans = [[date(year, *map(int, edge.split("-"))) for edge in span.split(":")] for span in written.split()]
    return [span[0] + timedelta(n) for span in spans for n in range((span[-1] - span[0]).days + 1)]


def of_kind(table: YearTable, kinds: frozenset[str]) -> dict[date, DayRow]:
    return {row.on: row for row in table.days if row.kind in kinds}


@pytest.mark.parametrize("year", KINDS)
def test_a_decided_year_has_the_rows_of_the_domain_and_no_other(year: int) -> None:
    table = TABLES[year]
    assert {kind: list(of_kind(table, frozenset({kind}))) for kind in KINDS[year]} == {k: days(year, w) for k, w in KINDS[year].items()}


@pytest.mark.parametrize("year", KINDS)
def test_the_listed_days_of_rest_are_ours_but_for_the_named_ones(year: int) -> None:
    ours, theirs = set(of_kind(TABLES[year], OFF)), set(holidays.country_holidays("VN", years=year))
    assert ours - theirs == {day for day in ONLY_OURS_OFF if day.year == year}
    assert theirs - ours == {day for day in ONLY_THEIRS_OFF if day.year == year}


@pytest.mark.parametrize("year", KINDS)
def test_the_listed_worked_saturdays_are_ours_but_for_the_named_ones(year: int) -> None:
    ours = set(of_kind(TABLES[year], frozenset({"working_saturday"})))
    theirs = {day for day in holidays.country_holidays("VN", years=year).weekend_workdays if day.year == year}
    assert ours - theirs == {day for day in ONLY_OURS_WORKED if day.year == year}
    assert theirs <= ours


def test_every_row_has_a_name_and_a_decision() -> None:
    assert [row for table in TABLES.values() for row in table.days if not (row.name.strip() and row.decision_no.strip())] == []


def test_every_swapped_day_off_is_made_up_for_on_a_saturday() -> None:
    for table in TABLES.values():
        swapped, worked = (of_kind(table, frozenset({kind})) for kind in ("swapped_off", "working_saturday"))
        assert [f"Làm bù ngày {day.day}/{day.month}" for day in swapped] == [row.name for row in worked.values()]
        assert [row.decision_no for row in swapped.values()] == [row.decision_no for row in worked.values()]
        assert all(day.weekday() == 5 for day in worked)


def test_days_of_rest_beside_the_week_are_weekdays() -> None:
    for table in TABLES.values():
        assert all(day.weekday() < 5 for day in of_kind(table, OFF - {"holiday"}))


def test_only_a_projection_has_days_that_are_not_decided() -> None:
    undecided = {table.year: sum(row.decision_no == "chưa quyết định" for row in table.days) for table in TABLES.values()}
    assert undecided == {2024: 0, 2025: 0, 2026: 0, 2027: 6}
