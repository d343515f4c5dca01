"""By when a consignment must be answered (R08)."""

from datetime import datetime, time

from lienthong_calendar import VIET_NAM, WorkingCalendar, day_of

_AFTERNOON = time(15, 0)


def answer_by(calendar: WorkingCalendar, sent_at: datetime) -> datetime:
    """The closing of the working day; sent after 15:00 or outside it, the opening of the next one (V17)."""
    local = sent_at.astimezone(VIET_NAM)
    day = day_of(local)
    if calendar.is_working_day(day) and local.time() <= _AFTERNOON:
        return calendar.closing(day)
    return calendar.next_opening(local.replace(hour=23, minute=59))
