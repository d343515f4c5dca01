"""A year that isn't decided yet: what the Labour Code gives by itself, and by precedent what the Prime Minister still decides."""

from collections.abc import Iterator
from datetime import date, timedelta

from lienthong_calendar.lunar import hung_kings_day, lunar_new_year
from lienthong_calendar.table import DayRow, YearTable

UNDECIDED = "chưa quyết định"
_FIRST_YEAR, _FIRST_CULTURE_DAY = 2021, 2026
_TUESDAY, _SATURDAY = 1, 5
# Mondays, Thursdays and Sundays: the day after 2 September is the one that joins the weekend (2024, 2021).
_DAY_AFTER = frozenset({0, 3, 6})


def projected(year: int) -> YearTable:
    """The table of a year as the law and precedent have it. Raises ValueError outside 2021-2099."""
    if year < _FIRST_YEAR:
        raise ValueError(f"the Labour Code's days are those of {_FIRST_YEAR} and later, not of {year}")
    holidays = sorted(_holidays(year), key=lambda row: row.on)
    return YearTable(year, tuple(sorted([*holidays, *_substitutes(holidays)], key=lambda row: row.on)), projection=True)


def _holidays(year: int) -> Iterator[DayRow]:
    by_law = [(date(year, 1, 1), "Tết Dương lịch"), (hung_kings_day(year), "Giỗ Tổ Hùng Vương"), (date(year, 4, 30), "Ngày Chiến thắng"),
              (date(year, 5, 1), "Quốc tế Lao động"), (date(year, 9, 2), "Quốc khánh")]  # fmt: skip
    yield from (DayRow(day, "holiday", name, "BLLĐ Đ.112") for day, name in by_law)
    yield from (DayRow(day, "holiday", "Tết Nguyên đán", UNDECIDED) for day in _tet(lunar_new_year(year)))
    yield DayRow(_beside_national_day(year), "holiday", "Quốc khánh", UNDECIDED)
    if year >= _FIRST_CULTURE_DAY:
        yield DayRow(date(year, 11, 24), "holiday", "Ngày Văn hoá Việt Nam", "NQ 80-NQ/TW")


def _tet(first: date) -> list[date]:
    # Two days before the first day, except that the rest begins with the eve when the first is a Tuesday (2022, 2026).
    before = 1 if first.weekday() == _TUESDAY else 2
    return [first + timedelta(n - before) for n in range(5)]


def _beside_national_day(year: int) -> date:
    day = date(year, 9, 2)
    return day + timedelta(1 if day.weekday() in _DAY_AFTER else -1)


def _substitutes(holidays: list[DayRow]) -> list[DayRow]:
    """The next working day for each holiday on a weekly day of rest (BLLĐ Đ.111.3)."""
    taken, rows = {row.on for row in holidays}, []
    for row in (row for row in holidays if row.on.weekday() >= _SATURDAY):
        day = next(day for n in range(1, 15) if (day := row.on + timedelta(n)).weekday() < _SATURDAY and day not in taken)
        taken.add(day)
        rows.append(DayRow(day, "compensatory_off", f"Nghỉ bù {row.name}", "BLLĐ Đ.111.3"))
    return rows
