"""All that time knows of a dossier: its clock, its legs' clocks, and which rungs were reached."""

from datetime import datetime

import msgspec

from sla_monitor.domain.clock import DOSSIER, Clock


class Share(msgspec.Struct, frozen=True):
    """A leg's part of the term, as planned."""

    agency: str
    minutes: int


class Budget(msgspec.Struct, frozen=True):
    """`promised_at` is the date that holds now; `clock.due_at` the one by law, which an apology doesn't move (R21)."""

    desk: str
    term: str
    supplement_mode: str
    started_at: datetime
    promised_at: datetime
    clock: Clock
    shares: dict[str, Share] = {}
    legs: dict[str, Clock] = {}
    rungs: tuple[str, ...] = ()
    warn_at: datetime | None = None
    apologise_at: datetime | None = None
    rescheduled: bool = False
    outcome: str = ""

    def with_(self, **changes: object) -> "Budget":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_clock(self, clock: Clock) -> "Budget":
        """A copy with the dossier's or a leg's clock replaced."""
        return self.with_(clock=clock) if clock.name == DOSSIER else self.with_(legs={**self.legs, clock.name: clock})

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The dossier's clock, then the legs'."""
        return (self.clock, *self.legs.values())

    @property
    def working_agency(self) -> str:
        """Who works on it now: a running leg's agency, else the one that worked last, else the desk."""
        running = [leg for leg in self.legs.values() if leg.status != "stopped"]
        last = sorted(running or self.legs.values(), key=lambda leg: leg.since)
        return last[-1].agency if last else self.desk
