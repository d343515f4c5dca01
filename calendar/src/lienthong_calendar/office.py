"""Office hours: when an agency works and when it receives, per weekday, in minutes of the day at UTC+7."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

VIET_NAM = timezone(timedelta(hours=7), "+07")
Window = tuple[int, int]
AfterHours = Literal["next-opening", "actual"]
USUAL_DAY: tuple[Window, ...] = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


def day_of(instant: datetime) -> date:
    """The day that an aware instant falls on in Việt Nam: until 07:00 the UTC day is still yesterday's."""
    return instant.astimezone(VIET_NAM).date()


class FaultyOffice(ValueError):
    """An office has no window on a working weekday, or windows that overlap or run backwards; the message lists all."""


@dataclass(frozen=True, slots=True)
class Office:
    """Windows of a working day by weekday from Monday, and of mere reception by weekday (domain.md §2.3).

    A worked Saturday keeps Friday's windows unless a sixth day is given. `reception` windows don't make a working day.
    The usual day of 07:30-11:30 and 13:30-17:00 is 450 minutes: a day is not always eight hours.
    """

    windows: tuple[tuple[Window, ...], ...] = (USUAL_DAY,) * 5
    reception: tuple[tuple[Window, ...], ...] = ()
    after_hours: AfterHours = "next-opening"

    def __post_init__(self) -> None:
        faults = [f"{name}: no window" for name, day in zip(WEEKDAYS[:5], self.windows, strict=False) if not day]
        faults += [f"{name}: no window" for name in WEEKDAYS[len(self.windows) : 5]]
        for days in (self.windows, self.reception):
            faults += [f"{name}: {fault}" for name, day in zip(WEEKDAYS, days, strict=False) for fault in window_faults(day)]
        if faults:
            raise FaultyOffice("; ".join(faults))

    def on(self, weekday: int) -> tuple[Window, ...]:
        """The windows when that weekday (0 = Monday) is worked."""
        return self.windows[min(weekday, len(self.windows) - 1)]

    def receives_on(self, weekday: int) -> tuple[Window, ...]:
        """The windows of mere reception on that weekday."""
        return self.reception[weekday] if weekday < len(self.reception) else ()

    @property
    def day_minutes(self) -> int:
        """Minutes of an ordinary working day, the measure of shares such as 0.5wd."""
        return sum(end - start for start, end in self.windows[0])


def window_faults(day: Iterable[Window]) -> list[str]:
    """What is wrong with a day's windows: each must be ordered and apart from the next."""
    edges = [edge for window in day for edge in window]
    apart = edges == sorted(set(edges)) and (not edges or edges[-1] <= 24 * 60)
    return [] if apart else [f"windows must be ordered and apart: {written(day)}"]


def written(day: Iterable[Window]) -> str:
    """Windows as people write them: 07:30-11:30 13:30-17:00."""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day)


def parse_windows(texts: Iterable[str]) -> tuple[Window, ...]:
    """Windows as they are written. Raises FaultyOffice."""
    found = [_WRITTEN.fullmatch(text) for text in texts]
    if None in found:
        raise FaultyOffice(f"not windows like 07:30-11:30: {list(texts)}")
    numbers = [tuple(map(int, match.groups())) for match in found if match]
    return tuple((h * 60 + m, hh * 60 + mm) for h, m, hh, mm in numbers)


def parse_office(work: Mapping[str, Iterable[str]], reception: Mapping[str, Iterable[str]], after_hours: AfterHours) -> Office:
    """An office from its written windows by weekday (mon … sun). Raises FaultyOffice."""
    windows = tuple(parse_windows(work.get(day, ())) for day in WEEKDAYS[: 6 if "sat" in work else 5])
    return Office(windows, tuple(parse_windows(reception.get(day, ())) for day in WEEKDAYS), after_hours)
