"""A line of an inbox: what one agency has to see to about one dossier, in the order in which time presses."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec

from portal.domain.record import Record

OVERDUE, DUE_SOON, ARRIVED, ON_TIME, PAUSED, FINISHED = range(1, 7)
RANKS = {"overdue": OVERDUE, "due_soon": DUE_SOON, "on_time": ON_TIME, "paused": PAUSED}
GROUPS = {OVERDUE: "overdue", DUE_SOON: "due_soon", ARRIVED: "arrived", ON_TIME: "on_time", PAUSED: "paused", FINISHED: "finished"}
# One order for words, menus and keys; each is what the agency has to do next.
STEPS = ("acknowledge", "resend", "receive", "complete", "assign", "start", "work", "posting", "approve", "sign", "number", "issue",
         "answer", "supplement", "return")  # fmt: skip
_AT_HOME = {"sent": "acknowledge", "back": "resend", "taken": "return"}


class Line(msgspec.Struct, frozen=True):
    """What `agency` does next about `leg`; `officer` is whose it is, `needs` what a person has to look at."""

    dossier_id: UUID
    agency: str
    leg: str
    step: str
    officer: str
    rank: int
    by_at: datetime
    needs: tuple[str, ...]
    procedure: str
    channel: str
    code: str
    tail: str  # the code behind its agency, as people type it
    moved_at: datetime


def lines_of(dossier_id: UUID, record: Record) -> list[Line]:
    """All lines of a dossier, in every inbox; none once it is over."""
    by_at = record.due_at or record.submitted_at
    if by_at is None or record.changed_at is None:
        return []
    code = record.code or ""
    shared = (record.procedure, record.channel, code, code.partition("-")[2], record.changed_at)
    rank, needs = _rank(record), needs_of(record)
    found = {(agency, leg): (step, officer, late) for agency, leg, step, officer, late in _parts(record)}
    return [
        Line(dossier_id, agency, leg, step, officer, rank, by_at, (*needs, "leg_late") if late else needs, *shared)
        for (agency, leg), (step, officer, late) in found.items()
    ]


def needs_of(record: Record) -> tuple[str, ...]:
    """What a person has to look at, beside what time has noticed: an apology that is owed."""
    return (*record.needs, "apology") if record.apology_by and not record.apologised else record.needs


def _rank(record: Record) -> int:
    if record.status == "submitted":
        return PAUSED if record.returned else ARRIVED
    return FINISHED if record.status == "result" else RANKS.get(record.due, ON_TIME)


def _parts(record: Record) -> Iterator[tuple[str, str, str, str, bool]]:
    """Agency, leg, step, officer, and whether the leg is late."""
    if record.status == "submitted":
        yield record.desk, "desk", "complete" if record.returned else "receive", "", False
    elif record.status == "result":
        yield from (_carried(sent.leg, sent.sender, sent.receiver, sent.state) for sent in record.sent.values() if sent.leg == "return")
    elif record.status == "open":
        yield from _open_parts(record)


def _open_parts(record: Record) -> Iterator[tuple[str, str, str, str, bool]]:
    for name, leg in record.legs.items():
        if leg.state == "here":
            yield leg.agency, name, leg.step or "work", "" if leg.step == "assign" else leg.officer, leg.late
    yield from (_carried(sent.leg, sent.sender, sent.receiver, sent.state) for sent in record.sent.values())
    yield from ((question.asked, question.leg, "answer", "", False) for question in record.questions.values())
    if record.supplement:
        yield record.desk, "desk", "supplement", "", False


def _carried(leg: str, sender: str, receiver: str, state: str) -> tuple[str, str, str, str, bool]:
    return (sender if state == "back" else receiver), leg, _AT_HOME[state], "", False
