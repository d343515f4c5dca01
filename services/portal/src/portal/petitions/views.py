"""What is shown of petitions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SUBJECTS = ("delay", "attitude", "formalities", "fee", "suggestion", "other")


@dataclass(frozen=True, slots=True)
class PetitionView:
    """A petition: anybody with the code sees its facts; the agency what was written, too. `left` is working minutes to answer."""

    code: str
    agency: str
    subject: str
    status: str
    received_at: datetime
    refuse_by: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    answer: str = ""
    petition_id: str = ""
    text: str = ""
    name: str = ""
    contact: str = ""
    left: int = 0
    per_day: int = 450


@dataclass(frozen=True, slots=True)
class WriteView:
    """The page to write one on, with the reader's own where they are signed in."""

    provinces: tuple[tuple[str, str], ...]
    province: str
    desks: tuple[tuple[str, str], ...]
    mine: tuple[PetitionView, ...] = ()
    signed_in: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    key: str = ""
    said: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class FollowView:
    """One petition by its code; `new` right after it was handed in."""

    code: str
    petition: PetitionView | None = None
    new: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The agency's list: those that wait, those that were answered."""

    now: datetime
    waiting: tuple[PetitionView, ...] = ()
    answered: tuple[PetitionView, ...] = ()
    key: str = ""
    said: str = ""
    at: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    kept: str = ""
    silent: bool = False
