"""Users and their roles, for administrators: each sees and changes those of the agencies that they look after."""

from collections.abc import Awaitable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, open_to

from portal.accounts import store
from portal.accounts.administration import Done
from portal.accounts.rules import GIVEN, OVERSEEING, Wanted, near
from portal.accounts.views import AccountView, PeopleView, account_row
from portal.windows import Windows

Administrator = Annotated[Actor, Depends(open_to("admin"))]
Typed = Annotated[str, Form(max_length=64)]
Ticked = Annotated[list[str], Form(max_length=len(GIVEN))]
Asked = Annotated[str, Query(max_length=64)]
PAGE, MOST = 50, 1000
HERE = "/quan-tri/nguoi-dung"
SAID = ("done", "asked")


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    administration = windows.sign_in.administration

    @router.get(HERE)
    async def people(request: Request, by: Administrator, role: Asked = "", agency: Asked = "", q: Asked = "", state: Asked = "",
                     sau: Asked = "") -> HTMLResponse:  # fmt: skip
        return await _list(windows, request, by, {"role": role, "agency": agency, "q": q, "state": state}, sau)

    @router.post(HERE)
    async def create(request: Request, by: Administrator, login: Typed = "", agency: Typed = "", roles: Ticked = []) -> Response:  # noqa: B006
        wanted = Wanted(login.strip().lower(), agency.strip(), frozenset(roles))
        done = await administration.create(by, wanted)
        if done.faults:
            return await _list(windows, request, by, {}, "", wanted._asdict(), done.faults)
        return await _one(windows, request, by, _id(done), done)

    @router.get(HERE + "/{account}")
    async def person(request: Request, by: Administrator, account: UUID, xong: str = "") -> HTMLResponse:
        return await _one(windows, request, by, account, Done(account), said=xong if xong in SAID else "")

    return _acts(windows, router)


def _acts(windows: Windows, router: APIRouter) -> APIRouter:
    administration = windows.sign_in.administration

    @router.post(HERE + "/{account}/quyen")
    async def change(request: Request, by: Administrator, account: UUID, agency: Typed = "", roles: Ticked = []) -> Response:  # noqa: B006
        wanted = {"agency": agency.strip(), "roles": frozenset(roles)}
        return await _answer(windows, request, by, administration.change(by, account, agency.strip(), frozenset(roles)), wanted)

    @router.post(HERE + "/{account}/xac-nhan")
    async def settle(request: Request, by: Administrator, account: UUID, confirmed: Typed = "") -> Response:
        return await _answer(windows, request, by, administration.settle(by, account, confirmed == "yes"))

    @router.post(HERE + "/{account}/khoa")
    async def disable(request: Request, by: Administrator, account: UUID, disabled: Typed = "yes") -> Response:
        return await _answer(windows, request, by, administration.disable(by, account, disabled == "yes"))

    @router.post(HERE + "/{account}/mat-khau")
    async def give_password(request: Request, by: Administrator, account: UUID) -> Response:
        return await _answer(windows, request, by, administration.give_password(by, account))

    @router.post(HERE + "/{account}/ket-thuc-phien")
    async def end(request: Request, by: Administrator, account: UUID) -> Response:
        return await _answer(windows, request, by, administration.end_sessions(by, account))

    return router


async def _answer(windows: Windows, request: Request, by: Actor, act: Awaitable[Done], wanted: dict[str, Any] | None = None) -> Response:
    try:
        done = await act
    except LookupError:
        raise HTTPException(404, "no such account") from None
    if done.faults or done.password:
        return await _one(windows, request, by, _id(done), done, wanted)
    return RedirectResponse(f"{HERE}/{_id(done)}?xong={'asked' if done.waiting else 'done'}", 303)


async def _one(windows: Windows, request: Request, by: Actor, account: UUID, done: Done, wanted: dict[str, Any] | None = None,
               said: str = "") -> HTMLResponse:  # fmt: skip
    now, administration = windows.sign_in.sessions.now(), windows.sign_in.administration
    async with windows.parts.pool.acquire() as connection, connection.transaction(readonly=True):
        await administration.look(connection, by)
        found = await store.account_of(connection, account)
        if found is None:
            raise HTTPException(404, "no such account")
        sessions = await windows.sign_in.sessions.open_of(connection, found["subject"])
    row = account_row(found, now)
    held = wanted or {"agency": row.agency, "roles": frozenset((*row.roles, *row.asked))}
    agencies, faults = _agencies(windows, by), done.faults or {}
    view = AccountView(now, row, tuple(sessions), agencies, _roles(by), held, faults, done.password, said, _near(held, agencies, faults))
    return windows.page(request, "accounts/person", view, 422 if done.faults else 200, here="users")


async def _list(windows: Windows, request: Request, by: Actor, asked: dict[str, str], after: str, wanted: dict[str, Any] | None = None,
                faults: dict[str, str] | None = None) -> HTMLResponse:  # fmt: skip
    now = windows.sign_in.sessions.now()
    filters = store.Asked(*(asked.get(name, "") for name in ("role", "agency", "q", "state")))
    async with windows.parts.pool.acquire() as connection, connection.transaction(readonly=True):
        await windows.sign_in.administration.look(connection, by)
        found = await store.listed_accounts(connection, filters, after, PAGE + 1)
        total = await store.count_accounts(connection, filters)
    rows = tuple(account_row(row, now) for row in found[:PAGE])
    more = rows[-1].login if len(found) > PAGE else ""
    agencies, held, wrong = _agencies(windows, by), wanted or {}, faults or {}
    view = PeopleView(now, rows, asked, more, total, agencies, _roles(by), held, wrong, _near(held, agencies, wrong))
    return windows.page(request, "accounts/people", view, 422 if faults else 200, here="users")


def _near(wanted: dict[str, Any], agencies: dict[str, str], faults: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return near(wanted["agency"], agencies) if faults.get("agency") == "account.agency.unknown" else ()


def _agencies(windows: Windows, by: Actor) -> dict[str, str]:
    reach, names = windows.sign_in.administration.reach(by), windows.sign_in.administration.agencies()
    return names if reach is None else {agency: names.get(agency, agency) for agency in reach}


def _roles(by: Actor) -> tuple[str, ...]:
    return GIVEN if by.agency is None else tuple(role for role in GIVEN if role not in OVERSEEING)


def _id(done: Done) -> UUID:
    if done.account is None:
        raise LookupError
    return done.account
