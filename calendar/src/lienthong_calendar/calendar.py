"""Which days and minutes are worked: prefix sums over the known years, so that no answer walks the days."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from lienthong_calendar.office import VIET_NAM, Office, Window
from lienthong_calendar.table import DayRow, YearTable, all_days, consecutive, shipped_tables
from lienthong_calendar.trace import DayLists


class OutsideTables(ValueError):
    """The answer lies outside the years whose tables are known: it is refused, never guessed."""


class WorkingCalendar:
    """Working days and minutes of one office over consecutive year tables.

    Raises FaultyTable for a gap between years. All instants must be aware (ValueError); days are days at UTC+7.
    """

    def __init__(self, tables: Iterable[YearTable] | None = None, office: Office | None = None) -> None:
        self.tables = consecutive(shipped_tables() if tables is None else tables)
        self.office = office or Office()
        self.rows: dict[date, DayRow] = {row.on: row for table in self.tables for row in table.days}
        days = list(all_days(self.tables))
        self._first = days[0].toordinal()
        self._windows = [self._of(day) for day in days]
        self._minutes = [0, *accumulate(sum(end - start for start, end in windows) for windows in self._windows)]
        self._working_days = [day.toordinal() for day, windows in zip(days, self._windows, strict=True) if windows]

    def _of(self, day: date) -> tuple[Window, ...]:
        row, weekday = self.rows.get(day), day.weekday()
        if row is None:
            return self.office.on(weekday) if weekday < 5 else ()
        return () if row.is_off else row.windows or self.office.on(weekday)

    @cached_property
    def lists(self) -> DayLists:
        """Each known day's place in a trace, made once: a trace of years is then a slice."""
        first = date.fromordinal(self._first)
        return DayLists([first + timedelta(n) for n in range(len(self._windows))], self._windows, self.rows)

    @property
    def span(self) -> str:
        """The years that are known, as 2024-2027."""
        return f"{self.tables[0].year}-{self.tables[-1].year}"

    def index(self, day: date) -> int:
        """The day's place among all known days. Raises OutsideTables."""
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._windows):
            raise OutsideTables(f"{day} is outside {self.span}")
        return index

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day; a reception window on Saturday isn't enough (domain.md §2.3)."""
        return bool(self._windows[self.index(day)])

    def windows(self, day: date) -> tuple[Window, ...]:
        """The office windows of that day, none on a day of rest; minutes since midnight at UTC+7."""
        return self._windows[self.index(day)]

    def opening(self, day: date) -> datetime:
        """When the office opens on a working day."""
        return at_minute(day, self.windows(day)[0][0])

    def closing(self, day: date) -> datetime:
        """When the office closes on a working day."""
        return at_minute(day, self.windows(day)[-1][1])

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after a day, which itself isn't counted (T2)."""
        self.index(day)
        return self._nth(bisect_right(self._working_days, day.toordinal()) + count - 1)

    def working_day_from(self, day: date) -> date:
        """The day itself if worked, else the next working day (T5)."""
        self.index(day)
        return self._nth(bisect_left(self._working_days, day.toordinal()))

    def working_day_until(self, day: date) -> date:
        """The day itself if worked, else the latest working day before it: an apology's day moves earlier (R19)."""
        self.index(day)
        return self._nth(bisect_right(self._working_days, day.toordinal()) - 1)

    def _nth(self, index: int) -> date:
        if not 0 <= index < len(self._working_days):
            raise OutsideTables(f"the answer lies outside {self.span}")
        return date.fromordinal(self._working_days[index])

    def position(self, instant: datetime) -> int:
        """Working minutes from the first known day to the instant, whole minutes; differences are lengths of work."""
        local = instant.astimezone(VIET_NAM)
        index, minute, total = self.index(local), local.hour * 60 + local.minute, 0
        for start, end in self._windows[index]:
            if minute > start:
                total += (minute if minute < end else end) - start
        return self._minutes[index] + total

    def between(self, start: datetime, end: datetime) -> int:
        """Working minutes between two instants; negative when they are the other way round."""
        return self.position(end) - self.position(start)

    def add(self, start: datetime, minutes: int) -> datetime:
        """The earliest instant that lies so many working minutes after `start`; `start` itself for none."""
        if minutes <= 0:
            return start
        target = self.position(start) + minutes
        index = bisect_left(self._minutes, target) - 1
        if index >= len(self._windows):
            raise OutsideTables(f"{minutes} working minutes after {start} lie outside {self.span}")
        return self._within(index, target - self._minutes[index])

    def _within(self, index: int, minutes: int) -> datetime:
        for start, end in self._windows[index]:
            if minutes <= end - start:
                return at_minute(date.fromordinal(self._first + index), start + minutes)
            minutes -= end - start
        raise AssertionError("a day's minutes are the sum of its windows")

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself inside office hours, else the next opening (domain.md §2.3)."""
        return self._next(instant, self.windows)

    def next_reception(self, instant: datetime) -> datetime:
        """The instant itself inside office or reception windows, else when one opens next; no window receives on a holiday."""
        return self._next(instant, self._received_on)

    def _next(self, instant: datetime, windows_on: Callable[[date], Sequence[Window]]) -> datetime:
        local = instant.astimezone(VIET_NAM)
        day, second = local.date(), local.hour * 3600 + local.minute * 60 + local.second
        for start, end in windows_on(day):
            if second <= end * 60:
                return local if second >= start * 60 else at_minute(day, start)
        while not (windows := windows_on(day := day + timedelta(1))):
            pass
        return at_minute(day, windows[0][0])

    def _received_on(self, day: date) -> list[Window]:
        windows, row = self.windows(day), self.rows.get(day)
        if not windows and row is not None and row.is_off:
            return []
        return sorted({*windows, *self.office.receives_on(day.weekday())})


def at_minute(day: date, minute: int) -> datetime:
    """The instant of a minute of a day at UTC+7; minute 1440 is the next day's midnight."""
    if minute == 24 * 60:
        return at_minute(day + timedelta(1), 0)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=VIET_NAM)
