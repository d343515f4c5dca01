"""Petitions over HTTP: handed in by a citizen or, through the portal, by anybody; listed for and answered by the agency."""

import hashlib
import secrets
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_calendar import day_of
from lienthong_contracts import Code, Text
from lienthong_runtime import AT_WORK, Actor, Fault, Parts, Refused, open_to, seeing_as, service_only
from lienthong_runtime.giving import Key
from lienthong_runtime.guard import enter
from pydantic import BaseModel, ConfigDict, Field

from intake.domain.submission import is_desk
from intake.petitions import store
from intake.petitions.rules import code_of, until
from intake.sealing import Seal

Subject = Literal["attitude", "delay", "formalities", "fee", "suggestion", "other"]
_SPACE = UUID("6f5a3c1e-5d0b-4c52-9a63-3f1f2f7c9b11")
_FACTS = ("code", "agency", "subject", "status", "received_at", "refuse_by", "answer_by", "answered_at", "answer")
CITIZEN = Annotated[Actor, Depends(open_to("citizen"))]
READER = Annotated[Actor, Depends(open_to(*AT_WORK, "citizen"))]
ANSWERING = Annotated[Actor, Depends(open_to("desk", "officer", "head"))]


class Petition(BaseModel):
    """What somebody has to say of a desk; name and contact as far as they wish to be known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: Code
    subject: Subject
    text: Annotated[Text, Field(min_length=10, max_length=4000)]
    name: Annotated[Text, Field(max_length=200)] = ""
    contact: Annotated[Text, Field(max_length=254)] = ""


class Reply(BaseModel):
    """The agency's answer, or why it takes the petition no further; read by whoever has the code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Annotated[Text, Field(min_length=10, max_length=4000)]
    refused: bool = False


class Taken(BaseModel):
    """The petition's own code."""

    code: str


def petitions(parts: Parts, seal: Seal) -> list[APIRouter]:
    """The routes."""
    return [_taken(parts, seal), _internal(parts, seal), _answered(parts, seal)]


def _taken(parts: Parts, seal: Seal) -> APIRouter:
    router = APIRouter(tags=["petitions"])

    @router.post("/petitions", status_code=201, summary="Hand in feedback or a petition as a citizen who is signed in")
    async def taken(said: Petition, actor: CITIZEN, key: Key) -> Taken:
        return await _take(parts, seal, said, key, actor.subject)

    return router


def _internal(parts: Parts, seal: Seal) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.post("/internal/petitions", status_code=201)
    async def anonymous(said: Petition, key: Key) -> Taken:
        return await _take(parts, seal, said, key, None)

    @router.get("/internal/petitions/{code}")
    async def known(code: str) -> Response:
        found = await store.by_code(parts.pool, code.upper())
        if found is None:
            raise HTTPException(404, "no such petition")
        return _json({name: found[name] for name in _FACTS})

    return router


async def _take(parts: Parts, seal: Seal, said: Petition, key: str, owner: str | None) -> Taken:
    now, catalogue = parts.clock.now(), parts.catalogue
    today = day_of(now)
    if not is_desk(said.agency, catalogue, today):
        raise Refused(Fault("agency", "không phải bộ phận một cửa đang hoạt động", "not a one-stop desk in force"), law="NĐ 20/2008")
    # The same click twice is the same petition; what it is made of keeps one person's key from naming another's.
    digest = hashlib.sha256(f"{owner or ''}|{key}|{said.model_dump_json()}".encode()).hexdigest()
    petition_id = uuid5(_SPACE, digest)
    body = msgspec.json.encode({"text": said.text, "name": said.name, "contact": said.contact})
    by = until(catalogue.calendar_for(said.agency, today), now)
    row = (petition_id, code_of(secrets.token_bytes(10)), said.agency, said.subject, owner, now, *by, *seal.lock(petition_id, body))
    return Taken(code=(await store.take(parts.pool, row))["code"])


def _answered(parts: Parts, seal: Seal) -> APIRouter:
    router = APIRouter(tags=["petitions"])

    @router.get("/petitions", summary="Petitions to the reader's agency, or the citizen's own; unanswered first")
    async def listed(reader: READER, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            found = await store.seen(connection, limit)
        return _json([_opened(seal, record) for record in found])

    @router.post("/petitions/{petition_id}/answer", summary="Answer a petition, or say why it goes no further; once")
    async def answered(petition_id: UUID, said: Reply, actor: ANSWERING, _key: Key) -> Response:
        # The row itself knows its answer: the same one again, by the same officer, changes nothing.
        status, now = "refused" if said.refused else "answered", parts.clock.now()
        async with parts.pool.acquire() as connection, connection.transaction():
            await enter(connection, actor, parts.catalogue)
            done = await store.answer(connection, petition_id, status, said.answer, now, actor.subject)
        if not done:  # another agency's, answered already, or none at all: whose it is isn't said
            raise HTTPException(404, "no such petition waits for an answer")
        return _json({"petition_id": str(petition_id), "status": status})

    return router


def _opened(seal: Seal, record: Any) -> dict[str, Any]:
    body = seal.unlock(record["petition_id"], record["wrapped_key"], record["body"]) if record["wrapped_key"] else b"{}"
    return {"petition_id": str(record["petition_id"]), **{name: record[name] for name in _FACTS}, **msgspec.json.decode(body)}


def _json(found: Any) -> Response:
    return Response(msgspec.json.encode(found), media_type="application/json")
