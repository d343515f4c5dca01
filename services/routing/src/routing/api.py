"""What routing shows over HTTP besides its commands; the database shows each agency only its own."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_contracts import Code
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, NotAllowed, Parts, Row, look_as, open_to, seeing_as, successions
from lienthong_runtime.allowed import allowed_router
from lienthong_runtime.documented import state

from routing import store
from routing.decisions import ON_COMMAND
from routing.domain.tasks import TO_KNOW, tasks_of
from routing.page import Filter, page_of
from routing.shown import PageShown, UnansweredShown
from routing.succession import hand_to_successors
from routing.trials import trials

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS, "system"))]


def show(row: Row) -> bytes:  # type: ignore[type-arg]
    """A journey as JSON, with what is to be done now."""
    tasks = list(tasks_of(row.state))
    return msgspec.json.encode(
        {"dossier_id": str(row.dossier_id), "version": row.version, "tasks": tasks, **msgspec.structs.asdict(row.state)}
    )


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_inboxes(parts), _journeys(parts), allowed_router(parts, ON_COMMAND, trials),
            successions(parts, store.open_with, hand_to_successors)]  # fmt: skip


def _inboxes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["inbox"])

    @router.get("/inbox/{agency}", response_model=PageShown,
                summary="What an agency has to do, the most urgent first; every filter narrows")  # fmt: skip
    async def inbox(agency: Code, reader: Reader, wanted: Annotated[Filter, Depends()]) -> Response:
        _own(reader, agency, parts)
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            records = await store.inbox(connection, {"agency": agency, **wanted.conditions}, wanted.place, wanted.limit)
        return _json(page_of(records, wanted.limit))

    @router.get("/inbox", summary="How many dossiers wait for each agency that the reader may see")
    async def busy(reader: Reader) -> dict[str, int]:
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            return await store.busy_agencies(connection, TO_KNOW)

    @router.get("/reconciliation", response_model=list[UnansweredShown],
                summary="Every consignment without an acknowledgement, the longest due first")  # fmt: skip
    async def unanswered(reader: Reader, agency: Code | None = None, limit: Annotated[int, Query(ge=1, le=5000)] = 1000) -> Response:
        if agency is not None:
            _own(reader, agency, parts)
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            records = await store.unanswered(connection, agency, limit)
        now = parts.clock.now()
        return _json([{**record, "late": record["answer_by"] <= now} for record in records])

    return router


def _own(reader: Actor, agency: str, parts: Parts) -> None:
    if not reader.oversees and agency not in parts.catalogue.line_of(reader.agency or ""):
        raise NotAllowed


def _journeys(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["journeys"])

    @router.get("/journeys/{dossier_id}", summary="A dossier's journey, to the agencies with a part in it", responses=state(200))
    async def journey(dossier_id: UUID, reader: Reader) -> Response:
        row = await look_as(parts.transactor, reader, dossier_id)
        if row is None:
            raise HTTPException(404, "no such journey")
        return Response(show(row), media_type="application/json")

    return router


def _json(found: Any) -> Response:
    return Response(msgspec.json.encode(found), media_type="application/json")
