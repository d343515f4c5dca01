"""The instants of a period at which people act, and those at which time alone passes."""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from lienthong_calendar import VIET_NAM, WorkingCalendar, day_of

MORNING, AFTERNOON, EVENING = time(8), time(14), time(17, 5)
_SATURDAY = 5
_WHOLE = (MORNING, AFTERNOON, EVENING)


class Diary:
    """The working days from `first` to `last`; with `saturdays`, desks open on Saturday mornings too."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date, *, saturdays: bool) -> None:
        span = [first + timedelta(n) for n in range((last - first).days + 1)]
        self.days = [day for day in span if calendar.is_working_day(day)]
        saturday = {day for day in span if saturdays and day.weekday() == _SATURDAY}
        whole = set(self.days)  # among them Saturdays that make up for a bridge day: those have an afternoon
        self.instants = [_at(day, hour) for day in span if day in whole | saturday for hour in (_WHOLE if day in whole else _WHOLE[:1])]
        self._last = {day_of(at): at for at in self.instants}
        self._acting = [at for at in self.instants if at.time() != EVENING]

    def acts(self, now: datetime) -> bool:
        """Whether people act then."""
        return now.time() != EVENING

    def ends_day(self, now: datetime) -> bool:
        """Whether it is that day's last instant."""
        return self._last[day_of(now)] == now

    def on(self, day: date, *, afternoon: bool = False) -> datetime:
        """That day's morning or afternoon."""
        return _at(day, AFTERNOON if afternoon else MORNING)

    def day_after(self, day: date, count: int = 1) -> date:
        """The count-th working day after that day; the day after the period's end when there is none."""
        place = bisect_left(self.days, day + timedelta(1)) + count - 1
        return self.days[place] if place < len(self.days) else self.days[-1] + timedelta(1)

    def within(self, after: date, before: date, part: float) -> date | None:
        """A working day between the two, at that part of the way; None when there is none."""
        between = self.days[bisect_left(self.days, after + timedelta(1)) : bisect_left(self.days, before)]
        return between[int(part * len(between))] if between else None

    def saturday_after(self, day: date) -> date:
        """The next Saturday."""
        return day + timedelta((_SATURDAY - day.weekday()) % 7 or 7)

    def next(self, now: datetime) -> datetime:
        """The next instant at which people act; long after the period when there is none."""
        place = bisect_left(self._acting, now + timedelta(minutes=1))
        return self._acting[place] if place < len(self._acting) else now + timedelta(days=400)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, VIET_NAM)
