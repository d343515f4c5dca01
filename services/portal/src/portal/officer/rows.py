"""The inbox's lines as rows, grouped by what time says."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from lienthong_calendar.words import Lang

from portal.domain.record import Record
from portal.dossier import dossier_row
from portal.officer.lines import GROUPS
from portal.officer.views import WorkGroup, WorkRow
from portal.windows import RECORD, Windows


def groups_of(found: Sequence[Any], shares: dict[int, int], windows: Windows, now: datetime, lang: Lang) -> tuple[WorkGroup, ...]:
    """The groups of a page; a page may begin or end within one."""
    return tuple(
        WorkGroup(GROUPS[rank], shares.get(rank, 0), tuple(work_row(line, windows, now, lang) for line in lines))
        for rank, lines in groupby(found, key=lambda line: line["rank"])
    )


def work_row(line: Any, windows: Windows, now: datetime, lang: Lang) -> WorkRow:
    """One line."""
    record = RECORD.decode(line["state"])
    row = dossier_row(str(line["dossier_id"]), record, windows.wording, windows.parts.catalogue, now)
    timed = GROUPS[line["rank"]] in ("overdue", "due_soon", "on_time", "paused") and record.due_at is not None
    return WorkRow(
        row.dossier_id, line["leg"], row.code, row.procedure_name, line["step"], line["officer"], GROUPS[line["rank"]],
        row.due if timed else "", row.remaining if timed else None, line["by_at"], row.legs, tuple(line["needs"]),
        _note(record), line["moved_at"], row.minutes_per_day,
    )  # fmt: skip


def _note(record: Record) -> str:
    """Why it stands still, when it does."""
    return record.ground
