"""One's own account: where one is signed in, and another password."""

from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, open_to
from lienthong_runtime.guard import CITIZEN, enter_scope
from lienthong_runtime.identity import NotSignedIn, Role

from portal import sign_in
from portal.accounts import store
from portal.accounts.passwords import password_faults
from portal.accounts.session import Person, Session
from portal.accounts.views import MineView, PasswordView
from portal.gate import cookies
from portal.windows import Windows

Anybody = Annotated[Actor, Depends(open_to(*get_args(Role)))]
Typed = Annotated[str, Form(max_length=512)]
SAID = ("ended", "changed")


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    sessions = windows.sign_in.sessions

    @router.get("/tai-khoan")
    async def mine(request: Request, reader: Anybody, xong: str = "") -> HTMLResponse:
        here, found = await sessions.of(request), await _open(windows, reader)
        password = here is not None and here.account is not None
        view = MineView(sessions.now(), found, here.id if here else None, password, xong if xong in SAID else "")
        return windows.page(request, "accounts/mine", view, here="mine")

    @router.post("/tai-khoan/phien/{session}/ket-thuc")
    async def end(request: Request, reader: Anybody, session: UUID) -> Response:
        if session not in [known.id for known in await _open(windows, reader)]:
            raise HTTPException(404, "no such session")
        await sessions.end(reader, reader.subject, (session,), "owner")
        return RedirectResponse("/tai-khoan?xong=ended", 303)

    @router.post("/tai-khoan/phien-khac/ket-thuc")
    async def end_others(request: Request, reader: Anybody) -> Response:
        here = await sessions.of(request)
        others = tuple(known.id for known in await _open(windows, reader) if here is None or known.id != here.id)
        await sessions.end(reader, reader.subject, others, "owner")
        return RedirectResponse("/tai-khoan?xong=ended", 303)

    return _password(windows, router)


def _password(windows: Windows, router: APIRouter) -> APIRouter:
    # Who signed in by a password that somebody else knows has no role yet: these two ask for a session by themselves.

    @router.get("/tai-khoan/mat-khau")
    async def form(request: Request) -> HTMLResponse:
        return _form(windows, request, (await _of_an_account(windows, request))[0])

    @router.post("/tai-khoan/mat-khau")
    async def change(request: Request, old: Typed = "", new: Typed = "", again: Typed = "") -> Response:
        session, account = await _of_an_account(windows, request)
        faults = password_faults(new, again, session.subject) or ({"new": "password.same"} if new == old else {})
        if not faults and not await windows.sign_in.entering.change_password(account, old, new):
            faults = {"old": "password.wrong"}
        return _form(windows, request, session, faults) if faults else await _anew(windows, request, session, account)

    return router


async def _anew(windows: Windows, request: Request, session: Session, account: UUID) -> Response:
    """All sessions end, and one with all rights begins."""
    sessions = windows.sign_in.sessions
    async with sessions.pool.acquire() as connection, connection.transaction():
        await sessions.end_all(connection, session.actor, session.subject, "password")
        known = await store.secret_of(connection, account)
    sessions.forget()
    person = Person(session.subject, known["agency"], frozenset(known["roles"]), "password", account)
    answer = RedirectResponse(sign_in.first_page(person, sign_in.HOME) if session.narrow else "/tai-khoan?xong=changed", 303)
    cookies.keep(request, answer, await sessions.begin(request, person))
    return answer


async def _of_an_account(windows: Windows, request: Request) -> tuple[Session, UUID]:
    session = await windows.sign_in.sessions.of(request)
    if session is None:
        raise NotSignedIn
    if session.account is None:
        raise HTTPException(404, "no password here")
    return session, session.account


async def _open(windows: Windows, reader: Actor) -> tuple[Session, ...]:
    sessions = windows.sign_in.sessions
    async with sessions.pool.acquire() as connection, connection.transaction(readonly=True):
        await enter_scope(connection, (CITIZEN, "", reader.subject))
        return tuple(await sessions.open_of(connection, reader.subject))


def _form(windows: Windows, request: Request, session: Session, faults: dict[str, str] | None = None) -> HTMLResponse:
    view = PasswordView(windows.sign_in.sessions.now(), session.narrow, session.subject, faults or {})
    return windows.page(request, "accounts/password", view, 422 if faults else 200, here="mine")
