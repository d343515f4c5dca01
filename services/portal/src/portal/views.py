"""What each page shows: the contract between the ledger's queries and the templates."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from portal.format import WORKING_DAY
from portal.wording import Line

Due = Literal["on_time", "due_soon", "overdue", "paused", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class EventLine:
    """An entry of the ledger in words; `seq` is its place there, `officer` a login, never a citizen."""

    seq: int
    at: datetime
    line: Line
    code: str = ""
    dossier_id: str = ""
    agency: str = ""
    officer: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """Dossiers in work, by what time says."""

    on_time: int = 0
    due_soon: int = 0
    overdue: int = 0
    paused: int = 0

    @property
    def total(self) -> int:
        """All that are in work."""
        return self.on_time + self.due_soon + self.overdue + self.paused


@dataclass(frozen=True, slots=True)
class Resolved:
    """Dossiers with a result, by the date they had been promised for (domain.md §3.1)."""

    early: int = 0
    on_time: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """All that have a result."""
        return self.early + self.on_time + self.late

    @property
    def in_time(self) -> int:
        """The numerator of the percentage."""
        return self.early + self.on_time


@dataclass(frozen=True, slots=True)
class Received:
    """Dossiers received, by channel."""

    counter: int = 0
    online: int = 0
    post: int = 0

    @property
    def total(self) -> int:
        """All that were received."""
        return self.counter + self.online + self.post


@dataclass(frozen=True, slots=True)
class Today:
    """The working day so far."""

    received: int = 0
    online: int = 0
    returned: int = 0
    early: int = 0
    due: int = 0
    due_open: int = 0
    apologies: int = 0
    apologies_unsent: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """The system's own pulse; delays in seconds. None means that nothing was measured yet."""

    delay_seconds: float | None = None
    consumer_lag: int | None = None
    timer_lag_seconds: float | None = None
    unacknowledged: int = 0
    messages_waiting: int = 0
    dead_letters: int = 0
    ledger_entries: int = 0


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency: what it holds, what it was given, and how its work ended."""

    id: str
    name: str
    held: Open = Open()
    received: int = 0
    resolved: Resolved = Resolved()


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A message channel's figures."""

    channel: Literal["sms", "email"]
    sent: int = 0
    delivered: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a person, and where to do it."""

    icon: str
    tone: str
    text: str
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The administrator's live board. `ends` is today's closing moment; `stopped` left without a result."""

    now: datetime
    ends: datetime
    replaying: bool = False
    speed_note: str = ""
    overdue_agencies: int = 0
    resolved: Resolved = Resolved()
    received: Received = Received()
    stopped: int = 0
    open: Open = Open()
    today: Today = Today()
    strip: Strip = Strip()
    agencies: tuple[AgencyRow, ...] = ()
    events: tuple[EventLine, ...] = ()
    messages: tuple[ChannelRow, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class LegView:
    """An agency's leg (chặng), in working minutes; `paused` is a stop between legs, with its ground as `task`."""

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
    """A day on the way to the due date: the n-th that counts, or why it doesn't (`text`, two words at most)."""

    on: date
    counts: bool
    n: int = 0
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the explanation of a date, and its source in law."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the system will do by itself; `minutes` are working minutes from now."""

    at: datetime
    icon: str
    tone: str
    text: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message about a dossier, or one that a local sink kept; `to` is masked outside local mode."""

    at: datetime
    channel: Literal["sms", "email"]
    state: Literal["queued", "accepted", "delivered", "failed", "suppressed"]
    to: str = ""
    subject: str = ""
    text: str = ""
    code: str = ""
    dossier_id: str = ""
    parts: int = 1


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier's whole life for those who work on it. `remaining` is in working minutes, negative when over."""

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
    reasons: tuple[Reason, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    timeline: tuple[EventLine, ...] = ()
    messages: tuple[MessageView, ...] = ()
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
    minutes_per_day: int = WORKING_DAY


@dataclass(frozen=True, slots=True)
class DossiersView:
    """Dossiers behind a figure, already in order; `total` counts those beyond the ones shown."""

    now: datetime
    rows: tuple[DossierRow, ...] = ()
    total: int = 0
    due: str = ""
    agency: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class TrackView:
    """What anybody may know of a dossier: its code and how far it is (TT 01/2018 Đ.16.2d); step 1 to 4, 5 when over."""

    code: str = ""
    step: int = 0
    updated_at: datetime | None = None
    not_found: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class OutboxView:
    """The messages that the local mail and SMS sinks kept, newest first."""

    now: datetime
    messages: tuple[MessageView, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was set aside; `behind` events of its dossier wait for it."""

    id: str
    at: datetime
    service: str
    reason: str
    kind: str
    origin: str
    state: Literal["set_aside", "replayed", "discarded"] = "set_aside"
    behind: int = 0
    advice: str = ""
    dossier_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class DeadLettersView:
    """What was set aside."""

    now: datetime
    letters: tuple[DeadLetter, ...] = ()

    @property
    def behind(self) -> int:
        """Events that wait behind those not yet replayed."""
        return sum(letter.behind for letter in self.letters if letter.state == "set_aside")


@dataclass(frozen=True, slots=True)
class DocPart:
    """A field of a message, or a parameter of an operation."""

    name: str
    type: str
    required: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class DocEntry:
    """A message kind, or an operation; `tag` is its producer or HTTP method."""

    name: str
    tag: str = ""
    text: str = ""
    parts: tuple[DocPart, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class DocChapter:
    """A topic, or a service's HTTP interface, with the raw document's address."""

    id: str
    title: str
    raw: str
    text: str = ""
    entries: tuple[DocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DocsView:
    """The contracts as a page, read from the project's own documents."""

    chapters: tuple[DocChapter, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in words (RFC 9457), for a person."""

    status: int
    title: str
    detail: str = ""
    faults: tuple[str, ...] = ()
