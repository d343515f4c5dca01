"""What notifier shows over HTTP: how a message would read, each message's life, the calls that are owed, what people don't want."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx2
import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_contracts import Code
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, CatalogueBehind, Parts, Row, look_as, open_to, seeing_as, service_only
from lienthong_runtime.documented import state
from pydantic import BaseModel

from notifier import one_time_codes, store
from notifier.contacts import places_of
from notifier.lines import Lines
from notifier.previewing import Preview, previews
from notifier.render import Renderer
from notifier.wishes import Wishes

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Overseer = Annotated[Actor, Depends(open_to(*OVERSEERS))]
Writer = Annotated[Actor, Depends(open_to("admin", "approver"))]


class Call(BaseModel):
    """A call that the desk owes: about what, why nothing else arrived, and how often it was tried."""

    dossier_id: UUID
    code: str
    message: str
    template: str
    tries: int


class StrangeReceipt(BaseModel):
    """A receipt that named no message of ours: whose, and what it says."""

    provider: str
    reference: str
    arrived: bool
    reason: str
    heard_at: datetime


class Wanted(BaseModel):
    """Whether what isn't owed by law is sent to an address; `how` it was said."""

    allowed: bool
    how: Literal["link", "desk"] = "link"


def show(row: Row) -> bytes:  # type: ignore[type-arg]
    """A correspondence as JSON: each message with its tries. No address was ever kept."""
    return msgspec.json.encode({"dossier_id": str(row.dossier_id), "version": row.version, **msgspec.structs.asdict(row.state)})


def routers(parts: Parts, renderer: Renderer, lines: Lines, wishes: Wishes, intake: httpx2.AsyncClient) -> list[APIRouter]:
    """The routes."""
    return [_previews(parts, renderer), _messages(parts), _strange(parts), _wishes(parts, wishes),
            _links(wishes, intake, parts.settings.service_token),
            one_time_codes.router(parts, lines, renderer)]  # fmt: skip


def _previews(parts: Parts, renderer: Renderer) -> APIRouter:
    router = APIRouter(tags=["previews"])

    @router.get("/previews/{template}", summary="A message as its recipient would read it, and what an SMS of it costs")
    async def preview(template: Code, _reader: Writer, dossier_id: UUID | None = None, language: Literal["vi", "en"] = "vi",
                      dong_per_part: Annotated[int, Query(ge=0, le=100_000)] = 0) -> list[Preview]:  # fmt: skip
        row = await parts.transactor.rows.look(parts.pool, dossier_id) if dossier_id else None
        if dossier_id and (row is None or row.state is None):
            raise HTTPException(404, "no such dossier")
        try:
            return previews(template, row.state if row else None, language, dong_per_part, parts.catalogue, renderer, parts.clock.now())
        except (CatalogueBehind, KeyError):
            raise HTTPException(404, "no such letter") from None

    return router


def _messages(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["messages"])

    @router.get("/dossiers/{dossier_id}/messages", summary="Each message about a dossier, with its tries", responses=state(200))
    async def messages(dossier_id: UUID, reader: Reader) -> Response:
        row = await look_as(parts.transactor, reader, dossier_id)
        if row is None:
            raise HTTPException(404, "no such dossier")
        return Response(show(row), media_type="application/json")

    @router.get("/phone-calls", summary="Calls that are owed because no message arrived")
    async def calls(reader: Reader, after: UUID | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Call]:
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            records = await store.calls(connection, after or UUID(int=0), limit)
        states = [(record["dossier_id"], parts.transactor.rows.read_state(record["state"])) for record in records]
        return [Call(dossier_id=i, code=s.code, message=c.key, template=c.template, tries=len(c.tries)) for i, s in states for c in s.calls]

    return router


def _strange(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["messages"])

    @router.get("/strange-receipts", summary="Receipts of no message that is known, the newest first")
    async def strange(_reader: Overseer, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[StrangeReceipt]:
        return [StrangeReceipt(**record) for record in await store.strange(parts.pool, limit)]

    return router


def _wishes(parts: Parts, wishes: Wishes) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.get("/internal/preferences/{token}")
    async def wanted(token: str) -> dict[str, Any]:
        channel, contact = _whose(wishes, token)
        return {"channel": channel, "allowed": await wishes.wanted(parts.pool, contact)}

    @router.post("/internal/preferences/{token}")
    async def say(token: str, said: Wanted) -> dict[str, Any]:
        channel, contact = _whose(wishes, token)
        await wishes.say(parts.pool, channel, contact, said.allowed, said.how, parts.clock.now())
        return {"channel": channel, "allowed": said.allowed}

    return router


def _links(wishes: Wishes, intake: httpx2.AsyncClient, token: str) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[service_only(token)])

    @router.get("/internal/dossiers/{dossier_id}/preferences")
    async def links(dossier_id: UUID) -> dict[str, str]:
        """What the links in a dossier's letters carry, by channel: to the portal, for whom the dossier belongs to."""
        places = await places_of(intake, dossier_id)
        if places is None:
            raise HTTPException(503, "intake doesn't answer")
        return {channel: wishes.token(channel, address) for channel, address in places.items() if address}

    return router


def _whose(wishes: Wishes, token: str) -> tuple[str, bytes]:
    found = wishes.read(token)
    if found is None:
        raise HTTPException(404, "no such address")
    return found
