"""What is shown of dossiers: one to those who work on it, a list, and what anybody may know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from portal.format import WORKING_DAY
from portal.web.board_views import EventLine
from portal.web.message_views import NO_CALLS, CallsView, CallView, MessageView

Due = Literal["on_time", "due_soon", "overdue", "paused", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class LegView:
    """An agency's leg (chặng) in working minutes, shown by `agency`, else `name`; a pause has its ground as `task`."""

    name: str
    task: str
    agency: str
    state: Literal["done", "here", "waiting", "refused", "paused"]
    granted: int = 0
    used: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    officer: str = ""

    @property
    def over(self) -> int:
        """Minutes beyond the leg's share."""
        return max(0, self.used - self.granted)

    @property
    def within(self) -> int:
        """Minutes used of the leg's own share."""
        return min(self.used, self.granted)


@dataclass(frozen=True, slots=True)
class TraceView:
    """A day on the way to the due date: the n-th that counts, or none; why, by which law and decision; `label` for its box."""

    on: date
    n: int | None
    weekday: str
    why: str
    law: str = ""
    decision_no: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class UseView:
    """An account of working minutes: a leg's work, a wait at a counter, or a pause with its ground."""

    kind: Literal["leg", "wait", "pause"]
    agency: str
    about: str
    minutes: int


@dataclass(frozen=True, slots=True)
class StatementView:
    """Who used how much. Once the clock has stopped, `used` and `paused` are its own sums; until then `until` says how far."""

    uses: tuple[UseView, ...] = ()
    used: int = 0
    paused: int = 0
    until: datetime | None = None

    @property
    def total(self) -> int:
        """All accounts together."""
        return sum(use.minutes for use in self.uses)

    def of(self, kind: str) -> int:
        """The accounts of a kind together."""
        return sum(use.minutes for use in self.uses if use.kind == kind)


@dataclass(frozen=True, slots=True)
class BreachView:
    """When the due moment passed: each leg that had begun, with what it had used by then."""

    at: datetime
    legs: tuple[LegView, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the system will do by itself, by its name; `minutes` are working minutes from now."""

    at: datetime
    icon: str
    tone: str
    kind: Literal["apology", "due", "promise"]
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier's whole life for those who work on it. `remaining` is in working minutes, negative when over.

    `moves` are what happened to its date since the reception; `statement` is None when the monitor couldn't be asked;
    `messages` went to the citizen, `notices` to officers and heads.
    """

    now: datetime
    code: str
    dossier_id: str
    procedure: str
    procedure_name: str
    channel: str
    desk: str
    due: Due
    received_at: datetime
    due_at: datetime
    original_due_at: datetime
    term: str
    granted: int = 0
    used: int = 0
    paused: int = 0
    remaining: int = 0
    finished_at: datetime | None = None
    verdict: Literal["", "early", "on_time", "late"] = ""
    legs: tuple[LegView, ...] = ()
    trace: tuple[TraceView, ...] = ()
    moves: tuple[EventLine, ...] = ()
    statement: StatementView | None = None
    restarted: bool = False
    breach: BreachView | None = None
    needs: tuple[str, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    timeline: tuple[EventLine, ...] = ()
    messages: tuple[MessageView, ...] = ()
    notices: tuple[MessageView, ...] = ()
    calls: CallsView = NO_CALLS
    only: str = ""
    minutes_per_day: int = WORKING_DAY


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list."""

    code: str
    dossier_id: str
    procedure_name: str
    due: Due
    remaining: int
    due_at: datetime
    holder: str = ""
    legs: tuple[LegView, ...] = ()
    note: str = ""
    needs: tuple[str, ...] = ()
    minutes_per_day: int = WORKING_DAY


@dataclass(frozen=True, slots=True)
class EarlyCalls:
    """Calls that are owed about what isn't received yet, and so has no code."""

    dossier_id: str
    procedure_name: str
    calls: tuple[CallView, ...]


@dataclass(frozen=True, slots=True)
class DossiersView:
    """A page of dossiers in the order of their dates; `total` counts those beyond it too, `told` is what became of a call."""

    now: datetime
    rows: tuple[DossierRow, ...] = ()
    total: int = 0
    due: str = ""
    agency: str = ""
    asked: str = ""
    need: str = ""
    early: tuple[EarlyCalls, ...] = ()
    told: CallsView = NO_CALLS
    more: bool = False  # than `total` says
    following: str = ""  # the next page's address


@dataclass(frozen=True, slots=True)
class TrackView:
    """What anybody may know of a dossier: its code and how far it is (TT 01/2018 Đ.16.2d); step 1 to 4, 5 when over."""

    code: str = ""
    step: int = 0
    updated_at: datetime | None = None
    not_found: bool = False
    stopped: bool = False
