"""All that time knows of a dossier: its clocks, who used which minute, and when time must act next."""

from datetime import datetime

import msgspec

from sla_monitor.domain.clock import DOSSIER, Clock


class Share(msgspec.Struct, frozen=True):
    """A leg's part of the term, as planned."""

    agency: str
    minutes: int
    warn_at: tuple[str, ...] = ()


class Consignment(msgspec.Struct, frozen=True):
    """What was sent and not answered yet."""

    leg: str
    sender: str
    receiver: str
    answer_by: datetime


class Supplement(msgspec.Struct, frozen=True):
    """What the citizen was asked for, and until when."""

    round: int
    answer_by: datetime


class Overrun(msgspec.Struct, frozen=True):
    """At the breach: what a leg was granted and what it had used, in working minutes."""

    leg: str
    agency: str
    granted: int
    used: int


class Budget(msgspec.Struct, frozen=True, omit_defaults=True):
    """`promised_at` is the date that holds now; `clock.due_at` the one by law, which an apology doesn't move (R21).

    `calendar` is the edition all of it is counted with. `uses` holds working minutes by account (accounts.py), counted
    until `counted_at`. The term runs from `term_from`, and pauses since then have `moved` its end by so many minutes.
    `timers` are rungs to come with their instants; `rungs` those of the clocks that were raised in this term.
    """

    desk: str
    procedure: str
    procedure_version: int
    term: str
    supplement_mode: str
    started_at: datetime
    promised_at: datetime
    clock: Clock
    counted_at: datetime
    term_from: datetime
    touched_at: datetime
    calendar: str = ""
    moved: int = 0
    shares: dict[str, Share] = {}
    legs: dict[str, Clock] = {}
    uses: dict[str, int] = {}
    ground: str = ""
    paused_by: str = ""
    timers: dict[str, datetime] = {}
    rungs: tuple[str, ...] = ()
    waiting: dict[str, Consignment] = {}
    officers: dict[str, str] = {}
    supplement: Supplement | None = None
    overruns: tuple[Overrun, ...] = ()
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
    def next_timer(self) -> datetime | None:
        """When time must act next."""
        return min(self.timers.values(), default=None)

    @property
    def resolving_leg(self) -> str | None:
        """The leg whose agency resolves it now: a running one, else the next one planned, else the last; never the counter."""
        open_legs = [leg for leg in self.legs.values() if leg.status != "stopped"]
        if open_legs:
            return max(open_legs, key=lambda leg: leg.since).name
        to_come = [name for name in self.shares if name not in self.legs]
        if to_come:
            return to_come[0]
        return max(self.legs.values(), key=lambda leg: leg.since).name if self.legs else None

    @property
    def resolving_agency(self) -> str:
        """Who resolves it now; the desk only while no journey is planned."""
        leg = self.resolving_leg
        return self.desk if leg is None else self.legs[leg].agency if leg in self.legs else self.shares[leg].agency
