"""What the procedure says about a dossier's time: the version of its reception holds to its end."""

from typing import Protocol

from lienthong_calendar import WorkingCalendar, granted_minutes, parse_term


class Rules(Protocol):
    """The part of a published procedure that time needs."""

    @property
    def warn_at(self) -> tuple[str, ...]:
        """Warning rungs of the dossier's clock."""

    @property
    def stalled_after(self) -> str:
        """A term: no event for so long, and the dossier is stuck."""

    @property
    def escalate_after(self) -> str:
        """A term: so long after the breach the supervising one-stop is told."""


def stalls_after(rules: Rules, calendar: WorkingCalendar) -> int:
    """Working minutes without an event after which a dossier is stuck."""
    return granted_minutes(calendar, parse_term(rules.stalled_after))
