"""What a citizen is shown of their own dossiers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from portal.views import MessageView, TraceView

Need = Literal["", "draft", "incomplete", "supplement", "fee", "result", "rate"]


@dataclass(frozen=True, slots=True)
class MyCard:
    """A dossier in the list: what it waits for, and until when; `remaining` is in working minutes, negative when over."""

    dossier_id: str
    code: str
    name: str
    status: str
    due: str
    need: Need
    due_at: datetime | None = None
    at: datetime | None = None
    remaining: int = 0
    holder: str = ""
    per_day: int = 450


@dataclass(frozen=True, slots=True)
class MineView:
    """The reader's dossiers: what is asked of them, what is on its way, what is over."""

    now: datetime
    asked: tuple[MyCard, ...] = ()
    under_way: tuple[MyCard, ...] = ()
    over: tuple[MyCard, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class StepPart:
    """A leg: what is done, by whom, until when."""

    task: str
    who: str
    state: Literal["done", "here", "waiting"]
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    until: datetime | None = None
    officer: str = ""
    granted: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the way; several parts go on at the same time."""

    kind: Literal["received", "work", "result"]
    state: Literal["done", "here", "waiting"]
    parts: tuple[StepPart, ...] = ()
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, in citizens' words."""

    at: datetime
    icon: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper to open: a form that was printed for them, or a stored file."""

    words: str
    name: str
    address: str
    result: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk asked for: its words, until when, and the papers that a file may be put to."""

    content: str
    answer_by: datetime | None
    papers: tuple[tuple[str, str], ...]
    given: tuple[Sheet, ...] = ()
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class MyDossierView:
    """The whole way of one of the reader's dossiers. `key` makes a repeated click one; `said` and `faults` are of the last act."""

    now: datetime
    dossier_id: str
    code: str
    name: str
    procedure: str
    status: str
    due: str
    version: int
    need: Need
    desk: str
    desk_id: str = ""
    holder: str = ""
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    remaining: int = 0
    per_day: int = 450
    verdict: str = ""
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    submitted_at: datetime | None = None
    return_channel: str = "counter"
    post_no: str = ""
    ground: str = ""
    steps: tuple[Step, ...] = ()
    term: str = ""
    trace: tuple[TraceView, ...] = ()
    happened: tuple[Happened, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    messages: tuple[MessageView, ...] = ()
    channels: tuple[str, ...] = ()
    asked: Asked | None = None
    owed_dong: int = 0
    owed_for: str = ""
    receipts: tuple[tuple[str, int, datetime], ...] = ()
    may_withdraw: bool = False
    may_rate: bool = False
    rated: bool = False
    reason: str = ""
    pays: bool = False
    key: str = ""
    said: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> date | None:
        """The day that was promised at the reception."""
        return self.trace[-1].on if self.trace else None

    @property
    def skipped(self) -> tuple[TraceView, ...]:
        """Days on the way that don't count, the first apart: weekends and holidays."""
        return tuple(line for line in self.trace if line.n is None and line.label.startswith("T"))
