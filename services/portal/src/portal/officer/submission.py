"""What was handed in and isn't received yet: shown to the desk that has to answer it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong_runtime import Actor, Catalogue

from portal.domain.record import Record
from portal.officer.act_views import ActsView, PapersView
from portal.views import CallsView, EventLine
from portal.windows import Windows


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission before its reception."""

    now: datetime
    dossier_id: str
    code: str
    procedure: str
    procedure_name: str
    channel: str
    desk: str
    status: str
    submitted_at: datetime | None
    needs: tuple[str, ...]
    calls: CallsView
    acts: ActsView
    papers: PapersView
    timeline: tuple[EventLine, ...]


def shown_to(reader: Actor, record: Record, catalogue: Catalogue) -> bool:
    """Whether the reader works at its desk."""
    return record.submitted_at is not None and reader.agency is not None and record.desk in catalogue.line_of(reader.agency)


def view_of(found: Any, windows: Windows, lines: tuple[EventLine, ...], acts: ActsView, papers: PapersView,
            calls: CallsView) -> SubmissionView:  # fmt: skip
    """The page's data."""
    dossier_id, record, _ = found
    name = windows.wording.name
    status = "returned" if record.returned and record.status == "submitted" else record.status
    return SubmissionView(windows.parts.clock.now(), dossier_id, record.code or "", record.procedure, name(record.procedure),
                          record.channel, name(record.desk), status, record.submitted_at, record.needs, calls, acts, papers,
                          lines)  # fmt: skip
