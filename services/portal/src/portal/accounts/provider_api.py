"""The way to the identity provider and back."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from lienthong_runtime.logs import log

from portal import sign_in
from portal.accounts import store
from portal.accounts.claims import person_of
from portal.accounts.provider import TEN_MINUTES, Asked, NotTheirs, Provider, ProviderSilent
from portal.accounts.session import Person
from portal.audit.lines import Line, note
from portal.gate import cookies
from portal.views import SignInView
from portal.windows import Windows

UNDER_WAY = "-di"  # the cookie of a question that isn't answered yet
Part = Annotated[str, Query(max_length=2000)]


def router(windows: Windows) -> APIRouter:
    """The routes; without a provider in the settings both lead back to the door."""
    router = APIRouter(include_in_schema=False)

    @router.get("/vao/dinh-danh")
    async def leave(request: Request, di: str = sign_in.HOME) -> Response:
        if (provider := windows.sign_in.provider) is None:
            return RedirectResponse("/vao", 303)
        asked = provider.ask(sign_in.own_path(di))
        try:
            away = RedirectResponse(await provider.address(asked, _back(request)), 303)
        except (ProviderSilent, NotTheirs):
            return _told(windows, request, asked.to, "silent", 503)
        cookies.keep(request, away, windows.sign_in.mint.sealed(msgspec.structs.asdict(asked)), UNDER_WAY, TEN_MINUTES)
        return away

    @router.get("/vao/dinh-danh/ve")
    async def back(request: Request, state: Part = "", code: Part = "") -> Response:
        if (provider := windows.sign_in.provider) is None:
            return RedirectResponse("/vao", 303)
        asked = _asked(windows, request)
        answer = await _answered(windows, request, provider, asked, state, code)
        cookies.drop(request, answer, UNDER_WAY)  # a question is answered once
        return answer

    return router


async def _answered(windows: Windows, request: Request, provider: Provider, asked: Asked | None, state: str, code: str) -> Response:
    to = asked.to if asked else sign_in.HOME
    try:
        if asked is None or state != asked.state or not code:
            raise NotTheirs
        claims = await provider.claims(asked, code, _back(request))
    except ProviderSilent:
        return _told(windows, request, to, "silent", 503)
    except NotTheirs as fact:
        log.warning("provider.refused", reason=type(fact.__cause__).__name__)
        await _note(windows, "answer")
        return _told(windows, request, to, "not_theirs", 422)
    person = person_of(claims, windows.sign_in.mapping)
    if person is None or not person.roles or await _is_taken(windows, person):
        await _note(windows, "no roles" if person else "no subject")
        return _told(windows, request, to, "no_roles", 403)
    return await sign_in.inside(windows, request, person, to)


async def _is_taken(windows: Windows, person: Person) -> bool:
    # Two people of one name, one here and one there, would be the same to every other service.
    async with windows.parts.pool.acquire() as connection:
        return await store.is_taken(connection, person.subject)


def _asked(windows: Windows, request: Request) -> Asked | None:
    try:
        sealed = jwt.decode(cookies.kept(request, UNDER_WAY), windows.sign_in.mint.key, algorithms=["Ed25519"])
        asked = msgspec.convert(sealed.claims, Asked)
    except (JoseError, ValueError, msgspec.ValidationError):
        return None
    return asked if asked.exp > windows.sign_in.sessions.now().timestamp() else None


def _back(request: Request) -> str:
    """The address that the provider knows us by."""
    return str(request.url.replace(path="/vao/dinh-danh/ve", query=""))


def _told(windows: Windows, request: Request, to: str, why: str, status: int) -> Response:
    return sign_in.door(windows, request, SignInView(to, why=why), status)


async def _note(windows: Windows, why: str) -> None:
    async with windows.parts.pool.acquire() as connection, connection.transaction():
        await note(connection, windows.sign_in.sessions.now(), Line("sign_in.refused", detail=f"provider: {why}"))
