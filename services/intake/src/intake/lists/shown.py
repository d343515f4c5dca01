"""How a list's line looks to its readers."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class Found(TypedDict):
    """A dossier that was looked for; `national` is the national portal's status beside ours, None for a draft."""

    dossier_id: UUID
    version: int
    code: str | None
    status: str
    national: int | None
    desk: str | None
    procedure: str | None
    received_at: datetime | None
    due_at: datetime | None
