"""Which days and minutes are worked: prefix sums over the known years, so that no answer walks the days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import accumulate

from lienthong_calendar.office import VIET_NAM, Office, Window
from lienthong_calendar.table import OFF, DayRow, YearTable, all_days, consecutive, shipped_tables


class OutsideTables(ValueError):
    """The answer lies outside the years whose tables are known: it is refused, never guessed."""


class WorkingCalendar:
    """Working days and minutes of one office over consecutive year tables.

    Raises FaultyTable for a gap between years. All instants must be aware; days are days at UTC+7.
    """

    def __init__(self, tables: Iterable[YearTable] | None = None, office: Office | None = None) -> None:
        self.tables = consecutive(shipped_tables() if tables is None else tables)
        self.office = office or Office()
        self.rows: dict[date, DayRow] = {row.on: row for table in self.tables for row in table.days}
        days = list(all_days(self.tables))
        self._first = days[0].toordinal()
        self._worked = [self._is_worked(day) for day in days]
        self._minutes = [0, *accumulate(self._length(day, worked) for day, worked in zip(days, self._worked, strict=True))]
        self._working_days = [day.toordinal() for day, worked in zip(days, self._worked, strict=True) if worked]

    def _is_worked(self, day: date) -> bool:
        row = self.rows.get(day)
        return row.kind not in OFF if row else day.weekday() < 5

    def _length(self, day: date, worked: bool) -> int:
        return sum(end - start for start, end in self.office.on(day.weekday())) if worked else 0

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._worked):
            raise OutsideTables(f"{day} is outside {self.tables[0].year}-{self.tables[-1].year}")
        return index

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day; a reception window on Saturday isn't enough (domain.md §2.3)."""
        return self._worked[self._index(day)]

    def windows(self, day: date) -> tuple[Window, ...]:
        """The office windows of that day, none on a day of rest; minutes since midnight at UTC+7."""
        return self.office.on(day.weekday()) if self.is_working_day(day) else ()

    def closing(self, day: date) -> datetime:
        """When the office closes on a working day."""
        return at_minute(day, self.windows(day)[-1][1])

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after a day, which itself isn't counted (T2)."""
        self._index(day)
        return self._nth(bisect_right(self._working_days, day.toordinal()) + count - 1)

    def working_day_from(self, day: date) -> date:
        """The day itself if worked, else the next working day (T5)."""
        self._index(day)
        return self._nth(bisect_left(self._working_days, day.toordinal()))

    def working_day_until(self, day: date) -> date:
        """The day itself if worked, else the latest working day before it: an apology's day moves earlier (R19)."""
        self._index(day)
        return self._nth(bisect_right(self._working_days, day.toordinal()) - 1)

    def _nth(self, index: int) -> date:
        if not 0 <= index < len(self._working_days):
            raise OutsideTables(f"the answer lies outside {self.tables[0].year}-{self.tables[-1].year}")
        return date.fromordinal(self._working_days[index])

    def position(self, instant: datetime) -> int:
        """Working minutes from the first known day to the instant, whole minutes; differences are lengths of work."""
        local = instant.astimezone(VIET_NAM)
        index, minute = self._index(local.date()), local.hour * 60 + local.minute
        if not self._worked[index]:
            return self._minutes[index]
        return self._minutes[index] + sum(max(0, min(minute, end) - start) for start, end in self.windows(local.date()))

    def between(self, start: datetime, end: datetime) -> int:
        """Working minutes between two instants; negative when they are the other way round."""
        return self.position(end) - self.position(start)

    def add(self, start: datetime, minutes: int) -> datetime:
        """The earliest instant that lies so many working minutes after `start`; `start` itself for none."""
        if minutes <= 0:
            return start
        target = self.position(start) + minutes
        index = bisect_left(self._minutes, target) - 1
        if index >= len(self._worked):
            raise OutsideTables(f"{minutes} working minutes after {start} lie outside the tables")
        return self._within(date.fromordinal(self._first + index), target - self._minutes[index])

    def _within(self, day: date, minutes: int) -> datetime:
        for start, end in self.windows(day):
            if minutes <= end - start:
                return at_minute(day, start + minutes)
            minutes -= end - start
        raise AssertionError("a day's minutes are the sum of its windows")

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself inside office hours, else the next opening (domain.md §2.3)."""
        local = instant.astimezone(VIET_NAM)
        second = local.hour * 3600 + local.minute * 60 + local.second
        for start, end in self.windows(local.date()):
            if second <= end * 60:
                return local if second >= start * 60 else at_minute(local.date(), start)
        following = self.working_day_after(local.date(), 1)
        return at_minute(following, self.windows(following)[0][0])


def at_minute(day: date, minute: int) -> datetime:
    """The instant of a minute of a day at UTC+7."""
    return datetime(day.year, day.month, day.day, tzinfo=VIET_NAM) + timedelta(minutes=minute)
