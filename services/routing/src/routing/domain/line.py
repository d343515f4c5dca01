"""A line of an inbox: one thing to be done about one dossier, as the database keeps it."""

from datetime import datetime
from uuid import UUID

import msgspec

from routing.domain.journey import Journey
from routing.domain.tasks import tasks_of

NOBODY = UUID(int=0)


class Line(msgspec.Struct, frozen=True):
    """A task with what an inbox is filtered and ordered by; `about` is a consignment or a consultation."""

    dossier_id: UUID
    version: int
    agency: str
    act: str
    leg: str
    officer: str | None
    about: UUID
    sender: str | None
    answer_by: datetime | None
    attempt: int
    last: bool
    code: str
    procedure: str
    desk: str
    due_at: datetime
    overdue: bool


def lines_of(dossier_id: UUID, version: int, journey: Journey) -> list[Line]:
    """A journey's lines, in every agency's inbox."""
    return [
        Line(dossier_id, version, task["agency"], task["do"], task.get("leg") or "", task.get("officer"),
             UUID(task.get("consignment") or task.get("consultation") or NOBODY.hex), task.get("sender"), task.get("answer_by"),
             task.get("attempt", 0), task.get("last", False), journey.code, journey.procedure, journey.desk, journey.due_at,
             journey.overdue)
        for task in tasks_of(journey)
    ]  # fmt: skip
