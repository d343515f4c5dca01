"""How an inbox and its tasks look to their readers."""

from datetime import datetime
from typing import NotRequired, TypedDict
from uuid import UUID


class TaskShown(TypedDict):
    """What there is to do; about a consultation or a consignment, or about the dossier as a whole."""

    do: str
    leg: str | None
    agency: str
    officer: str | None
    last: bool
    answer_by: datetime | None
    attempt: int
    sender: str | None
    consignment: NotRequired[UUID]
    consultation: NotRequired[UUID]


class LineShown(TypedDict):
    """A dossier with what an agency has to do about it."""

    dossier_id: UUID
    version: int
    code: str
    procedure: str
    desk: str
    due_at: datetime
    overdue: bool
    tasks: list[TaskShown]


class PageShown(TypedDict):
    """Lines, and where the next page begins."""

    lines: list[LineShown]
    next: str | None


class UnansweredShown(TypedDict):
    """A consignment without an acknowledgement; `about` is its number."""

    dossier_id: UUID
    version: int
    agency: str
    act: str
    leg: str
    officer: str | None
    about: UUID
    sender: str | None
    answer_by: datetime
    attempt: int
    last: bool
    code: str
    procedure: str
    desk: str
    due_at: datetime
    overdue: bool
    late: bool
