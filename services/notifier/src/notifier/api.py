"""What notifier shows over HTTP: how a message would read, for those who write and decide on letters."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query
from lienthong_contracts import Code
from lienthong_runtime import Actor, CatalogueBehind, Parts, open_to

from notifier.previewing import Preview, previews

Reader = Annotated[Actor, Depends(open_to("admin", "approver"))]


def routers(parts: Parts, portal_url: str) -> list[APIRouter]:
    """The routes."""
    router = APIRouter(tags=["previews"])

    @router.get("/previews/{template}", summary="A message as its citizen would read it, and what an SMS of it costs")
    async def preview(template: Code, _reader: Reader, dossier_id: UUID | None = None, language: Literal["vi", "en"] = "vi",
                      dong_per_part: Annotated[int, Query(ge=0, le=100_000)] = 0) -> list[Preview]:  # fmt: skip
        row = await parts.transactor.rows.look(parts.pool, dossier_id) if dossier_id else None
        if dossier_id and (row is None or row.state is None):
            raise HTTPException(404, "no such dossier")
        try:
            return previews(template, row.state if row else None, language, dong_per_part, parts.catalogue, portal_url, parts.clock.now())
        except CatalogueBehind:
            raise HTTPException(404, "no such letter") from None

    return [router]
