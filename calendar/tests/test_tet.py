"""Tết and Giỗ Tổ against the sky of ephem and the lists of holidays; both are oracles, never sources."""

import math
from datetime import date, timedelta
from itertools import pairwise

import ephem
import holidays
import pytest
from lienthong_calendar import shipped_tables
from lienthong_calendar.lunar import YEARS, hung_kings_day, lunar_new_year
from lienthong_calendar.projection import projected

VIET_NAM_OFFSET = 7 / 24


def local_day(instant: ephem.Date) -> date:
    return ephem.Date(instant + VIET_NAM_OFFSET).datetime().date()


def sun_passes_a_twelfth(start: date, end: date) -> bool:
    """Whether the sun passes a multiple of 30 degrees between two local midnights."""
    midnights = [ephem.Date(ephem.Date(day) - VIET_NAM_OFFSET) for day in (start, end)]
    before, after = (math.degrees(ephem.Ecliptic(ephem.Sun(midnight), epoch=midnight).lon) // 30 for midnight in midnights)
    return before != after


def months_from_solstice(year: int) -> list[date]:
    """First days of the lunar months from the one with the December solstice of a year to the next such one."""
    solstices = [local_day(ephem.next_winter_solstice(f"{each}/12/1")) for each in (year, year + 1)]
    instant, days = ephem.Date(f"{year}/11/1"), list[date]()
    while not days or days[-1] <= solstices[1]:
        instant = ephem.next_new_moon(instant + 1)
        days.append(local_day(instant))
    first = max(day for day in days if day <= solstices[0])
    return [day for day in days if first <= day <= solstices[1]]


def sky(year: int) -> tuple[date, date]:
    """Tết and Giỗ Tổ of a year: the leap month is the first of thirteen in which the sun passes no twelfth."""
    months = months_from_solstice(year - 1)
    spans = list(pairwise(months))
    leap = [start for start, end in spans if not sun_passes_a_twelfth(start, end)] if len(spans) == 13 else []
    named = [start for start in months if start not in leap[:1]]
    return named[2], named[4] + timedelta(9)


def listed(year: int, name: str) -> list[date]:
    return [day for day, said in sorted(holidays.country_holidays("VN", years=year, language="vi").items()) if said == name]


@pytest.mark.parametrize(("year", "day"), [(1985, "1985-01-21"), (2007, "2007-02-17"), (2030, "2030-02-02")])
def test_tet_is_a_day_of_viet_nam_where_china_differs(year: int, day: str) -> None:
    assert lunar_new_year(year).isoformat() == day


def test_tet_and_the_hung_kings_day_are_where_the_sky_puts_them() -> None:
    assert {year: (lunar_new_year(year), hung_kings_day(year)) for year in YEARS} == {year: sky(year) for year in YEARS}


def test_tet_is_on_the_listed_day_of_every_year() -> None:
    assert {year: [lunar_new_year(year)] for year in YEARS} == {year: listed(year, "Tết Nguyên Đán") for year in YEARS}


def test_the_hung_kings_day_is_on_the_listed_day_since_it_is_a_holiday() -> None:
    since = range(2007, YEARS.stop)
    assert {year: [hung_kings_day(year)] for year in since} == {year: listed(year, "Ngày Giỗ Tổ Hùng Vương") for year in since}


@pytest.mark.parametrize("year", [1975, 2100])
def test_a_lunar_year_out_of_reach_is_refused(year: int) -> None:
    for day in (lunar_new_year, hung_kings_day):
        with pytest.raises(ValueError, match="1976-2099"):
            day(year)


def test_shipped_tables_hold_tet_and_the_hung_kings_day() -> None:
    for table in shipped_tables():
        names = {row.on: row.name for row in table.days if row.kind == "holiday"}
        assert names[lunar_new_year(table.year)] == "Tết Nguyên đán"
        assert [day for day, name in names.items() if name == "Giỗ Tổ Hùng Vương"] == [hung_kings_day(table.year)]


def test_the_year_not_yet_decided_is_the_projected_one() -> None:
    assert [table for table in shipped_tables() if table.projection] == [projected(2027)]


def test_a_decided_year_is_the_projected_one_but_for_its_swaps() -> None:
    for table in (table for table in shipped_tables() if not table.projection):
        unswapped = [(row.on, row.kind, row.name) for row in table.days if row.kind in ("holiday", "compensatory_off")]
        assert [(row.on, row.kind, row.name) for row in projected(table.year).days] == unswapped


@pytest.mark.parametrize("year", range(2021, YEARS.stop))
def test_a_projected_year_rests_on_the_listed_weekdays(year: int) -> None:
    rests = {row.on for row in projected(year).days if row.on.weekday() < 5}
    vietnam = holidays.country_holidays("VN", years=year, language="vi")
    assert rests == {day for day, name in vietnam.items() if day.weekday() < 5 and "thay cho" not in name}


@pytest.mark.parametrize("year", [2020, 2100])
def test_a_year_without_its_law_or_moon_is_not_projected(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        projected(year)
