"""Why a dossier's date is that day: each day passed by the calendar's own words, and what moved the date since."""

from typing import Any

from lienthong_calendar import VIET_NAM, Due, Step, lines
from lienthong_calendar.words import Lang
from lienthong_contracts import DOSSIER_CLOCK, DossierReceived

from portal.views import EventLine, TraceView

_MOVES = frozenset({"ClockResumed", "ClockRestarted", "DeadlineRescheduled", "DeadlineAdjusted", "RescheduleRefused"})
_FIRST_DAYS = ("received", "closed")


def trace(received: DossierReceived, lang: Lang) -> tuple[TraceView, ...]:
    """A line a day, from the reception to the day that was promised then."""
    steps = tuple(Step(line.on, line.counts, line.rule, line.name, line.decision_no) for line in received.trace)
    due = Due(received.due_at.astimezone(VIET_NAM), received.deemed_at.astimezone(VIET_NAM), steps)
    return tuple(
        TraceView(line.on, line.count, line.weekday, line.why, line.law, line.decision_no, _label(step))
        for line, step in zip(lines(due, lang), steps, strict=True)
    )


def _label(step: Step) -> str:
    return step.name if step.name in _FIRST_DAYS else step.rule


def moves(timeline: tuple[EventLine, ...], bodies: list[dict[str, Any]]) -> tuple[EventLine, ...]:
    """What happened to the dossier's date since, oldest first; a leg's clock moves no date."""
    found = [line for line, body in zip(timeline, bodies, strict=True) if line.kind in _MOVES and body.get("clock") == DOSSIER_CLOCK]
    return tuple(reversed(found))
