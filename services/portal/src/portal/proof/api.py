"""The published seals, for anybody, and a dossier's proof, for whoever may see the dossier."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to

from portal.proof import store
from portal.proof.prove import proof_of
from portal.windows import Windows

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
SHOWN = 90  # days


@dataclass(frozen=True, slots=True)
class SealRow:
    """A day's seal."""

    closed_on: date
    entries: int
    root: str
    hash: str


@dataclass(frozen=True, slots=True)
class SealsView:
    """The newest seals."""

    now: datetime
    seals: tuple[SealRow, ...]


def router(windows: Windows) -> APIRouter:
    """The routes. The seals stand for no dossier in particular: nobody learns anything from them but that they don't change."""
    router = APIRouter(include_in_schema=False)

    async def seals() -> list[Any]:
        async with windows.parts.pool.acquire() as connection:
            return await store.newest_seals(connection, SHOWN)

    @router.get("/so-cai")
    async def page(request: Request) -> HTMLResponse:
        rows = tuple(SealRow(s["closed_on"], s["entries"], s["root"].hex(), s["hash"].hex()) for s in await seals())
        return windows.page(request, "seals", SealsView(windows.parts.clock.now(), rows), here="track")

    @router.get("/ho-so/{code_or_id}/bang-chung.json")
    async def proof(request: Request, reader: Reader, code_or_id: str) -> Response:
        found = await windows.record(reader, code_or_id)
        if found is None:
            raise HTTPException(404, "no such dossier")
        async with windows.parts.pool.acquire() as connection:
            made = await proof_of(connection, found[0], f"{request.base_url}so-cai")
        name = f'attachment; filename="{made["code"]}.json"'
        return Response(msgspec.json.encode(made), media_type="application/json", headers={"Content-Disposition": name})

    return router
