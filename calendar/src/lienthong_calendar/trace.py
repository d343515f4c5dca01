"""The reasons of a date: each day passed, whether it counted, and by which rule."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lienthong_calendar.calendar import WorkingCalendar
from lienthong_calendar.office import VIET_NAM
from lienthong_calendar.term import Term


@dataclass(frozen=True, slots=True)
class Step:
    """A day on the way: `rule` is an id of domain.md §1.2 or §2.1, `name` the table's row or a reason word."""

    on: date
    counts: bool
    rule: str
    name: str = ""


_FIRST_DAY_RULES = {"min": "T1", "h": "T1", "wh": "T14", "sameday": "T11"}
_SAME_CLOCK = frozenset({"min", "h"})


def steps_between(calendar: WorkingCalendar, received: datetime, deemed: datetime, due: datetime,
                  term: Term) -> tuple[Step, ...]:  # fmt: skip
    """Each day from reception to the due day, linear in its length."""
    day, last = received.astimezone(VIET_NAM).date(), due.astimezone(VIET_NAM).date()
    steps = []
    while day <= last:
        steps.append(_step(calendar, day, deemed.date(), last, term))
        day += timedelta(1)
    return tuple(steps)


def _step(calendar: WorkingCalendar, day: date, deemed: date, last: date, term: Term) -> Step:
    row = calendar.rows.get(day)
    if day <= deemed:
        counts = day == deemed and term.unit in _FIRST_DAY_RULES
        return Step(day, counts, _FIRST_DAY_RULES.get(term.unit, "T2"), "received" if day == deemed else "closed")
    if term.unit in ("d", "w", "mo", "y"):
        return Step(day, True, "T5" if day == last else "T3", row.name if row else "")
    worked = term.unit in _SAME_CLOCK or calendar.is_working_day(day)
    name = row.name if row else ("" if worked else "weekend")
    return Step(day, worked, "T3" if worked else ("T8" if row and row.kind == "compensatory_off" else "T5"), name)
