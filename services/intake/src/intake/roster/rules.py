"""What is wrong with an absence or a duty that is to be entered."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from lienthong_runtime import Fault

SATURDAY = 5
LONGEST = 366  # days


class Away(NamedTuple):
    """Somebody's absence, both days included."""

    officer: str
    from_on: date
    until_on: date
    stand_in: str

    def meets(self, other: Any) -> bool:
        """Whether both fall on a day."""
        return bool(self.from_on <= other.until_on and other.from_on <= self.until_on)


def absence_faults(wanted: Away, others: Iterable[Away], today: date) -> Iterator[Fault]:
    """All that is wrong with it, beside the absences that stand already."""
    if wanted.until_on < wanted.from_on or (wanted.until_on - wanted.from_on).days > LONGEST:
        yield Fault("until_on", "phải từ ngày bắt đầu trở đi, không quá một năm", "from the first day on, for a year at most")
    elif wanted.until_on < today:
        yield Fault("until_on", "ngày này đã qua", "that day has passed")
    if wanted.stand_in == wanted.officer:
        yield Fault("stand_in", "không ai tự làm thay mình", "nobody stands in for themself")
    yield from _met(wanted, [other for other in others if wanted.meets(other)])


def _met(wanted: Away, met: list[Away]) -> Iterator[Fault]:
    if any(other.officer == wanted.officer and other.from_on != wanted.from_on for other in met):
        yield Fault("officer", "đã ghi vắng trong những ngày này", "an absence on these days stands already")
    if any(other.officer == wanted.stand_in for other in met):
        yield Fault("stand_in", "người này cũng vắng trong những ngày đó", "they are away on these days, too")
    if any(other.stand_in == wanted.officer for other in met):
        yield Fault("officer", "đang làm thay người khác trong những ngày này", "they stand in for somebody on these days")


def duty_faults(on_day: date, officer: str, away: Iterable[Away], today: date) -> Iterator[Fault]:
    """All that is wrong with a duty."""
    if on_day.weekday() != SATURDAY:
        yield Fault("on_day", "không phải thứ Bảy", "not a Saturday")
    if on_day < today:
        yield Fault("on_day", "ngày này đã qua", "that day has passed")
    if any(one.officer == officer and one.from_on <= on_day <= one.until_on for one in away):
        yield Fault("officer", "người này vắng ngày đó", "they are away that day")
