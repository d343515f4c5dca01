"""The wall before the windows: what comes from another site's form, too often or too large gets no further."""

from collections.abc import Callable
from datetime import datetime

from fastapi import Request, Response
from lienthong_runtime import Fault
from lienthong_runtime.problem import later, problem
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.gate import cookies
from portal.gate.bodies import bounded, says_too_much
from portal.gate.headers import dressed
from portal.gate.origin import Origin, origin, reads
from portal.gate.pace import Pace, Paces, client

# At once, and then one each so many seconds. An office is one address with many people; a browser is one person.
PACES = {
    "password": Pace(20, 3.0),  # by address; an account's own pauses come on top (accounts.lockout)
    "track": Pace(60, 1.0),  # by address: codes can be guessed
    "write": Pace(60, 1.0),  # by browser
    "write.address": Pace(600, 0.1),
}
# A letter's link is switched off by mail programs, across sites and without cookies (RFC 8058).
FROM_ANYWHERE = ("/tin-nhan/",)


class Wall:
    """An application that answers by itself to what must get no further, and dresses every answer."""

    def __init__(self, inner: ASGIApp, paces: Paces, now: Callable[[], datetime]) -> None:
        self._inner, self._paces, self._now = inner, paces, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = self._refused(request)
        answer, take = (refused, receive) if refused is not None else (self._inner, bounded(request))
        await answer(scope, take, dressed(request, send))

    def _refused(self, request: Request) -> Response | None:
        if not reads(request) and not request.url.path.startswith(FROM_ANYWHERE) and _another_sites(request):
            vi, en = "biểu mẫu này không được gửi từ trang của chúng tôi", "this form wasn't sent from a page of ours"
            return problem(request, 403, [Fault("Origin", vi, en)])
        if not reads(request) and says_too_much(request):
            return problem(request, 413)
        wait = max((self._paces.wait(what, who, self._now()) for what, who in _counted(request)), default=0.0)
        return later(request, 429, wait) if wait else None


def address(request: Request) -> str:
    """Whom the request's address belongs to."""
    return client(request.client.host if request.client else "")


def _another_sites(request: Request) -> bool:
    if "authorization" in request.headers:  # no other site can make a browser send that
        return False
    came = origin(request)
    return came is Origin.FOREIGN or (came is Origin.UNSAID and bool(cookies.kept(request)))


def _counted(request: Request) -> list[tuple[str, str]]:
    """What the request counts as, and for whom."""
    if "authorization" in request.headers:
        return []
    if (request.url.path == "/tra-cuu" and "ma" in request.query_params) or request.url.path.startswith("/phan-anh/PA-"):
        return [("track", address(request))]
    if reads(request):
        return []
    return [("write", cookies.kept(request)[:64] or address(request)), ("write.address", address(request))]
