"""When a password may be tried: growing pauses after failures, counted before the password is looked at."""

from datetime import datetime, timedelta
from typing import NamedTuple

FREE = 5  # tries before the first pause
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)  # a stranger who tries must not keep its owner out for long


class Tries(NamedTuple):
    """How often a password was wrong since it was last right, and until when none is looked at."""

    failures: int = 0
    locked_until: datetime | None = None

    def allows(self, now: datetime) -> bool:
        """Whether a password is looked at."""
        return self.locked_until is None or self.locked_until <= now

    def counted(self, now: datetime) -> "Tries":
        """With one try more, as if it were wrong: a hundred at the same moment must not all be the fifth."""
        failures = self.failures + 1
        return Tries(failures, now + pause_after(failures) if failures >= FREE else None)


def pause_after(failures: int) -> timedelta:
    """How long no password is looked at after so many wrong ones."""
    return min(SHORTEST * (1 << min(failures - FREE, 10)), LONGEST)
