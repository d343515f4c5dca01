"""What stands before every route of a service without windows: nobody's body is read before it is known who sends it."""

import hmac

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lienthong_runtime.admitting import said_length
from lienthong_runtime.identity import Identity, NotSignedIn
from lienthong_runtime.problem import nobody


class Entrance:
    """An application that takes a body only from whoever shows a valid token, or the services' own."""

    def __init__(self, inner: ASGIApp, identity: Identity, service_token: str, most: int) -> None:
        self._inner, self._identity, self._most = inner, identity, most
        self._services = f"Bearer {service_token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        length = said_length(request := Request(scope), self._most + 1) if scope["type"] == "http" else 0
        if not length:
            await self._inner(scope, receive, send)
            return
        if length > self._most:
            receive, send = _hanging_up(receive, send)
        await (self._inner if self._known(request) else nobody(request))(scope, receive, send)

    def _known(self, request: Request) -> bool:
        header = request.headers.get("authorization", "")
        if hmac.compare_digest(header.encode(), self._services.encode()):
            return True
        try:
            self._identity.actor(header.removeprefix("Bearer "))
        except NotSignedIn:
            return False
        return True


def _hanging_up(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Ways that end the connection where a large body was refused unread: nobody shall send the rest for nothing.

    Of a smaller one, and of a file that is refused on its way, the server drops what still comes: its sender reads the answer.
    """
    read = False

    async def received() -> Message:
        nonlocal read
        read = True
        return await receive()

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400 and (not read or message["status"] == 413):
            MutableHeaders(scope=message)["Connection"] = "close"
        await send(message)

    return received, sent
