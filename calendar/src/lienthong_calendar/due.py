"""When a term ends, and why: first day not counted, rest days rolled over (BLDS 2015 Đ.147-148)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from lienthong_calendar.calendar import WorkingCalendar
from lienthong_calendar.office import VIET_NAM
from lienthong_calendar.term import Term
from lienthong_calendar.trace import Step, steps_between

AfterHours = Literal["next-opening", "actual"]
_AFTERNOON = 15 * 3600
_MONTHS = {"mo": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment with its reasons: when the dossier counts as received, and each day passed."""

    due_at: datetime
    deemed_at: datetime
    steps: tuple[Step, ...]


def due_at(calendar: WorkingCalendar, received: datetime, term: Term, after_hours: AfterHours = "next-opening",
           duty: bool = False) -> datetime:  # fmt: skip
    """The due moment. `duty`: received by officers on duty outside office days, as on Saturday mornings (V9)."""
    return _ends(calendar, deemed_at(calendar, received, after_hours, duty), term)


def explain(calendar: WorkingCalendar, received: datetime, term: Term, after_hours: AfterHours = "next-opening",
            duty: bool = False) -> Due:  # fmt: skip
    """The due moment with its trace. Raises OutsideTables."""
    deemed = deemed_at(calendar, received, after_hours, duty)
    due = _ends(calendar, deemed, term)
    return Due(due, deemed, steps_between(calendar, received, deemed, due, term))


def deemed_at(calendar: WorkingCalendar, received: datetime, after_hours: AfterHours, duty: bool) -> datetime:
    """When it counts as received: at once, or at the next opening when it came outside office hours (§2.3)."""
    if duty or after_hours == "actual":
        return received.astimezone(VIET_NAM)
    return calendar.next_opening(received)


def _ends(calendar: WorkingCalendar, deemed: datetime, term: Term) -> datetime:
    if term.unit == "sameday":
        return _same_day(calendar, deemed)
    if term.unit in ("min", "h"):
        return deemed + timedelta(minutes=int(term.amount) * (60 if term.unit == "h" else 1))
    if term.unit == "wh" or term.amount.denominator != 1:
        return calendar.add(deemed, granted_minutes(calendar, term))
    return calendar.closing(_last_day(calendar, deemed.date(), term))


def _same_day(calendar: WorkingCalendar, deemed: datetime) -> datetime:
    # "After 15:00" is strictly later than 15:00:00 (R08, T11, V6).
    late = deemed.hour * 3600 + deemed.minute * 60 + deemed.second + (deemed.microsecond > 0) > _AFTERNOON
    day = deemed.date()
    return calendar.closing(calendar.working_day_after(day, 1) if late else calendar.working_day_from(day))


def _last_day(calendar: WorkingCalendar, day: date, term: Term) -> date:
    if term.unit == "wd":
        return calendar.working_day_after(day, int(term.amount))
    if term.unit in _DAYS:
        return calendar.working_day_from(day + timedelta(int(term.amount) * _DAYS[term.unit]))
    return calendar.working_day_from(_months_after(day, int(term.amount) * _MONTHS[term.unit]))


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def granted_minutes(calendar: WorkingCalendar, term: Term) -> int:
    """A share's length in working minutes: a working day is the office's day, calendar days count as worked ones."""
    hours = {"min": 1, "h": 60, "wh": 60}
    if term.unit in hours:
        return int(term.amount) * hours[term.unit]
    days = {"d": 1, "wd": 1, "w": 5, "mo": 22, "y": 250, "sameday": 1}[term.unit]
    return int((term.amount or 1) * days * calendar.office.day_minutes)
