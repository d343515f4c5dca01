"""All that time knows of a dossier: its clocks, who used which minute, and when time must act next."""

from datetime import datetime

import msgspec

from sla_monitor.domain.clock import DOSSIER, Clock


class Share(msgspec.Struct, frozen=True):
    """A leg's part of the term, and its place in the plan: jsonb doesn't keep the order of keys."""

    agency: str
    minutes: int
    warn_at: tuple[str, ...] = ()
    place: int = 0
    after: tuple[str, ...] = ()


class Consignment(msgspec.Struct, frozen=True):
    """What was sent for a leg and not answered yet."""

    consignment: str
    sender: str
    receiver: str
    answer_by: datetime


class Supplement(msgspec.Struct, frozen=True):
    """What the citizen was asked for, and until when."""

    round: int
    answer_by: datetime


class Overrun(msgspec.Struct, frozen=True):
    """At a breach, which was `at` that instant: what a leg was granted and what it had used, in working minutes."""

    at: datetime
    leg: str
    agency: str
    granted: int
    used: int


class Budget(msgspec.Struct, frozen=True, omit_defaults=True):
    """`promised_at` is the date that holds now; `clock.due_at` the one by law, which an apology doesn't move (R21).

    `calendar` is the edition all of it is counted with. `uses` holds working minutes by account (accounts.py), counted
    until `counted_at`. The term runs from `term_from`, and pauses since then have `moved` its end by so many minutes.
    `waiting` holds consignments by leg. `timers` are rungs to come with their instants, `rungs` those of the clocks that
    were raised in this term.
    """

    code: str
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
    watchers: tuple[str, ...] = ()  # agencies that supervise a leg (R17) or were asked for an opinion (R13)

    def with_(self, **changes: object) -> "Budget":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_clock(self, clock: Clock) -> "Budget":
        """A copy with the dossier's or a leg's clock replaced."""
        return self.with_(clock=clock) if clock.name == DOSSIER else self.with_(legs={**self.legs, clock.name: clock})

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The dossier's clock, then the legs' by name."""
        return (self.clock, *(self.legs[name] for name in sorted(self.legs)))

    @property
    def parties(self) -> frozenset[str]:
        """Every agency with a part in the dossier: they may see who used how much of it."""
        at_work = {part.agency for part in (*self.shares.values(), *self.legs.values())}
        return frozenset({self.desk, *at_work, *self.watchers, *(sent.receiver for sent in self.waiting.values())})

    @property
    def on_its_way(self) -> list[tuple[str, Consignment]]:
        """What was sent and not answered yet, by leg, the earliest answer first."""
        return sorted(self.waiting.items(), key=lambda item: (item[1].answer_by, item[0]))

    def built_on(self, leg: str) -> set[str]:
        """The legs that wait for this one, and those that wait for them."""
        following = {name for name, share in self.shares.items() if leg in share.after}
        return following.union(*(self.built_on(name) for name in following))

    @property
    def next_timer(self) -> datetime | None:
        """When time must act next."""
        return min(self.timers.values(), default=None)

    @property
    def resolving_leg(self) -> str | None:
        """The leg whose agency resolves it now: one under way, else one on its way, else the next planned, else the last.

        Never the counter.
        """
        if open_legs := [leg for leg in self.clocks[1:] if leg.status != "stopped"]:
            return max(open_legs, key=lambda leg: leg.since).name
        sent = [leg for leg, _ in self.on_its_way if leg in self.shares]
        to_come = sorted(self.shares.keys() - self.legs.keys(), key=lambda name: (self.shares[name].place, name))
        done = sorted(self.clocks[1:], key=lambda leg: leg.since, reverse=True)
        return next(iter([*sent, *to_come, *(leg.name for leg in done)]), None)

    @property
    def resolving_agency(self) -> str:
        """Who resolves it now; the desk only while no journey is planned."""
        leg = self.resolving_leg or ""
        clock, share = self.legs.get(leg), self.shares.get(leg)
        # A clock that was stopped says who had the leg: given back, it may be a successor's by now.
        holder = clock if clock is not None and clock.status != "stopped" else share or clock
        return holder.agency if holder else self.desk
