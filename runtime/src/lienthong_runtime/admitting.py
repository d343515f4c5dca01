"""Commands let in: a place is taken before the body is read, and given back with the answer."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from lienthong_runtime.room import Room


class Bounds(NamedTuple):
    """How large a body may be, and how long it may take."""

    size: int
    seconds: float


def admitting(room: Room, bounds: Bounds) -> type[APIRoute]:
    """The class of routes that commands come in by."""

    class Admitted(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            carry_out = super().get_route_handler()

            async def admitted(request: Request) -> Response:
                with room.place(min(bounds.size, said_length(request, bounds.size))):
                    return await carry_out(request) if await _whole(request, bounds.seconds) else Response(status_code=400)

            return admitted

    return Admitted


def said_length(request: Request, unsaid: int) -> int:
    """The bytes that a body is announced with; `unsaid` where it comes in pieces."""
    said = request.headers.get("content-length", "")
    if said.isdecimal():
        return int(said[:15])
    return unsaid if "transfer-encoding" in request.headers else 0


async def _whole(request: Request, seconds: float) -> bool:
    """Read the body, for whoever reads it next; False when its sender is gone. Raises HTTPException."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            await request.body()
    except ClientDisconnect:
        return False
    except TimeoutError:
        raise HTTPException(408, "too slow", {"Connection": "close"}) from None
    return True
