"""Today at an agency: when it closes, and how much working time is left."""

from datetime import datetime, timedelta

from lienthong_calendar import VIET_NAM, day_of
from lienthong_runtime import Catalogue


def closing_of(catalogue: Catalogue, agency: str, now: datetime) -> datetime | None:
    """When the agency closes today; None on a day of rest."""
    day = day_of(now)
    calendar = catalogue.calendar_for(agency, day)
    return calendar.closing(day) if calendar.is_working_day(day) else None


def left_of(catalogue: Catalogue, agency: str, now: datetime) -> int:
    """Working minutes left today."""
    day = day_of(now)
    end = now.astimezone(VIET_NAM).replace(hour=23, minute=59)
    return max(0, catalogue.calendar_for(agency, day).between(now, end + timedelta(minutes=1)))
