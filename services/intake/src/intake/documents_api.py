"""Documents over HTTP: streamed in, put to a paper, streamed out; a file that isn't taken leaves nothing behind."""

from collections.abc import Awaitable
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse
from lienthong_contracts import Code
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, Fault, Parts, Refused, look_as, open_to
from lienthong_runtime.commands import Answer, KeyReused, NotReady, StaleVersion, UnknownDossier
from lienthong_runtime.documented import OWN_BOUND, refusals, state
from lienthong_runtime.giving import Key
from lienthong_runtime.logs import log
from lienthong_runtime.problem import problem
from lienthong_runtime.room import NoRoom

from intake import commands as c
from intake.papers import KINDS, Kept, Objects, StoreFull, receive

BYTES = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS}}
}
STORE_FULL = refusals({507: "There is no room for files at the moment: nothing of it was kept"})
_FULL = Fault("file", "kho lưu giấy tờ hiện đã đầy, tệp chưa được nhận; hãy gửi lại sau",
              "there is no room for files at the moment, this one wasn't kept; send it again later")  # fmt: skip
# After any other fault nobody knows whether it was committed: the file stays, and is swept if no dossier lists it.
_NOT_COMMITTED = (Refused, StaleVersion, UnknownDossier, KeyReused, NotReady, NoRoom)
_SHOWN = {kind.media_type for kind in KINDS if kind.shown}


def documents(parts: Parts, objects: Objects, bound: int, seconds: float | None = None) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["documents"])

    @router.post("/dossiers/{dossier_id}/documents", status_code=201, openapi_extra=BYTES, responses=state(201) | STORE_FULL,
                 max_body_size=OWN_BOUND, summary="Store a file for a paper of the dossier; the body is the file itself")  # fmt: skip
    async def upload(request: Request, dossier_id: UUID, key: Key, paper: Annotated[Code, Query()],
                     name: Annotated[str, Query(min_length=1, max_length=400)],
                     actor: Annotated[Actor, Depends(open_to(*AT_WORK, "citizen"))],
                     origin: Literal["scanned", "electronic", "result"] = "scanned") -> Response:  # fmt: skip
        parts.commands.room.check()  # later a whole file would have been sent for nothing
        await _visible(parts, actor, dossier_id)
        try:
            kept = await receive(objects, dossier_id, name, request.stream(), bound, seconds)
        except StoreFull:
            log.error("papers.full")
            return problem(request, 507, [_FULL])
        carried_out = parts.commands.perform(dossier_id, _attach(kept, paper, origin), key, actor=actor)
        return await _answered(carried_out, objects, kept)

    @router.get("/dossiers/{dossier_id}/documents/{document}", summary="A stored file", responses=FILES, response_class=Response)
    async def download(dossier_id: UUID, document: UUID,
                       reader: Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS, "citizen"))]) -> Response:  # fmt: skip
        state = await _visible(parts, reader, dossier_id)
        found = next((d for d in state.documents if d.document == str(document)), None)
        if found is None or reader.oversees:  # a file names people
            raise HTTPException(404, "no such document")
        shown = "inline" if found.media_type in _SHOWN else "attachment"
        headers = {"X-Content-Type-Options": "nosniff", "Content-Length": str(found.size),
                   "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(found.document)}"}  # fmt: skip
        return StreamingResponse(await objects.read(found.key), headers=headers, media_type=found.media_type)

    return router


async def _answered(carried_out: Awaitable[Answer], objects: Objects, kept: Kept) -> Response:
    try:
        answer = await carried_out
    except _NOT_COMMITTED:
        await objects.forget(kept.key)
        raise
    if answer.repeated:  # the first request's file is the one that counts
        await objects.forget(kept.key)
    return Response(answer.body, 201, media_type="application/json")


async def _visible(parts: Parts, actor: Actor, dossier_id: UUID) -> Any:
    row = await look_as(parts.transactor, actor, dossier_id)
    if row is None:
        raise HTTPException(404, "no such dossier")
    return row.state


def _attach(kept: Kept, paper: str, origin: Any) -> c.Attach:
    return c.Attach(document=kept.document_id, key=kept.key, file=kept.name, paper=paper, media_type=kept.media_type, size=kept.size,
                    sha256=kept.sha256, origin=origin)  # fmt: skip
