"""The way of a dossier as steps, one under the other: received, each leg or legs at the same time, the result."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

import msgspec
from lienthong_calendar import WorkingCalendar

from portal.domain.record import LegRecord, Record
from portal.mine.views import Step, StepPart

type State = Literal["done", "here", "waiting"]


def steps(record: Record, entries: Sequence[Any], calendar: WorkingCalendar, names: Callable[[str], str],
          now: datetime) -> tuple[Step, ...]:  # fmt: skip
    """From reception to result; entries are the newest first, so that a plan made anew goes before the old one."""
    after, due = _after(entries), _due(entries)
    legs = list(record.journey.items())
    together = [list(group) for _, group in groupby(legs, key=lambda leg: after.get(leg[0], (leg[0],)))]
    work = [_stage([_part(key, leg, due, calendar, names, now) for key, leg in group]) for group in together]
    over = record.status in ("result", "returned")
    received = Step("received", "done" if record.received_at else "here", at=record.received_at, who=names(record.desk))
    result = Step("result", "done" if record.status == "returned" else ("here" if over else "waiting"),
                  at=record.returned_at or record.finished_at, who=names(record.desk))  # fmt: skip
    return (received, *work, result)


def _stage(parts: list[StepPart]) -> Step:
    states = {part.state for part in parts}
    state: State = "done" if states == {"done"} else ("waiting" if states == {"waiting"} else "here")
    return Step("work", state, tuple(parts))


def _part(key: str, leg: LegRecord, due: Mapping[str, datetime], calendar: WorkingCalendar, names: Callable[[str], str],
          now: datetime) -> StepPart:  # fmt: skip
    state: State = "done" if leg.state == "done" else ("here" if leg.state == "here" else "waiting")
    running = state == "here" and leg.begun_at is not None
    used = max(0, calendar.between(leg.begun_at, now)) if running and leg.begun_at else leg.used
    return StepPart(leg.task, names(leg.agency), state, leg.begun_at, leg.ended_at, due.get(key) if state == "here" else None,
                    leg.officer, leg.granted, used)  # fmt: skip


def _after(entries: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    """Which legs each leg waits for, by the last plan."""
    plan: dict[str, Any] = next((msgspec.json.decode(entry["body"]) for entry in entries if entry["kind"] == "JourneyPlanned"), {})
    return {leg["leg"]: tuple(leg.get("after", ())) for leg in plan.get("legs", ())}


def _due(entries: Sequence[Any]) -> dict[str, datetime]:
    """Until when each leg has, by what its clock said last."""
    found: dict[str, datetime] = {}
    for entry in entries:
        if entry["kind"] in ("ClockStarted", "ClockResumed", "ClockRestarted"):
            body = msgspec.json.decode(entry["body"])
            found.setdefault(body["clock"], datetime.fromisoformat(body["due_at"]))
    return found
