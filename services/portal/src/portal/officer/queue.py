"""The queue's pages: the machine that gives numbers, the call screen in the hall, and the calls of a window."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, open_to

from portal.neighbours import Answer
from portal.officer.doing import KEY
from portal.windows import Windows, language

AtDesk = Annotated[Actor, Depends(open_to("desk"))]
WINDOW = "quay"  # the cookie that remembers which window a browser stands at
_WINDOW = re.compile(r"[0-9A-Za-z]{1,4}")
_DESK = re.compile(r"[0-9A-Za-z.]{1,40}")
ACTS = ("next", "again", "skip")


@dataclass(frozen=True, slots=True)
class Called:
    """A number at a window."""

    number: int
    window: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue now; `waited` are minutes of the first that waits, `number` the one that this window has called."""

    now: datetime
    desk: str
    desk_name: str
    silent: bool
    waiting: int = 0
    waited: int = 0
    called: tuple[Called, ...] = ()
    window: str = ""
    number: int | None = None
    key: str = ""
    ahead: int | None = None
    empty: bool = False


def router(windows: Windows) -> APIRouter:
    """The routes; the screen is anybody's to look at: numbers and windows stand on it, and nothing else."""
    router = APIRouter(include_in_schema=False)
    _machine(router, windows)

    @router.get("/man-hinh-goi/{desk}")
    async def screen(request: Request, desk: str) -> HTMLResponse:
        return windows.page(request, "officer/screen", await _screen(windows, desk))

    @router.get("/man-hinh-goi/{desk}/so")
    async def numbers(request: Request, desk: str) -> HTMLResponse:
        return windows.page(request, "officer/screen_numbers", await _screen(windows, desk))

    @router.get("/tiep-nhan/hang-cho")
    async def line(request: Request, desk: AtDesk) -> HTMLResponse:
        return windows.page(request, "officer/line", await line_of(windows, request, desk))

    @router.post("/tiep-nhan/goi-so")
    async def call(request: Request, desk: AtDesk, act: Annotated[str, Form(max_length=8)] = "next",
                   window: Annotated[str, Form(max_length=8)] = "", number: Annotated[str, Form(max_length=4)] = "",
                   key: Annotated[str, Form(max_length=64)] = "") -> Response:  # fmt: skip
        place = window if _WINDOW.fullmatch(window) else _window(request)
        answer = await windows.neighbours.command("intake", *_command(desk.agency or "", act, number, place), request.state.token,
                                                  key if KEY.fullmatch(key) else uuid4().hex, language(request))  # fmt: skip
        back: Response
        if "fetch" in request.headers.get("x-requested-with", ""):
            back = windows.page(request, "officer/line", view_of(windows, desk.agency or "", answer, place, called=act == "next"))
        else:
            back = RedirectResponse("/tiep-nhan", 303)
        back.set_cookie(WINDOW, place, httponly=True, samesite="lax", secure=request.url.scheme == "https")
        return back

    return router


def _machine(router: APIRouter, windows: Windows) -> None:
    @router.get("/lay-so")
    async def machine(request: Request, desk: AtDesk, so: int | None = None, truoc: int = 0) -> HTMLResponse:
        name = windows.wording.name(desk.agency or "")
        view = QueueView(windows.parts.clock.now(), desk.agency or "", name, False, number=so, ahead=truoc, key=uuid4().hex)
        return windows.page(request, "officer/machine", view)

    @router.post("/lay-so")
    async def take(request: Request, desk: AtDesk, favoured: Annotated[str, Form(max_length=8)] = "",
                   key: Annotated[str, Form(max_length=64)] = "") -> Response:  # fmt: skip
        answer = await windows.neighbours.command("intake", f"/desks/{desk.agency}/tickets", {"favoured": favoured == "yes"},
                                                  request.state.token, key if KEY.fullmatch(key) else uuid4().hex, language(request))
        if answer.status >= 300:
            raise HTTPException(503, "no number was given")
        ahead = answer.body["favoured"] if favoured == "yes" else answer.body["waiting"]
        return RedirectResponse(f"/lay-so?{urlencode({'so': answer.body['number'], 'truoc': max(0, ahead - 1)})}", 303)


def _command(desk: str, act: str, number: str, window: str) -> tuple[str, dict[str, Any]]:
    """The path and body of a call."""
    if act not in ACTS or (act != "next" and not (number.isascii() and number.isdigit())):
        raise HTTPException(422, "no such act")
    path = {"next": "calls", "again": f"tickets/{number}/recall", "skip": f"tickets/{number}/skip"}[act]
    return f"/desks/{desk}/{path}", {} if act == "skip" else {"window": window}


def _window(request: Request) -> str:
    kept = request.cookies.get(WINDOW, "1")
    return kept if _WINDOW.fullmatch(kept) else "1"


async def _screen(windows: Windows, desk: str) -> QueueView:
    if not _DESK.fullmatch(desk):
        raise HTTPException(404, "no such desk")
    answer = await windows.neighbours.as_service("GET", "intake", f"/internal/queues/{desk}")
    if answer.status == 404:
        raise HTTPException(404, "no such desk")
    return view_of(windows, desk, answer)


async def line_of(windows: Windows, request: Request, desk: Actor) -> QueueView:
    """The queue before a window."""
    answer = await windows.neighbours.read("intake", f"/desks/{desk.agency}/queue", request.state.token)
    return view_of(windows, desk.agency or "", answer, _window(request))


def view_of(windows: Windows, desk: str, answer: Answer, window: str = "", *, called: bool = False) -> QueueView:
    """Intake's answer; `called` when somebody was to be called, and perhaps nobody waits."""
    now, name = windows.parts.clock.now(), windows.wording.name(desk)
    if answer.status >= 300:
        return QueueView(now, desk, name, True, window=window, key=uuid4().hex)
    body = answer.body
    numbers = tuple(Called(one["number"], one["window"]) for one in body["called"])
    waited = int((now - datetime.fromisoformat(body["since"])).total_seconds() // 60) if body["since"] else 0
    mine = next((one.number for one in numbers if one.window == window), None)
    return QueueView(now, desk, name, False, body["waiting"], max(0, waited), numbers, window, mine, uuid4().hex,
                     empty=called and body["number"] is None)  # fmt: skip
