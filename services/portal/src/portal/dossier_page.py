"""A dossier's page, and the word of an officer who phoned: passed on to notifier with their own rights."""

import asyncio
import re
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to

from portal.domain.record import Record
from portal.dossier import dossier_view
from portal.lists import api as lists
from portal.lists.asked import Asked
from portal.officer import submission
from portal.officer.act_views import ActsView
from portal.officer.allowed import acts_of
from portal.officer.papers import papers_of
from portal.told import CALLERS, calls_of
from portal.views import NO_CALLS, CallsView
from portal.windows import Windows, language

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Officer = Annotated[Actor, Depends(open_to(*CALLERS))]
_KEY = re.compile(r"[0-9a-f]{32}")  # as the form had it; whatever else was sent would stand in a header
_SAID = {403: "call.not_yours", 404: "call.gone", 409: "call.moved", 422: "call.refused"}


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ho-so/{code_or_id}")
    async def dossier(request: Request, reader: Reader, code_or_id: str, only: str = "", goi: str = "") -> HTMLResponse:
        told = CallsView(key=uuid4().hex, said="call.noted" if goi == "da-ghi" else "")
        return await _page(windows, request, reader, code_or_id, told, only)

    @router.post("/ho-so/{dossier_id}/da-goi")
    async def phoned(request: Request, actor: Officer, dossier_id: UUID, message: Annotated[str, Form()] = "",
                     reached: Annotated[str, Form()] = "", key: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        key = key if _KEY.fullmatch(key) else uuid4().hex
        found = await windows.record(actor, str(dossier_id))
        if found is None:
            raise HTTPException(404, "no such dossier")
        received = found[1].received_at is not None
        said = {"message": message, "reached": reached == "true"}
        answer = await windows.neighbours.phoned(dossier_id, request.state.token, key, said, language(request))
        if answer.status < 300:
            return RedirectResponse(f"/ho-so/{dossier_id}?goi=da-ghi#goi-dien" if received else "/ho-so?need=call&goi=da-ghi", 303)
        # Where nobody knows what became of it the key stays, so that trying again is no second call.
        told = CallsView(key=uuid4().hex if answer.status in _SAID else key, said=_SAID.get(answer.status, "call.silent"),
                         faults=answer.faults)  # fmt: skip
        status = answer.status if answer.status in _SAID else 503
        if not received:
            return await lists.draw(windows, request, actor, Asked(need="call"), told, status)
        return await _page(windows, request, actor, str(dossier_id), told, status=status)

    return router


async def _page(windows: Windows, request: Request, reader: Actor, code_or_id: str, told: CallsView, only: str = "",
                status: int = 200) -> HTMLResponse:  # fmt: skip
    found = await windows.record(reader, code_or_id)
    if found is None:
        raise HTTPException(404, "no such dossier")
    return await draw(windows, request, reader, found, None, told, only, status)


async def draw(windows: Windows, request: Request, reader: Actor, found: Any, acts: ActsView | None, told: CallsView = NO_CALLS,
               only: str = "", status: int = 200) -> HTMLResponse:  # fmt: skip
    """The page; `acts` are what may be done, where that is known already, `told` is what became of a call."""
    dossier_id, record, entries = found
    if record.received_at is None and not submission.shown_to(reader, record, windows.parts.catalogue):
        raise HTTPException(404, "no such dossier")
    await windows.note(reader, "dossier.opened", dossier_id)
    seen = max((entry["seq"] for entry in entries), default=0)
    acts, papers, asked = await asyncio.gather(
        _known(acts) if acts else acts_of(windows, request, reader, dossier_id, record, seen),
        papers_of(windows, request, reader, dossier_id, record), _budget(windows, request, dossier_id, record))  # fmt: skip
    acts = replace(acts, done=request.query_params.get("xong", "")) if request.method == "GET" else acts
    catalogue, lang, now = windows.parts.catalogue, language(request), windows.parts.clock.now()
    calls = replace(told, calls=calls_of(record, reader, catalogue, windows.wording, lang))
    if record.received_at is None:
        lines = tuple(windows.wording.line(entry, record.code, lang) for entry in entries)
        early = submission.view_of(found, windows, lines, acts, papers, calls)
        return windows.page(request, "officer/submission", early, status, here="inbox")
    view = dossier_view(dossier_id, record, entries, asked, catalogue, windows.wording, now, lang, only)
    return windows.page(request, "dossier", replace(view, calls=calls), status, here="dossiers", acts=acts, papers=papers)


async def _known(acts: ActsView) -> ActsView:
    return acts


async def _budget(windows: Windows, request: Request, dossier_id: str, record: Record) -> dict[str, Any] | None:
    over = record.received_at is None or (record.finished_at and record.used)
    return None if over else await windows.neighbours.budget(dossier_id, request.state.token)
