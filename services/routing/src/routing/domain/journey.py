"""What routing knows of a dossier: its legs, and every consignment between agencies."""

from datetime import datetime
from typing import Literal

import msgspec

RETURN = "return"  # the way back of the result to the desk


class Leg(msgspec.Struct, frozen=True):
    """An agency's share of the work."""

    leg: str
    agency: str
    task: str
    share: str
    after: tuple[str, ...] = ()
    pause_before: str = ""
    consult_within: str | None = None
    on_silence: str = "escalate"
    status: Literal["waiting", "under_way", "working", "done"] = "waiting"
    officer: str | None = None


class HandOver(msgspec.Struct, frozen=True):
    """A consignment: sent, then acknowledged or refused; a resend keeps its id."""

    consignment: str
    leg: str
    sender: str
    receiver: str
    attempt: int
    answer_by: datetime
    status: Literal["sent", "acknowledged", "refused", "recalled"] = "sent"


class Consultation(msgspec.Struct, frozen=True):
    """A question to another agency, open until answered or lapsed."""

    consultation: str
    leg: str
    asked: str
    answer_by: datetime
    on_silence: str


class Journey(msgspec.Struct, frozen=True):
    """The way of one dossier; `paused` holds the legal ground while the statutory time stands still."""

    code: str
    procedure: str
    procedure_version: int
    desk: str
    due_at: datetime
    status: Literal["moving", "result", "closed", "stopped"] = "moving"
    legs: dict[str, Leg] = {}
    hand_overs: dict[str, HandOver] = {}
    consultations: dict[str, Consultation] = {}
    asked: int = 0  # consultations so far, open or not
    paused: str = ""
    pauses_done: tuple[str, ...] = ()
    apology_owed: str = ""
    apologised: bool = False
    overdue: bool = False

    def with_(self, **changes: object) -> "Journey":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_leg(self, leg: str, **changes: object) -> "Journey":
        """A copy with changes to one leg."""
        return self.with_(legs={**self.legs, leg: msgspec.structs.replace(self.legs[leg], **changes)})

    def with_hand_over(self, hand_over: HandOver) -> "Journey":
        """A copy with a consignment put in or replaced."""
        return self.with_(hand_overs={**self.hand_overs, hand_over.consignment: hand_over})

    def built_on(self, leg: str) -> list[str]:
        """The legs that wait for this one, and those that wait for them."""
        following = [other.leg for other in self.legs.values() if leg in other.after]
        return sorted({*following, *(later for name in following for later in self.built_on(name))})

    def reset(self, legs: list[str]) -> "Journey":
        """A copy in which these legs wait again, and what was on its way to them is called back."""
        hand_overs = {
            key: msgspec.structs.replace(h, status="recalled") if h.leg in legs and h.status in ("sent", "refused") else h
            for key, h in self.hand_overs.items()
        }
        waiting = {name: msgspec.structs.replace(self.legs[name], status="waiting", officer=None) for name in legs}
        return self.with_(legs={**self.legs, **waiting}, hand_overs=hand_overs)

    @property
    def ready(self) -> list[Leg]:
        """Legs that may start: all that they wait for is done."""
        return [leg for leg in self.legs.values() if leg.status == "waiting" and all(self.legs[a].status == "done" for a in leg.after)]

    @property
    def next_lapse(self) -> datetime | None:
        """When the first open consultation lapses."""
        return min((c.answer_by for c in self.consultations.values()), default=None)
