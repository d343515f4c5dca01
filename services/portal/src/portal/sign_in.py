"""Signing in at the windows: a token of the identity provider becomes the window's own cookie, and is given up again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import NotAllowed
from lienthong_runtime.identity import COOKIE, NotSignedIn

from portal.views import SignInView
from portal.windows import Windows

HOME = "/bang-theo-doi"


def router(windows: Windows) -> APIRouter:
    """The routes. The token comes behind a # or is typed in: in neither way does it stand in an address that is logged or passed on."""
    router = APIRouter(include_in_schema=False)

    @router.get("/vao")
    async def page(request: Request, di: str = HOME) -> HTMLResponse:
        return windows.page(request, "sign_in", SignInView(own_path(di)))

    @router.post("/vao")
    async def enter(request: Request, token: Annotated[str, Form(max_length=4000)], di: Annotated[str, Form()] = HOME) -> Response:
        _from_here(request)
        try:
            request.app.state.identity.actor(token.strip())
        except NotSignedIn:
            return windows.page(request, "sign_in", SignInView(own_path(di), refused=True))
        inside = RedirectResponse(own_path(di), 303)
        inside.set_cookie(COOKIE, token.strip(), httponly=True, samesite="lax", secure=request.url.scheme == "https")
        return inside

    @router.post("/ra")
    async def leave(request: Request) -> RedirectResponse:
        _from_here(request)
        outside = RedirectResponse("/vao", 303)
        outside.delete_cookie(COOKIE)
        return outside

    return router


def _from_here(request: Request) -> None:
    """Another site's form must neither sign anybody in as somebody else nor out."""
    # Browsers say Sec-Fetch-Site over HTTPS and on the machine itself only, and Origin with every form.
    origin = request.headers.get("origin")
    ours = origin is None or origin.partition("://")[2] == request.headers.get("host")
    if request.headers.get("sec-fetch-site", "same-origin" if ours else "cross-site") != "same-origin":
        raise NotAllowed


def own_path(to: str) -> str:
    """A path of this site; never another site, whatever was asked for."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else HOME
