"""What the page of dead letters shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.wording import Line


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list: `key` is its service and number, `place` the dossier that a replay of it takes along."""

    key: str
    service: str
    number: int
    at: datetime
    title: str
    reason: str
    kind: str
    kind_words: str
    origin: str
    dossier_id: str = ""
    code: str = ""
    due_at: datetime | None = None
    behind: int = 0
    attempts: int = 1
    replayed_at: datetime | None = None

    @property
    def place(self) -> str:
        """What a replay handles: a dossier in a service."""
        return f"{self.service}.{self.dossier_id}"


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that waits behind it."""

    words: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A value of the state, before and after, as text; empty where there was or will be none."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepView:
    """What would become of one event: its changes, what would go out, and why it would still fail."""

    words: str
    kind: str
    result: str
    why: str
    changes: tuple[ChangeView, ...]
    events: tuple[Line, ...]
    effects: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """A dry run's steps; `took` in milliseconds. Without steps the service didn't answer."""

    at: datetime
    took: int
    steps: tuple[StepView, ...] = ()

    @property
    def going_in(self) -> int:
        """How many events would be handled."""
        return sum(step.result in ("applied", "seen") for step in self.steps)


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter whole: `payload` a line a tuple of indent, key and value; `safe` when it is a known event: no personal data."""

    row: LetterRow
    source: str
    event_number: int
    payload: tuple[tuple[str, str, str], ...]
    safe: bool
    todo: tuple[str, ...]
    parked: tuple[Parked, ...] = ()
    dry_run: DryRun | None = None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A bulk replay that somebody proposed; undecided while `decided_by` is empty. `left` of its dossiers weren't handled yet."""

    id: int
    at: datetime
    by: str
    reason: str
    letters: tuple[dict[str, Any], ...]
    decided_by: str = ""
    decided_at: datetime | None = None
    approved: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A replay that was made: how many events went in, and how many stayed."""

    at: datetime
    by: str
    service: str
    code: str
    dossier_id: str
    applied: int
    stayed: int
    fault: str = ""
    proposal: int | None = None


@dataclass(frozen=True, slots=True)
class DeadLettersPage:
    """The page. `chosen` are the places ticked for a proposal, `faults` what was wrong with it."""

    now: datetime
    rows: tuple[LetterRow, ...] = ()
    shown: LetterView | None = None
    tab: str = "open"
    asked: str = ""
    open: int = 0
    behind: int = 0
    replayed: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    silent: tuple[str, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    made: tuple[Made, ...] = ()
    chosen: tuple[str, ...] = ()
    reason: str = ""
    faults: tuple[str, ...] = ()
    me: str = ""
    may_propose: bool = False
    key: str = ""
