"""A page of an inbox: what it is narrowed to, where it begins, and how it is shown."""

from datetime import datetime
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import HTTPException, Query
from lienthong_contracts import Code
from lienthong_runtime import Instant

from routing.domain.line import NOBODY
from routing.domain.tasks import TO_KNOW

_SHARED = ("version", "code", "procedure", "desk", "due_at", "overdue")
Place = tuple[datetime, UUID, str, UUID]


class Filter:
    """What the reader asks for; without `do` only what has to be acted on."""

    def __init__(self, officer: Code | None = None, do: Code | None = None, leg: Code | None = None, procedure: Code | None = None,
                 desk: Code | None = None, overdue: bool | None = None, due_from: Instant | None = None,
                 due_before: Instant | None = None, code: Code | None = None, after: str = "",
                 limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> None:  # fmt: skip
        self.limit = limit
        self.place = _place(after) if after else None
        self.conditions: dict[str, Any] = {
            "officer": officer, "act": do, "leg": leg, "procedure": procedure, "desk": desk, "overdue": overdue,
            "due_from": due_from, "due_before": due_before, "code_from": code, "code_to": code and code + "~",
            "not_acts": None if do else list(TO_KNOW),
        }  # fmt: skip


def _place(text: str) -> Place:
    try:
        return msgspec.convert(text.split("|"), Place, strict=False)
    except msgspec.ValidationError:
        raise HTTPException(422, "after: not a place in this list") from None


def page_of(records: list[Any], limit: int) -> dict[str, Any]:
    """Lines of dossiers with their tasks, and where the next page begins (None on the last)."""
    lines = [_line(list(same)) for _, same in groupby(records, key=lambda record: record["dossier_id"])]
    last = records[-1] if len(records) == limit else None
    following = last and "|".join((last["due_at"].isoformat(), str(last["dossier_id"]), last["act"], str(last["about"])))
    return {"lines": lines, "next": following}


def _line(same: list[Any]) -> dict[str, Any]:
    shared = {name: same[0][name] for name in _SHARED}
    return {"dossier_id": str(same[0]["dossier_id"]), **shared, "tasks": [_task(record) for record in same]}


def _task(record: Any) -> dict[str, Any]:
    about = {"answer": "consultation"}.get(record["act"], "consignment")
    more = {about: str(record["about"])} if record["about"] != NOBODY else {}
    plain = {name: record[name] for name in ("agency", "officer", "last", "answer_by", "attempt", "sender")}
    return {"do": record["act"], "leg": record["leg"] or None, **plain, **more}
