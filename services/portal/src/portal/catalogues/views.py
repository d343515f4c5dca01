"""What the pages of the catalogues show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.catalogues.kinds import Kind


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list: `state` is now, later or over; `note` what else is worth a glance."""

    id: str
    title: str
    version: int
    valid_from: date
    valid_to: date | None
    decision: str
    state: str
    note: str = ""
    under: int = 0


@dataclass(frozen=True, slots=True)
class ListPage:
    """A kind's entries; of agencies those right under `above`, whose line of superiors is `path`."""

    now: datetime
    kind: Kind
    rows: tuple[EntryRow, ...]
    total: int
    asked: str = ""
    path: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of a route: in the column of those that can begin together."""

    leg: str
    task: str
    agency: str
    share: str
    after: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year's table: `days` with None before the first, each a day and its kind and name."""

    n: int
    days: tuple[tuple[date, str, str] | None, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with its versions and the difference between two; `silent` when intake doesn't answer."""

    now: datetime
    kind: Kind
    id: str
    title: str
    versions: tuple[dict[str, Any], ...] = ()
    old: int = 0
    new: int = 0
    changes: tuple[dict[str, Any], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[Leg, ...], ...] = ()
    months: tuple[Month, ...] = ()
    special: tuple[tuple[date, str, str, str], ...] = ()
    text: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """Proposals, newest first."""

    now: datetime
    lines: tuple[dict[str, Any], ...]
    state: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What is wrong with a proposal's text: in which line (0: nobody knows), at which field, in words."""

    line: int
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A proposal being written: what was typed is kept."""

    now: datetime
    text: str
    key: str
    faults: tuple[FaultLine, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal, what it changes and touches; `typed` and `faults` are of a decision that was refused."""

    now: datetime
    proposal: dict[str, Any]
    touched: tuple[dict[str, Any], ...]
    key: str
    mine: bool
    may_decide: bool
    typed: dict[str, str]
    faults: tuple[str, ...] = ()
