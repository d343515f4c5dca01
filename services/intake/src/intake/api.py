"""What intake shows over HTTP besides its commands."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, HTTPException, Response
from lienthong_calendar import VIET_NAM
from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import Parts, Row, service_only
from pydantic import BaseModel

from intake import store
from intake.administration import api as administration


class Ids(BaseModel):
    """Dossiers whose contacts are asked for."""

    dossier_ids: list[UUID]


def show(row: Row) -> bytes:  # type: ignore[type-arg]
    """A dossier as JSON, without personal data."""
    return msgspec.json.encode({"dossier_id": str(row.dossier_id), "version": row.version, **msgspec.structs.asdict(row.state)})


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    router = APIRouter()

    @router.get("/dossiers/{dossier_id}", summary="A dossier's state and version")
    async def dossier(dossier_id: UUID) -> Response:
        row = await parts.transactor.rows.look(parts.pool, dossier_id)
        if row is None or row.state is None:
            raise HTTPException(404, "no such dossier")
        return Response(show(row), media_type="application/json")

    @router.get("/procedures", summary="Procedures in force now, with their seven parts")
    async def procedures() -> list[ProcedurePublished]:
        day = parts.clock.now().astimezone(VIET_NAM).date()
        return parts.catalogue.every_in_force(ProcedurePublished, day)

    @router.get("/agencies", summary="Agencies in force now")
    async def agencies() -> list[AgencyPublished]:
        day = parts.clock.now().astimezone(VIET_NAM).date()
        return parts.catalogue.every_in_force(AgencyPublished, day)

    @router.post("/internal/contacts", dependencies=[service_only(parts.settings.service_token)], include_in_schema=False)
    async def contacts(asked: Ids) -> Response:
        async with parts.pool.acquire() as connection:
            return Response(msgspec.json.encode(await store.contacts(connection, asked.dossier_ids)), media_type="application/json")

    return [router, *administration.routers(parts)]
