"""What a reception now would promise and cost, before anything is handed in: by the reception's own rules."""

from datetime import date, datetime
from typing import Annotated, Any, TypedDict

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Response
from lienthong_contracts import Code, ProcedurePublished
from lienthong_runtime import Actor, Parts, open_to

from intake.domain.price import price
from intake.reception import promised


class PromisedDay(TypedDict):
    """A day on the way to the date, and why it counts or not."""

    on: date
    counts: bool
    rule: str
    name: str
    decision_no: str


class PromiseShown(TypedDict):
    """The date with its reasons, and the price in đồng."""

    procedure: str
    term: str
    deemed_at: datetime
    due_at: datetime
    dong: int
    trace: list[PromisedDay]


def promises(parts: Parts) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["catalogue"])

    @router.get("/procedures/{procedure_id}/promise", response_model=PromiseShown,
                summary="The date that the reader's desk would promise now, why, and what it costs")  # fmt: skip
    async def promise(procedure_id: Code, reader: Annotated[Actor, Depends(open_to("desk"))], case: Code | None = None) -> Response:
        context = parts.transactor.context()
        entry = context.catalogue.in_force(ProcedurePublished, procedure_id, context.today)
        if entry is None or reader.agency is None or case not in {None, *(one.id for one in entry.cases)}:
            raise HTTPException(404, "no such procedure in force, or no such case of it")
        _, term, due = promised(entry, case, reader.agency, "counter", context)
        steps = [{"on": s.on, "counts": s.counts, "rule": s.rule, "name": s.name, "decision_no": s.decision_no} for s in due.steps]
        found: dict[str, Any] = {"procedure": entry.id, "term": term, "deemed_at": due.deemed_at, "due_at": due.due_at,
                                 "dong": price(entry, "counter", case, {}), "trace": steps}  # fmt: skip
        return Response(msgspec.json.encode(found), media_type="application/json")

    return router
