"""Periods that aren't continuous: days of 24 hours, months of 30 days, years of 365 (T7, BLDS 2015 Đ.146.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lienthong_calendar.office import VIET_NAM
from lienthong_calendar.term import Term

_DAYS = {"d": 1, "w": 7, "mo": 30, "y": 365}
_CLOCK = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}

type Stretch = tuple[datetime, datetime | None]


class NoFixedLength(ValueError):
    """The term is measured in working time or ends the same day: T7 says nothing of it."""


def length_when_broken(term: Term) -> timedelta:
    """How long a term is when its days don't follow on each other; half a year is 6mo, half a month 15d. Raises NoFixedLength."""
    if term.unit in _CLOCK:
        return int(term.amount) * _CLOCK[term.unit]
    if term.unit not in _DAYS:
        raise NoFixedLength(f"{term} has no fixed length")
    return timedelta(days=int(term.amount) * _DAYS[term.unit])


def ends_when_broken(stretches: Iterable[Stretch], term: Term) -> datetime | None:
    """When the counted stretches add up to the term, at UTC+7; None while they don't.

    Each stretch is (begin, end), aware; an end of None runs on. Raises NoFixedLength, and ValueError when stretches overlap.
    """
    left, before = length_when_broken(term), None
    for begin, end in stretches:
        if before is not None and begin < before:
            raise ValueError(f"stretches overlap at {begin}")
        if end is None or end - begin >= left:
            return (begin + left).astimezone(VIET_NAM)
        left, before = left - (end - begin), end
    return None
