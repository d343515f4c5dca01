"""What the windows show of a dossier: a picture drawn from its events alone."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

Status = Literal["unknown", "submitted", "declined", "open", "result", "returned", "stopped"]


class LegRecord(msgspec.Struct, frozen=True):
    """A leg as the events told it, at its place in the journey; lengths in working minutes."""

    task: str
    agency: str
    state: Literal["waiting", "under_way", "here", "done"] = "waiting"
    granted: int = 0
    used: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    officer: str = ""
    place: int = 0
    step: str = ""  # what it waits for, once it is here: assign, start, work, posting, approve, sign, number, issue
    late: bool = False


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """A consignment that leads somewhere still: under way, sent back or recalled, or the result in its desk's hands."""

    leg: str
    sender: str
    receiver: str
    state: Literal["sent", "back", "taken"] = "sent"


class Question(msgspec.Struct, frozen=True, array_like=True):
    """An opinion that an agency was asked for and hasn't given."""

    leg: str
    asked: str



class MessageRecord(msgspec.Struct, frozen=True, array_like=True):
    """How far a message is; of one deferred `again_at` says when it is tried again. One stored earlier ends after `at`."""

    status: str
    at: datetime
    reason: str = ""
    again_at: datetime | None = None
    recipient: str = "applicant"
    agency: str = ""  # whose officer or head it is for


class CallRecord(msgspec.Struct, frozen=True):
    """A call that an agency owes the applicant; `tries` reached nobody, `reached_at` closes it."""

    agency: str
    reason: str
    asked_at: datetime
    tries: int = 0
    tried_at: datetime | None = None
    reached_at: datetime | None = None
    officer: str = ""  # who phoned last

    @property
    def owed(self) -> bool:
        """Whether it has still to be made."""
        return self.reached_at is None


class Record(msgspec.Struct, frozen=True):
    """A dossier; `chain` is the hash of its last entry in the ledger, `waiting` its consignments without answer.

    `unanswered` are those of them whose time to answer has passed, `supplement` the round asked for and not given yet,
    `lapsed` that its window has passed, `remaining` what a pause keeps, in working minutes; `calendar` the edition it is
    counted with; `asked` how many supplements were asked for, `stay` the number of its place in the figures (domain.standing).
    """

    chain: str = ""
    status: Status = "unknown"
    code: str | None = None
    procedure: str = ""
    procedure_version: int = 1
    channel: str = ""
    desk: str = ""
    received_by: str = ""  # the desk that received it; `desk` is whoever stands in its place now
    holder: str = ""
    term: str = ""
    calendar: str = ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    original_due_at: datetime | None = None
    granted: int = 0
    used: int = 0
    paused: int = 0
    ground: str = ""
    remaining: int = 0
    warned: bool = False
    breached: bool = False
    blamed: str = ""
    apology_by: datetime | None = None
    apologised: bool = False
    verdict: str = ""
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    submitted_at: datetime | None = None
    changed_at: datetime | None = None
    legs: dict[str, LegRecord] = {}
    waiting: dict[str, datetime] = {}
    sent: dict[str, Sent] = {}
    questions: dict[str, Question] = {}
    returned: bool = False  # before reception, to be completed
    unanswered: tuple[str, ...] = ()
    supplement: int = 0
    lapsed: bool = False
    stalled: bool = False
    messages: dict[str, MessageRecord] = {}
    calls: dict[str, CallRecord] = {}
    asked: int = 0
    refused: bool = False
    stay: int = 0
    stay_on: date | None = None
    parties: tuple[str, ...] = ()  # agencies that have or had a part in it, by code
    heirs: dict[str, str] = {}  # who stands in the place of an agency that is no more

    def with_(self, **changes: object) -> "Record":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def seen_by(self, agencies: Iterable[str | None]) -> "Record":
        """A copy that these agencies may see, too."""
        new = [agency for agency in dict.fromkeys(agencies) if agency and agency not in self.parties]
        return self.with_(parties=tuple(sorted((*self.parties, *new)))) if new else self

    def owes(self, call: CallRecord) -> str:
        """The agency of a call: who owes it now, or owed it when it was made."""
        return self.heirs.get(call.agency, call.agency) if call.owed else call.agency

    def followed(self, predecessor: str, successor: str) -> "Record":
        """A copy in which the successor stands in the predecessor's place, and of those in whose place that one stood."""
        heirs = {agency: successor if heir == predecessor else heir for agency, heir in self.heirs.items() if agency != successor}
        return self.with_(heirs={**heirs, predecessor: successor})

    def with_leg(self, leg: str, **changes: object) -> "Record":
        """A copy with changes to a leg; a leg that isn't known stays unknown."""
        if leg not in self.legs:
            return self
        return self.with_(legs={**self.legs, leg: msgspec.structs.replace(self.legs[leg], **changes)})

    @property
    def due(self) -> str:
        """By what time says: on_time, due_soon, overdue, paused; done or stopped when it is over; none before."""
        if self.status in ("returned", "result"):
            return "done"
        if self.status in ("stopped", "declined"):
            return "stopped"
        if self.status != "open":
            return "none"
        if self.ground:
            return "paused"
        return "overdue" if self.breached else ("due_soon" if self.warned else "on_time")

    @property
    def journey(self) -> dict[str, LegRecord]:
        """The legs in their order: jsonb keeps keys in one of its own."""
        return dict(sorted(self.legs.items(), key=lambda leg: leg[1].place))

    @property
    def needs(self) -> tuple[str, ...]:
        """What a person has to see to, as time has noticed it: call, stalled, unanswered, lapsed."""
        owed = any(call.owed for call in self.calls.values())
        found = {"call": owed, "stalled": self.stalled, "unanswered": bool(self.unanswered), "lapsed": self.lapsed}
        return tuple(need for need, there in found.items() if there)

    @property
    def unsent(self) -> tuple[str, ...]:
        """The channel of each message to the applicant that waits to be sent."""
        waiting = (key for key, m in self.messages.items() if m.recipient == "applicant" and m.status in ("queued", "deferred"))
        return tuple(key.partition("/")[2] for key in waiting)

    @property
    def step(self) -> int:
        """How far it is, for anybody: 1 received, 2 forwarded, 3 in work, 4 result, 5 over."""
        if self.status in ("returned", "stopped", "declined"):
            return 5
        if self.status == "result":
            return 4
        return 3 if any(leg.state in ("here", "done") for leg in self.legs.values()) else (2 if self.legs else 1)
