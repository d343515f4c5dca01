"""What the officer's pages show."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.officer.asked import Asked
from portal.views import LegView


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its word's key or its name, how many lines it leaves, where it leads, and whether it holds now."""

    key: str
    n: int
    address: str
    chosen: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A line of the inbox; `remaining` in working minutes, `note` what a person has to know of it."""

    dossier_id: str
    leg: str
    code: str
    procedure_name: str
    step: str
    officer: str
    group: str
    due: str
    remaining: int | None
    by_at: datetime
    legs: tuple[LegView, ...]
    needs: tuple[str, ...]
    note: str
    moved_at: datetime
    per_day: int


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Lines that time says the same of; `total` counts those on other pages, too."""

    key: str
    total: int
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the sentence says: overdue, to be finished today before `closing`, standing still."""

    overdue: int
    today: int
    stalled: int
    total: int
    closing: datetime | None


@dataclass(frozen=True, slots=True)
class InboxView:
    """The inbox of an agency; `left_today` are working minutes."""

    now: datetime
    agency: str
    asked: Asked
    sums: Sums
    whose: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    times: tuple[Choice, ...]
    needs: tuple[Choice, ...]
    procedures: tuple[Choice, ...]
    officers: tuple[Choice, ...]
    groups: tuple[WorkGroup, ...]
    following: str
    left_today: int
    may_assign: bool
    key: str
    told: tuple[tuple[str, bool, str], ...] = ()  # code, whether it was done, and what was said
    fault: str = ""
    away: dict[str, str] = field(default_factory=dict)  # who is away today, and who stands in
