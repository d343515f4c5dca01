"""The reasons of a date: each day passed, whether it counted, and by which rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from lienthong_calendar.office import Window
from lienthong_calendar.table import DayRow


@dataclass(frozen=True, slots=True)
class Step:
    """A day on the way: `rule` is an id of domain.md §1.2 or §2.1, `name` the table's row or a reason word.

    Reason words: "received" (the first day), "closed" (waiting for the next opening), "weekend", "opening" (moved out of rest).
    """

    on: date
    counts: bool
    rule: str
    name: str = ""
    decision_no: str = ""


_REST = {"compensatory_off": "T8", "holiday": "T9", "swapped_off": "T9"}


class DayLists:
    """What each known day is to a term in working days, in calendar days, and in clock hours."""

    def __init__(self, days: Sequence[date], windows: Sequence[tuple[Window, ...]], rows: Mapping[date, DayRow]) -> None:
        self.working = [_working(day, bool(worked), rows.get(day)) for day, worked in zip(days, windows, strict=True)]
        self.calendar = [Step(s.on, True, "T3", s.name if s.name != "weekend" else "", s.decision_no) for s in self.working]
        self.clock = [Step(s.on, True, "T1", s.name if s.name != "weekend" else "", s.decision_no) for s in self.working]

    def closed(self, first: int, until: int) -> list[Step]:
        """Days between reception and the next opening: nobody could take it in (domain.md §2.3)."""
        return [Step(s.on, False, s.rule if not s.counts else "T2", s.name or "closed", s.decision_no) for s in self.working[first:until]]

    def rolled(self, nominal: int, last: int, name: str) -> list[Step]:
        """Days of rest that a last day rolls over, and the working day it comes to (T5); to its "opening", or its end."""
        over = (Step(s.on, False, "T5", s.name, s.decision_no) for s in self.working[nominal:last])
        return [*over, Step(self.working[last].on, True, "T5", name or self.working[last].name)]


def _working(day: date, worked: bool, row: DayRow | None) -> Step:
    if row is None:
        return Step(day, worked, "T3" if worked else "T5", "" if worked else "weekend")
    return Step(day, worked, "T9" if worked else _REST[row.kind], row.name, row.decision_no)


def joined(*parts: Sequence[Step]) -> tuple[Step, ...]:
    """The trace's parts as one."""
    return tuple(chain.from_iterable(parts))
