"""Knows the SMS gateway's way of speaking HTTP: who may ask, what is answered, and what its mood makes of the answer."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from lienthong_local.gateway_mood import GARBAGE
from lienthong_local.outbox import Message
from lienthong_local.sms_gateway import Gateway, fault

FIELDS = ("reference", "to", "from", "text")


def nobody() -> None:
    """Cut no connection: nothing stands before the gateway."""


def refused(status: int, error: str, wait: int = 1) -> JSONResponse:
    """An answer that says why not; `wait` seconds, where it is too much at once."""
    return JSONResponse({"error": error}, status, {"Retry-After": str(wait)} if status == 429 else None)


class Speaker:
    """Answers for a gateway; `cut` resets the connections of those who ask."""

    def __init__(self, gateway: Gateway, cut: Callable[[], None] = nobody) -> None:
        self._gateway, self._cut = gateway, cut

    @property
    def routes(self) -> Mount:
        """All under /gateway."""
        return Mount("/gateway", routes=[
            Route("/messages", self.send, methods=["POST"]),
            Route("/messages/{reference:path}", self.status),
            Route("/receipts", self.receipts),
        ])  # fmt: skip

    async def send(self, request: Request) -> Response:
        """Take a message."""
        if self._stranger(request):
            return refused(401, "unauthorised")
        body = await _posted(request)
        if self._gateway.mood.hang:
            await asyncio.Event().wait()  # until the server stops
        error = fault(body)
        return refused(400, error) if error else self._answer({name: body[name] for name in FIELDS})

    async def status(self, request: Request) -> Response:
        """How far a message is."""
        known = self._gateway.status(request.path_params["reference"])
        return self._looked_up(request, JSONResponse(known) if known else refused(404, "unknown"))

    async def receipts(self, request: Request) -> Response:
        """What became of messages, from a cursor on."""
        return self._looked_up(request, JSONResponse(self._gateway.receipts(request.query_params.get("after", ""))))

    def _stranger(self, request: Request) -> bool:
        return request.headers.get("authorization") != f"Bearer {self._gateway.mood.key}"

    def _answer(self, body: Message) -> Response:
        mood = self._gateway.mood
        if no := mood.refusal(body["to"]):
            return refused(*no, mood.retry_after)
        status, answer = self._gateway.take(body)
        if mood.cuts():
            self._cut()
        return _garbage(mood.garbage, status) or JSONResponse(answer, status)

    def _looked_up(self, request: Request, answer: Response) -> Response:
        mood = self._gateway.mood
        if self._stranger(request):
            return refused(401, "unauthorised")
        return refused(mood.lookup, "failed") if mood.lookup else _garbage(mood.lookup_garbage, 200) or answer


def _garbage(kind: str, status: int) -> Response | None:
    return Response(GARBAGE[kind], status, media_type="application/json") if kind else None


async def _posted(request: Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        return None
