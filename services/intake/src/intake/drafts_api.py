"""A citizen's drafts over HTTP: what was filled in so far, and all that is still wrong with it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from lienthong_runtime import Actor, Context, Parts, look_as, open_to
from lienthong_runtime.problem import language_of
from pydantic import BaseModel

from intake import store
from intake.sealing import Seal
from intake.submitting import Prepared, draft_faults

Owner = Annotated[Actor, Depends(open_to("citizen"))]
DRAFT: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}


class Lacking(BaseModel):
    """A field, and what is wrong with it in the reader's language."""

    field: str
    detail: str


def drafts(parts: Parts, seal: Seal) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["dossiers"])

    @router.get("/dossiers/{dossier_id}/draft", summary="What the citizen has filled in so far, to themselves", responses=DRAFT)
    async def draft(dossier_id: UUID, reader: Owner) -> Response:
        return Response(await _kept(parts, seal, reader, dossier_id), media_type="application/json")

    @router.get("/dossiers/{dossier_id}/draft/faults", summary="All that would be wrong if the draft were handed in now")
    async def faults(request: Request, dossier_id: UUID, reader: Owner) -> list[Lacking]:
        fields = msgspec.json.decode(await _kept(parts, seal, reader, dossier_id))
        context: Context = Context(parts.clock.now(), parts.catalogue, dossier_id, Prepared())
        english = language_of(request) == "en"
        found = draft_faults(fields, reader.subject, context)
        return [Lacking(field=fault.field, detail=fault.en if english else fault.vi) for fault in found]

    return router


async def _kept(parts: Parts, seal: Seal, reader: Actor, dossier_id: UUID) -> bytes:
    row = await look_as(parts.transactor, reader, dossier_id)
    state: Any = row.state if row is not None else None
    theirs = state is not None and state.status == "draft" and state.owner == reader.subject
    kept = await store.take_drafts(parts.pool, [dossier_id]) if theirs else []
    if not kept:
        raise HTTPException(404, "no such draft")
    return seal.unlock(dossier_id, kept[0]["wrapped_key"], kept[0]["body"])
