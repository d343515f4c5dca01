"""The periods that reports are made for: calendar ones, and the statutory ones that end on the 14th (NĐ 09/2019 Đ.12)."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

Span = Literal["month", "quarter", "half", "nine", "year"]
# The months of a year that each span's n-th period ends with.
_LENGTH: dict[Span, int] = {"month": 1, "quarter": 3, "half": 6, "nine": 9, "year": 12}


class Period(NamedTuple):
    """From a day to a day, both included."""

    since: date
    until: date


class NoSuchPeriod(ValueError):
    """Not a period: its end lies before its beginning, or it is longer than ten years."""


def asked(since: date, until: date) -> Period:
    """A period that somebody asks for. Raises NoSuchPeriod."""
    if until < since or until - since > timedelta(days=3660):
        raise NoSuchPeriod
    return Period(since, until)


def period(span: Span, year: int, n: int = 1, *, statutory: bool = False) -> Period:
    """The n-th month, quarter or half of a year, its first nine months or all of it. Statutory ones begin on the 15th before.

    Half, nine months and year begin with the year: n is their place among those of one length, and 1 for the last two.
    """
    months = _LENGTH[span]
    first, last = (n - 1) * months + 1, n * months
    if statutory:
        return Period(_day(year, first - 1, 15), _day(year, last, 14))
    return Period(_day(year, first, 1), _day(year, last + 1, 1) - timedelta(days=1))


def _day(year: int, month: int, day: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def usual(today: date) -> list[tuple[str, Period]]:
    """What is asked for most, by the word for it: this month and the last, quarter, year, and the statutory ones of today."""
    month, quarter = today.month, (today.month - 1) // 3 + 1
    last_month = today.replace(day=1) - timedelta(days=1)
    turn = today + timedelta(days=17) if today.day > 14 else today  # from the 15th on the next month's statutory period runs
    return [
        ("month", period("month", today.year, month)),
        ("last_month", period("month", last_month.year, last_month.month)),
        ("quarter", period("quarter", today.year, quarter)),
        ("year", period("year", today.year)),
        ("statutory_month", period("month", turn.year, turn.month, statutory=True)),
        ("statutory_year", period("year", today.year + (today >= date(today.year, 12, 15)), statutory=True)),
    ]
