"""At which hour an SMS may ring: never within the quiet hours, and not all at once when they end (domain.md §5.2)."""

from datetime import datetime, time, timedelta
from uuid import UUID

import msgspec
from lienthong_calendar import VIET_NAM


class Quiet(msgspec.Struct, frozen=True):
    """The quiet hours at UTC+7, which may pass midnight, and over how long what waited for their end is spread."""

    begins: time
    ends: time
    spread: timedelta = timedelta(hours=1)

    def holds(self, at: datetime) -> bool:
        """Whether that instant lies within them; their end doesn't."""
        local = at.astimezone(VIET_NAM).time()
        if self.begins <= self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends

    def after(self, at: datetime, dossier_id: UUID) -> datetime:
        """The same instant if it is decent, else one in the hour after the quiet ones: each dossier its own, the same each time."""
        if not self.holds(at):
            return at
        local = at.astimezone(VIET_NAM)
        ends = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        ends += timedelta(days=1) if ends <= local else timedelta(0)
        return ends + timedelta(seconds=dossier_id.int % max(1, int(self.spread.total_seconds())))


def quiet_hours(text: str) -> Quiet | None:
    """Such as 22:00-07:00; None for an empty text. Raises ValueError for anything else."""
    if not text:
        return None
    begins, _, ends = text.partition("-")
    return Quiet(time.fromisoformat(begins), time.fromisoformat(ends))
