"""What routing knows of a dossier: its legs, and every consignment between agencies."""

from datetime import datetime
from typing import Any, Literal

import msgspec

RETURN = "return"  # the way back of the result to the desk
MOST_ATTEMPTS = 3  # of one consignment by itself; after that its sender's head has been told, and people have to act


class Draft(msgspec.Struct, frozen=True):
    """A leg's result on its way from the officer's draft to its issue; a refusal is one too (R18)."""

    outcome: Literal["granted", "refused"]
    reason: str = ""
    legal_ground: str = ""
    stage: Literal["proposed", "approved", "signed", "numbered"] = "proposed"
    result_no: str = ""


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
    posting: str | None = None
    posting_stops_clock: bool = False
    external: str = ""
    supervisor: str | None = None
    result: str | None = None
    status: Literal["waiting", "under_way", "working", "done"] = "waiting"
    officer: str | None = None
    started: bool = False
    posted_until: datetime | None = None
    posted: bool = False
    draft: Draft | None = None


ANEW: dict[str, Any] = {"officer": None, "started": False, "draft": None, "posted": False, "posted_until": None}  # a leg to be done again


class HandOver(msgspec.Struct, frozen=True):
    """A consignment: sent, then acknowledged or refused; a resend keeps its id."""

    consignment: str
    leg: str
    sender: str
    receiver: str
    attempt: int
    answer_by: datetime
    status: Literal["sent", "acknowledged", "refused", "recalled", "held"] = "sent"
    sent_at: datetime | None = None
    elsewhere: int = 0  # how many of the attempts went to a receiver that has ceased since


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
    supplements: int = 0
    consulted: tuple[str, ...] = ()
    part_results: tuple[str, ...] = ()  # numbers of those already issued, of several
    return_desk: str = ""  # where the result is handed out
    followers: dict[str, str] = {}  # who followed those that had a part and ceased

    def with_(self, **changes: object) -> "Journey":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    def with_leg(self, leg: str, **changes: object) -> "Journey":
        """A copy with changes to one leg."""
        return self.with_(legs={**self.legs, leg: msgspec.structs.replace(self.legs[leg], **changes)})

    def with_hand_over(self, hand_over: HandOver) -> "Journey":
        """A copy with a consignment put in or replaced."""
        return self.with_(hand_overs={**self.hand_overs, hand_over.consignment: hand_over})

    def without(self, closed: Consultation) -> "Journey":
        """A copy in which a question is no longer open."""
        return self.with_(consultations={key: entry for key, entry in self.consultations.items() if key != closed.consultation})

    def built_on(self, leg: str) -> list[str]:
        """The legs that wait for this one, and those that wait for them."""
        following = [other.leg for other in self.legs.values() if leg in other.after]
        return sorted({*following, *(later for name in following for later in self.built_on(name))})

    def reset(self, legs: list[str]) -> "Journey":
        """A copy in which these legs wait again, and what was on its way to them is called back."""
        hand_overs = {
            key: msgspec.structs.replace(h, status="recalled") if h.leg in legs and h.status in ("sent", "refused", "held") else h
            for key, h in self.hand_overs.items()
        }
        waiting = {name: msgspec.structs.replace(self.legs[name], status="waiting", **ANEW) for name in legs}
        return self.with_(legs={**self.legs, **waiting}, hand_overs=hand_overs)

    @property
    def ready(self) -> list[Leg]:
        """Legs that may start: all that they wait for is done."""
        return [leg for leg in self.legs.values() if leg.status == "waiting" and all(self.legs[a].status == "done" for a in leg.after)]

    def gives_result(self, leg: str) -> bool:
        """Whether the leg ends with a result: one of several, or nobody waits for it."""
        return self.legs[leg].result is not None or not any(leg in other.after for other in self.legs.values())

    @property
    def home(self) -> str:
        """The desk that hands the result out."""
        return self.return_desk or self.desk

    @property
    def parties(self) -> frozenset[str]:
        """Every agency with a part in the dossier or a follower's, who watches over one, and who was asked for an opinion."""
        legs = {agency for leg in self.legs.values() for agency in (leg.agency, leg.supervisor) if agency}
        carried = {agency for sent in self.hand_overs.values() for agency in (sent.sender, sent.receiver)}
        return frozenset({self.desk, self.home, *self.consulted, *self.followers.values(), *legs, *carried})

    @property
    def next_timer(self) -> datetime | None:
        """When time must act next: an opinion lapses, a notice ends, a consignment goes out once more."""
        if self.status in ("closed", "stopped"):
            return None
        opinions = [c.answer_by for c in self.consultations.values()]
        return min([*opinions, *(leg.posted_until for leg in self.hanging), *(sent.answer_by for sent in self.unanswered)], default=None)

    @property
    def hanging(self) -> list[Leg]:
        """Legs whose notice hangs in public now."""
        return [leg for leg in self.legs.values() if leg.status == "working" and leg.posted_until and not leg.posted]

    @property
    def unanswered(self) -> list[HandOver]:
        """Consignments that time may send again: sent, still leading somewhere, and not often enough yet."""
        alive = [h for h in self.hand_overs.values() if h.status == "sent" and h.attempt - h.elsewhere < MOST_ATTEMPTS]
        return [h for h in alive if self.status == "moving" or h.leg == RETURN]
