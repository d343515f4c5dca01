"""Where a dossier counts, and since which day: the classes of the reports (domain.md §3.1), a partition at every day's end."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from lienthong_calendar import day_of

from portal.domain.record import Record

# Open: within its time, warned, overdue; paused on a legal ground before or after it fell overdue.
OPEN = ("within", "soon", "over", "paused", "paused_over")
# Over with a result: before the due day, on it, after it; after it but kept to the new date that an apology promised.
RESOLVED = ("early", "on_day", "late", "late_apologised")
# Over otherwise: refused after appraisal, in or out of time; withdrawn, lapsed or stopped. Never in a share of what was on time.
APART = ("refused", "refused_late", "stopped")
MISSED = ("over", "paused_over", "late", "late_apologised", "refused_late")


class Standing(NamedTuple):
    """Everything of a dossier that a figure counts by; `twice` says that more than one supplement was asked (QĐ 766, 2.1).

    `desk` is where it was received, for ever: a successor's reports count its predecessors' dossiers (figures.scope), and no
    report would add up if a dossier left it half-way.
    """

    klass: str
    desk: str
    procedure: str
    channel: str
    twice: bool
    holder: str
    due_on: date | None
    blamed: str


class Move(NamedTuple):
    """A dossier counts elsewhere from this day on; `number` counts its stays."""

    dossier_id: UUID
    number: int
    on: date
    before: Standing | None
    after: Standing


def standing(record: Record) -> Standing | None:
    """Where it counts now; nowhere before it was received."""
    if record.received_at is None:
        return None
    due_on = day_of(record.due_at) if record.due_at else None
    blamed = record.blamed if record.breached else ""
    return Standing(_class(record), record.received_by, record.procedure, record.channel, record.asked > 1, record.holder, due_on, blamed)


def _class(record: Record) -> str:
    if record.status == "stopped":
        return "stopped"
    if record.verdict:
        return _resolved(record)
    if record.ground:
        return "paused_over" if record.breached else "paused"
    return "over" if record.breached else ("soon" if record.warned else "within")


def _resolved(record: Record) -> str:
    if record.refused:
        return "refused_late" if record.verdict == "late" else "refused"
    if record.verdict != "late":
        return "on_day" if record.verdict == "on_time" else "early"
    kept = record.apologised and record.due_at and record.finished_at and record.finished_at <= record.due_at
    return "late_apologised" if kept else "late"


def moved(dossier_id: UUID, before: Record, after: Record) -> tuple[Record, tuple[Move, ...]]:
    """The picture with its place in the figures, and the move there, if it is one."""
    was, now = standing(before), standing(after)
    if now is None or now == was or after.changed_at is None:
        return after, ()
    # Events of several services come in no order of their instants: a stay never ends before it began.
    on = max(day_of(after.changed_at), before.stay_on or date.min)
    stays = was is not None and was[:5] == now[:5]
    number, since = (before.stay, before.stay_on or on) if stays else (before.stay + 1, on)
    return after.with_(stay=number, stay_on=since), (Move(dossier_id, number, on, was, now),)


def changes(moves: list[Move]) -> Iterator[tuple[Move, Standing, int]]:
    """Each move as what is taken away and what is added."""
    for move in moves:
        if move.before is not None:
            yield move, move.before, -1
        yield move, move.after, 1
