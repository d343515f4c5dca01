"""The door of the windows: a login with its password, or a token of the identity provider, becomes a session; and leaving it."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime.identity import NotSignedIn
from lienthong_runtime.problem import later

from portal.accounts.session import Person
from portal.gate import cookies
from portal.gate.wall import address
from portal.views import SignInView
from portal.windows import Windows

HOME, CITIZENS_HOME = "/bang-theo-doi", "/cua-toi"
OWN_PASSWORD = "/tai-khoan/mat-khau"
Text = Annotated[str, Form(max_length=4000)]
# Browsers drop tabs and line breaks wherever they stand, and read a backslash as a slash: /(tab)/there is another site.
_OWN = re.compile(r"/(?!/)[^\\\x00-\x20\x7f-\x9f\ud800-\udfff]*")


def router(windows: Windows) -> APIRouter:
    """The routes. A token comes behind a # or is typed in: in neither way does it stand in an address that is logged or passed on."""
    router = APIRouter(include_in_schema=False)

    @router.get("/vao")
    async def page(request: Request, di: str = HOME, het: str = "") -> HTMLResponse:
        return door(windows, request, SignInView(own_path(di), over=het == "1"))

    @router.post("/vao")
    async def enter(request: Request, token: Text = "", login: Text = "", password: Text = "", di: Text = HOME) -> Response:
        by_token = token or not login
        return await (_by_token(windows, request, token.strip(), own_path(di)) if by_token
                      else _by_password(windows, request, login, password, own_path(di)))  # fmt: skip

    @router.post("/ra")
    async def leave(request: Request) -> RedirectResponse:
        await windows.sign_in.sessions.leave(request)
        outside = RedirectResponse("/vao", 303)
        cookies.drop(request, outside)
        return outside

    return router


def door(windows: Windows, request: Request, view: SignInView, status: int = 200) -> HTMLResponse:
    """The page."""
    return windows.page(request, "sign_in", view, status, provider=windows.sign_in.provider is not None)


async def inside(windows: Windows, request: Request, person: Person, to: str, until: datetime | None = None) -> Response:
    """A session begins, and leads to where its reader wanted."""
    secret = await windows.sign_in.sessions.begin(request, person, until)
    answer = RedirectResponse(first_page(person, to), 303)
    cookies.keep(request, answer, secret)
    return answer


async def _by_password(windows: Windows, request: Request, login: str, password: str, to: str) -> Response:
    if wait := windows.paces.wait("password", address(request), windows.sign_in.sessions.now()):
        return later(request, 429, wait)
    person = await windows.sign_in.entering.person(login, password)
    if person is None:
        return door(windows, request, SignInView(to, wrong=True, login=login[:64]), 422)
    return await inside(windows, request, person, to)


async def _by_token(windows: Windows, request: Request, token: str, to: str) -> Response:
    try:
        actor, until = request.app.state.identity.known(token)
    except NotSignedIn:
        return door(windows, request, SignInView(to, refused=True))
    person = Person(actor.subject, actor.agency, actor.roles, "link")
    return await inside(windows, request, person, to, datetime.fromtimestamp(until, UTC))


def first_page(person: Person, to: str) -> str:
    """Where somebody gets who has just signed in."""
    if person.via == "one_time":
        return OWN_PASSWORD
    return CITIZENS_HOME if to == HOME and person.roles == {"citizen"} else to


def own_path(to: str) -> str:
    """A path of this site; never another site, whatever was asked for."""
    return to if _OWN.fullmatch(to) else HOME
