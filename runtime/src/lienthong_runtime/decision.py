"""What a decision is: a pure function of a state, a fact or a command, and the context, to a Decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from lienthong_calendar import day_of
from lienthong_contracts import DossierEvent


class Unprocessable(Exception):
    """An event that can never be handled as things stand; a subclass names the fact.

    It is set aside with its reason, its dossier's later events wait behind it, and an operator replays it.
    """


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where, and what to say in either language."""

    field: str
    vi: str
    en: str


class Refused(Exception):
    """A command that the rules don't allow now; nothing changes. `law` cites the rule (R20)."""

    def __init__(self, *faults: Fault, law: str = "") -> None:
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults
        self.law = law


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know of the world: business time, the catalogue's local copy, what was fetched for it.

    `noticed_at` is when it is being decided, for saying that something was noticed late; None in a replay.
    """

    now: datetime
    catalogue: Any = None
    dossier_id: UUID | None = None
    extra: Any = None
    noticed_at: datetime | None = None

    @property
    def today(self) -> date:
        """The day in Việt Nam."""
        return day_of(self.now)


class Decision[State](msgspec.Struct, frozen=True):
    """What follows: the new state, the facts to report, and work for the outside once all is committed.

    `beside` is what the service's side keeps in the same transaction, such as what the change means to its figures.
    """

    state: State
    events: tuple[DossierEvent, ...] = ()
    effects: tuple[Any, ...] = ()
    beside: tuple[Any, ...] = ()


class Seen(msgspec.Struct, frozen=True):
    """The last event of a source that this row has taken in."""

    number: int
    event_id: str


class Row[State](msgspec.Struct, frozen=True):
    """A dossier in one service: `version` counts saves, `issued` is the last number given to an event of ours."""

    dossier_id: UUID
    version: int = 0
    issued: int = 0
    seen: dict[str, Seen] = {}
    state: State | None = None


type OnEvent = Mapping[type[DossierEvent], Callable[[Any, Any, Context], Decision[Any]]]
type OnCommand = Mapping[type[Any], Callable[[Any, Any, Context], Decision[Any]]]
type OnTime = Callable[[Any, Context], Decision[Any]]
