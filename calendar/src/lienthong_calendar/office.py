"""Office hours: when an agency works, per weekday, in minutes of the day at UTC+7."""

from dataclasses import dataclass
from datetime import timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7), "+07")
Window = tuple[int, int]
USUAL_DAY: tuple[Window, ...] = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))


class FaultyOffice(ValueError):
    """An office has no window, or windows that overlap or run backwards."""


@dataclass(frozen=True, slots=True)
class Office:
    """Windows of a working day, by weekday from Monday; a worked Saturday keeps Friday's (domain.md §2.3).

    The usual day of 07:30-11:30 and 13:30-17:00 is 450 minutes: a day is not always eight hours.
    """

    windows: tuple[tuple[Window, ...], ...] = (USUAL_DAY,) * 5

    def __post_init__(self) -> None:
        for day in self.windows:
            edges = [edge for window in day for edge in window]
            if not edges or edges != sorted(set(edges)) or edges[-1] > 24 * 60:
                raise FaultyOffice(f"windows of a day must be ordered and apart: {day}")

    def on(self, weekday: int) -> tuple[Window, ...]:
        """The windows when that weekday (0 = Monday) is worked."""
        return self.windows[min(weekday, len(self.windows) - 1)]

    @property
    def day_minutes(self) -> int:
        """Minutes of an ordinary working day, the measure of shares such as 0.5wd."""
        return sum(end - start for start, end in self.windows[0])
