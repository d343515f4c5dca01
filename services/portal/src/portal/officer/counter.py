"""The counter: a dossier received in under a minute, by keyboard alone; what is typed goes to intake with the desk's own rights."""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, open_to

from portal.officer.counter_data import found_procedures, promise_of, recent_of, taken_of, view_of
from portal.officer.counter_form import PAYS, Typed, at_fields, submission_of
from portal.officer.doing import KEY, faults_of, form_of
from portal.officer.files import FRAMING
from portal.officer.queue import line_of
from portal.officer.several import Wish, key_of
from portal.windows import Windows, language

AtDesk = Annotated[Actor, Depends(open_to("desk"))]
Asked = Annotated[str, Query(max_length=100)]
_SAID = {403: "act.not_yours", 422: "counter.refused", 409: "act.moved"}


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/tiep-nhan")
    async def counter(request: Request, desk: AtDesk, procedure: Asked = "", q: Asked = "", xong: UUID | None = None,
                      thu: Asked = "") -> HTMLResponse:  # fmt: skip
        return await draw(windows, request, desk, Typed({"procedure": procedure, "q": q}), taken=xong, paid=thu)

    @router.get("/tiep-nhan/tim")
    async def find(request: Request, _desk: AtDesk, q: Asked = "") -> HTMLResponse:
        return windows.page(request, "officer/found", found_procedures(windows, q))

    @router.post("/tiep-nhan/thu-tuc")
    async def choose(request: Request, desk: AtDesk) -> HTMLResponse:
        said = await form_of(request)
        chosen = {"procedure": said["choose"], "q": "", "papers": ()} if said.get("choose") else {}
        return await draw(windows, request, desk, Typed({**said, **chosen}))

    @router.post("/tiep-nhan")
    async def receive(request: Request, desk: AtDesk) -> Response:
        typed = Typed(await form_of(request))
        key = typed.one("key") if KEY.fullmatch(typed.one("key")) else uuid4().hex
        answer = await windows.neighbours.command("intake", "/dossiers", submission_of(typed), request.state.token, key, language(request))
        if answer.status < 300:
            paid = await _paid(windows, request, answer.body["dossier_id"], typed, key)
            return RedirectResponse(f"/tiep-nhan?{urlencode({'xong': answer.body['dossier_id'], **paid})}", 303)
        # Where nobody knows whether it was received the key stays: pressed again, it is received once.
        kept = key if answer.status not in _SAID else ""
        faults = at_fields(faults_of(answer))
        status, told = answer.status if answer.status in _SAID else 503, _SAID.get(answer.status, "act.silent")
        return await draw(windows, request, desk, typed, faults=faults, said=told, key=kept, status=status)

    return router


async def _paid(windows: Windows, request: Request, dossier_id: str, typed: Typed, key: str) -> dict[str, str]:
    """What was paid on the spot is recorded with a receipt number of its own; a dossier stays received without it."""
    if typed.exit != "receive" or not typed.chosen("pay", PAYS):
        return {}
    own = key_of(key, Wish(dossier_id, {"pay": "reception"}))
    path, body = f"/dossiers/{dossier_id}/pay", {"purpose": "reception"}
    answer = await windows.neighbours.command("intake", path, body, request.state.token, own, language(request))
    return {"thu": "du" if answer.status < 300 else "chua"}


async def draw(windows: Windows, request: Request, desk: Actor, typed: Typed, *, faults: dict[str, str] | None = None, said: str = "",
               key: str = "", status: int = 200, taken: UUID | None = None, paid: str = "") -> HTMLResponse:  # fmt: skip
    """The page."""
    promise, recent, just, line = await asyncio.gather(
        promise_of(windows, request, typed), recent_of(windows, request, desk), taken_of(windows, request, taken, paid),
        line_of(windows, request, desk))  # fmt: skip
    more: dict[str, Any] = {"promise": promise, "recent": recent, "taken": just, "faults": faults or {}, "said": said}
    page = windows.page(request, "officer/counter", view_of(windows, desk, typed, key or uuid4().hex, language(request), more), status,
                        here="counter", line=line)  # fmt: skip
    page.headers.update(FRAMING)
    return page
