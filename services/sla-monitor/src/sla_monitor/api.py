"""What sla-monitor shows over HTTP, and the one thing it takes: an administrator's word on a changed calendar."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_contracts import Code, Text
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, Instant, Parts, look_as, open_to, service_only
from pydantic import BaseModel, ConfigDict, StringConstraints

from sla_monitor import changes, store
from sla_monitor.context import calendar_of
from sla_monitor.domain.accounts import counted, statement
from sla_monitor.domain.clock import used_by

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]


class Confirmation(BaseModel):
    """The decision behind the changed days, and the administrator who confirms what it does to open dossiers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision_no: Annotated[Text, StringConstraints(strip_whitespace=True, pattern=r"\w")]
    officer: Code


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_budgets(parts), _changes(parts)]


def _budgets(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["budgets"])

    @router.get("/budgets/{dossier_id}", summary="What the law gives a dossier, and who used how much of it")
    async def budget(dossier_id: UUID, reader: Reader) -> Response:
        row = await look_as(parts.transactor, reader, dossier_id)
        if row is None or row.state is None:
            raise HTTPException(404, "no such budget")
        context = parts.transactor.context()
        calendar = calendar_of(row.state, context)
        now = counted(row.state, context.now, calendar)
        used = {clock.name: used_by(clock, context.now, calendar) for clock in row.state.clocks}
        whole = {"total": sum(now.uses.values()), "uses": list(statement(now)), "used": used}
        return _json(whole | msgspec.to_builtins(now) | {"uses": whole["uses"]})

    @router.get("/overruns", summary="Working minutes over their shares, per agency, of dossiers breached between two instants")
    async def overruns(since: Annotated[Instant, Query()], until: Annotated[Instant, Query()],
                       _reader: Annotated[Actor, Depends(open_to(*OVERSEERS))]) -> Response:  # fmt: skip
        return _json(await store.sum_overruns(parts.pool, since, until))

    return router


def _changes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["calendar"], include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.get("/calendar-changes", summary="Open dossiers whose date a changed calendar would move, with old and new date")
    async def listed() -> Response:
        found = [change async for change in changes.changes(parts)]
        return _json({"dossiers": len(found), "at": parts.clock.now(), "changes": found})

    @router.post("/calendar-changes", summary="Confirm the change: each open dossier is counted with the newest calendar from now on")
    async def confirmed(confirmation: Confirmation) -> Response:
        return _json({"adjusted": await changes.confirm(parts, confirmation.decision_no, confirmation.officer)})

    return router


def _json(found: object) -> Response:
    return Response(msgspec.json.encode(found), media_type="application/json")
