"""What the administrator's live board shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.wording import Line


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
    """Something that waits for a person, how many times, and where to do it."""

    kind: Literal["apology", "call", "unanswered", "lapsed", "stalled", "dead"]
    icon: str
    tone: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class AlarmView:
    """What is wrong with the system itself, in words, and since when by the machine's clock."""

    about: str
    text: str
    since: datetime


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
    alarms: tuple[AlarmView, ...] = ()
