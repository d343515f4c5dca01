"""What routing shows over HTTP besides its commands."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, HTTPException, Response
from lienthong_runtime import Parts, Row

from routing import store
from routing.domain.journey import Journey
from routing.domain.tasks import tasks_of

_STATE = msgspec.json.Decoder(Journey)


def show(row: Row) -> bytes:  # type: ignore[type-arg]
    """A journey as JSON, with what is to be done now."""
    tasks = list(tasks_of(row.state))
    return msgspec.json.encode(
        {"dossier_id": str(row.dossier_id), "version": row.version, "tasks": tasks, **msgspec.structs.asdict(row.state)}
    )


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    router = APIRouter()

    @router.get("/inbox/{agency}", summary="What an agency has to do, oldest first")
    async def inbox(agency: str, limit: int = 500) -> Response:
        async with parts.pool.acquire() as connection:
            records = await store.inbox(connection, agency, min(limit, 1000))
        return Response(msgspec.json.encode([_line(r, agency) for r in records]), media_type="application/json")

    @router.get("/inbox", summary="How many dossiers wait for each agency")
    async def busy() -> dict[str, int]:
        async with parts.pool.acquire() as connection:
            return await store.busy_agencies(connection)

    @router.get("/journeys/{dossier_id}", summary="A dossier's journey")
    async def journey(dossier_id: UUID) -> Response:
        row = await parts.transactor.rows.look(parts.pool, dossier_id)
        if row is None or row.state is None:
            raise HTTPException(404, "no such journey")
        return Response(show(row), media_type="application/json")

    return [router]


def _line(record: dict, agency: str) -> dict:  # type: ignore[type-arg]
    journey = _STATE.decode(record["state"])
    tasks = [task for task in tasks_of(journey) if task["agency"] == agency]
    return {
        "dossier_id": str(record["dossier_id"]), "version": record["version"], "code": journey.code,
        "procedure": journey.procedure, "due_at": journey.due_at, "overdue": journey.overdue, "tasks": tasks,
    }  # fmt: skip
