"""When a term ends, and why: first day not counted, rest days rolled over (BLDS 2015 Đ.147-148)."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lienthong_calendar.calendar import OutsideTables, WorkingCalendar
from lienthong_calendar.office import VIET_NAM, AfterHours
from lienthong_calendar.term import Term
from lienthong_calendar.trace import Step, joined

_AFTERNOON = 15 * 3600
_MONTHS = {"mo": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}
_CLOCK = {"min": 1, "h": 60}
_FIRST_DAY = {"min": "T1", "h": "T1", "wh": "T14", "sameday": "T11"}


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment with its reasons: when the dossier counts as received, and each day passed."""

    due_at: datetime
    deemed_at: datetime
    steps: tuple[Step, ...]


def due_at(calendar: WorkingCalendar, received: datetime, term: Term, after_hours: AfterHours | None = None,
           duty: bool = False) -> datetime:  # fmt: skip
    """The due moment, at UTC+7. Without `after_hours` the office's own policy holds.

    `duty`: received by officers on duty outside office days, as on Saturday mornings (V9).
    Raises OutsideTables, and ValueError for an instant without its zone.
    """
    return _ends(calendar, deemed_at(calendar, received, after_hours, duty), term)[1]


def explain(calendar: WorkingCalendar, received: datetime, term: Term, after_hours: AfterHours | None = None,
            duty: bool = False) -> Due:  # fmt: skip
    """The due moment with its trace. Raises as due_at does."""
    deemed = deemed_at(calendar, received, after_hours, duty)
    nominal, due = _ends(calendar, deemed, term)
    return Due(due, deemed, _trace(calendar, received.astimezone(VIET_NAM).date(), deemed.date(), nominal, due.date(), term))


def deemed_at(calendar: WorkingCalendar, received: datetime, after_hours: AfterHours | None = None, duty: bool = False) -> datetime:
    """When it counts as received: at once, or when a window opens next if it came outside all of them (§2.3)."""
    if received.tzinfo is None:
        raise ValueError("an instant needs its zone")
    try:
        local = received.astimezone(VIET_NAM)
    except OverflowError:
        raise OutsideTables(f"{received} is outside {calendar.span}") from None
    calendar.index(local)
    return local if duty or (after_hours or calendar.office.after_hours) == "actual" else calendar.next_reception(local)


def _ends(calendar: WorkingCalendar, deemed: datetime, term: Term) -> tuple[date, datetime]:
    """The last day as the term alone says, and the due moment."""
    if term.unit in _CLOCK:
        end = _after(calendar, deemed, timedelta(minutes=int(term.amount) * _CLOCK[term.unit]))
        return end.date(), _out_of_rest(calendar, end)
    if term.unit == "wh":
        end = calendar.add(deemed, int(term.amount) * 60)
    elif term.unit == "sameday":
        end = _same_day(calendar, deemed)
    elif term.unit == "wd":
        end = _working_days(calendar, deemed, term)
    else:
        last = _last_day(calendar, deemed.date(), term)
        return last, calendar.closing(calendar.working_day_from(last))
    return end.date(), end


def _after(calendar: WorkingCalendar, deemed: datetime, length: timedelta) -> datetime:
    try:
        return deemed + length
    except OverflowError:
        raise OutsideTables(f"the answer lies outside {calendar.span}") from None


def _out_of_rest(calendar: WorkingCalendar, end: datetime) -> datetime:
    # An end in a stretch of rest moves to the opening after it: not to that day's closing, or 40h would end after 72h.
    if calendar.is_working_day(end.date()) and (end >= (opens := calendar.opening(end.date())) or _worked_before(calendar, end)):
        return end
    opens = calendar.opening(calendar.working_day_from(end.date()))
    return max(end, opens)


def _worked_before(calendar: WorkingCalendar, end: datetime) -> bool:
    return calendar.is_working_day(end.date() - timedelta(1))


def _same_day(calendar: WorkingCalendar, deemed: datetime) -> datetime:
    # "After 15:00" is strictly later than 15:00:00 (R08, T11, V6); so is what comes after an early closing.
    day = deemed.date()
    late = deemed.hour * 3600 + deemed.minute * 60 + deemed.second + (deemed.microsecond > 0) > _AFTERNOON
    if late or (calendar.is_working_day(day) and deemed > calendar.closing(day)):
        return calendar.closing(calendar.working_day_after(day, 1))
    return calendar.closing(calendar.working_day_from(day))


def _working_days(calendar: WorkingCalendar, deemed: datetime, term: Term) -> datetime:
    # Whole days first and a part of one after them, at most to the next closing: 1.25wd mustn't end before 1wd, nor after 2wd.
    whole, part = divmod(term.amount, 1)
    end = calendar.closing(calendar.working_day_after(deemed.date(), int(whole))) if whole else deemed
    if not part:
        return end
    closing = calendar.closing(calendar.working_day_after(end.date(), 1))
    return min(calendar.add(end, round(part * calendar.office.day_minutes)), closing)


def _last_day(calendar: WorkingCalendar, day: date, term: Term) -> date:
    amount = int(term.amount)
    try:
        return day + timedelta(amount * _DAYS[term.unit]) if term.unit in _DAYS else _months_after(day, amount * _MONTHS[term.unit])
    except (OverflowError, ValueError):
        raise OutsideTables(f"the answer lies outside {calendar.span}") from None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _trace(calendar: WorkingCalendar, received: date, deemed: date, nominal: date, last: date, term: Term) -> tuple[Step, ...]:
    lists, came, begins, ends = calendar.lists, calendar.index(received), calendar.index(deemed), calendar.index(last)
    rule = _FIRST_DAY.get(term.unit, "T2" if term.amount >= 1 else "T14")
    first = [*lists.closed(came, begins), Step(deemed, rule not in ("T2", "T11") or ends == begins, rule, "received")]
    if term.unit in ("wd", "wh", "sameday"):
        return joined(first, lists.working[begins + 1 : ends + 1])
    days = lists.clock if term.unit in _CLOCK else lists.calendar
    whole = max(begins, calendar.index(nominal))
    if whole == ends:
        return joined(first, days[begins + 1 : ends], _last(days[begins + 1 : ends + 1][-1:], term))
    moved = lists.rolled(max(whole, begins + 1), ends, "opening" if term.unit in _CLOCK else "")
    return joined(first, days[begins + 1 : whole], moved)


def _last(days: list[Step], term: Term) -> list[Step]:
    return [replace(day, rule="T4") for day in days] if term.unit in ("w", "mo", "y") else days


def granted_minutes(calendar: WorkingCalendar, term: Term) -> int:
    """A share's length in working minutes: a working day is the office's day, calendar days count as worked ones."""
    hours = {"min": 1, "h": 60, "wh": 60}
    if term.unit in hours:
        return int(term.amount) * hours[term.unit]
    days = {"d": 1, "wd": 1, "w": 5, "mo": 22, "y": 250, "sameday": 1}[term.unit]
    return round((term.amount or 1) * days * calendar.office.day_minutes)
