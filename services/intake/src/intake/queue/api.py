"""The queue over HTTP: its desk takes and calls numbers; the call screen, which anybody sees, is told numbers alone."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, TypedDict

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Path, Response
from lienthong_contracts import AgencyPublished, Code
from lienthong_runtime import Actor, NotAllowed, Parts, open_to, service_only
from lienthong_runtime.giving import Key
from pydantic import BaseModel, ConfigDict, Field

from intake.administration.once import Done, once
from intake.queue import store
from intake.queue.turns import whose_turn

AtDesk = Annotated[Actor, Depends(open_to("desk"))]
Number = Annotated[int, Path(ge=1, le=9999)]
ON_SCREEN = 8


class Taking(BaseModel):
    """A number is asked for; `favoured` by those whom the law lets go first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    favoured: bool = False


class Calling(BaseModel):
    """The window that calls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    window: Annotated[Code, Field(max_length=4)]


class CalledShown(TypedDict):
    """A number that was called, and to which window."""

    number: int
    window: str
    called_at: datetime


class QueueShown(TypedDict):
    """How many wait and since when, and the numbers called last; `number` is the one that this was about."""

    number: int | None
    waiting: int
    favoured: int
    since: datetime | None
    called: list[CalledShown]


def queue(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_taken(parts), _called(parts), _read(parts)]


def _taken(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["queue"])

    @router.post("/desks/{desk}/tickets", name="take_ticket", status_code=201, response_model=QueueShown,
                 summary="The next number of the day")  # fmt: skip
    async def take(desk: Code, said: Taking, key: Key, actor: AtDesk) -> Response:
        _own(parts, actor, desk)

        async def taken(connection: Any) -> int:
            return await store.take(connection, desk, parts.today, said.favoured, parts.clock.now())

        return await _once(parts, key, ("take", desk, said.favoured), desk, taken, 201)

    return router


def _called(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["queue"])

    @router.post("/desks/{desk}/calls", name="call_next", response_model=QueueShown, summary="Call whose turn it is to a window")
    async def following(desk: Code, said: Calling, key: Key, actor: AtDesk) -> Response:
        _own(parts, actor, desk)
        return await _once(parts, key, ("call", desk, said.window), desk, lambda connection: _next(parts, connection, desk, said.window))

    @router.post("/desks/{desk}/tickets/{number}/recall", name="call_again", response_model=QueueShown, summary="Call a number once more")
    async def again(desk: Code, number: Number, said: Calling, key: Key, actor: AtDesk) -> Response:
        _own(parts, actor, desk)

        async def called(connection: Any) -> int:
            return _there(number, await store.again(connection, desk, parts.today, number, said.window, parts.clock.now()))

        return await _once(parts, key, ("again", desk, number, said.window), desk, called)

    @router.post("/desks/{desk}/tickets/{number}/skip", name="pass_over", response_model=QueueShown, summary="Nobody came: pass it over")
    async def skip(desk: Code, number: Number, key: Key, actor: AtDesk) -> Response:
        _own(parts, actor, desk)

        async def passed(connection: Any) -> int:
            return _there(number, await store.skip(connection, desk, parts.today, number))

        return await _once(parts, key, ("skip", desk, number), desk, passed)

    return router


def _read(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["queue"])

    @router.get("/desks/{desk}/queue", name="queue", response_model=QueueShown, summary="The queue now")
    async def now(desk: Code, actor: AtDesk) -> Response:
        _own(parts, actor, desk)
        async with parts.pool.acquire() as connection:
            return Response(await _shown(connection, desk, parts.today), media_type="application/json")

    @router.get("/internal/queues/{desk}", include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])
    async def screen(desk: Code) -> Response:
        if parts.catalogue.latest(AgencyPublished, desk) is None:
            raise HTTPException(404, "no such desk")
        async with parts.pool.acquire() as connection:
            return Response(await _shown(connection, desk, parts.today), media_type="application/json")

    return router


async def _next(parts: Parts, connection: Any, desk: str, window: str) -> int | None:
    day = parts.today
    in_a_row = await store.hold(connection, desk, day)
    if in_a_row is None:
        return None
    number = whose_turn(await store.first(connection, desk, day, True), await store.first(connection, desk, day, False), in_a_row)
    if number is not None:
        await store.call(connection, desk, day, number, window, parts.clock.now())
    return number


async def _once(parts: Parts, key: str, request: tuple[Any, ...], desk: str, act: Callable[[Any], Awaitable[int | None]],
                status: int = 200) -> Response:  # fmt: skip
    async def done(connection: Any) -> Done:
        number = await act(connection)
        return Done(await _shown(connection, desk, parts.today, number), status)

    return await once(parts, key, request, done)


async def _shown(connection: Any, desk: str, day: Any, number: int | None = None) -> bytes:
    waiting, called = await store.waiting(connection, desk, day), await store.called(connection, desk, day, ON_SCREEN)
    lines = [{"number": one["number"], "window": one["at_window"], "called_at": one["called_at"]} for one in called]
    return msgspec.json.encode({"number": number, **dict(waiting), "called": lines})


def _own(parts: Parts, actor: Actor, desk: str) -> None:
    if not actor.agency or desk not in parts.catalogue.line_of(actor.agency):
        raise NotAllowed


def _there(number: int, found: bool) -> int:
    if not found:
        raise HTTPException(404, "no such number was called")
    return number
