"""A dossier's page, and the word of an officer who phoned: passed on to notifier with their own rights."""

import re
from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to

from portal import inbox
from portal.dossier import dossier_view
from portal.told import CALLERS, calls_of
from portal.views import CallsView
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
            return await inbox.draw(windows, request, actor, inbox.Asked(need="call"), told, status)
        return await _page(windows, request, actor, str(dossier_id), told, status=status)

    return router


async def _page(windows: Windows, request: Request, reader: Actor, code_or_id: str, told: CallsView, only: str = "",
                status: int = 200) -> HTMLResponse:  # fmt: skip
    found = await windows.record(reader, code_or_id)
    if found is None or found[1].received_at is None:
        raise HTTPException(404, "no such dossier")
    await windows.note(reader, "dossier.opened", found[0])
    asked = None if found[1].finished_at and found[1].used else await windows.neighbours.budget(found[0], request.state.token)
    catalogue, lang = windows.parts.catalogue, language(request)
    view = dossier_view(*found, asked, catalogue, windows.wording, windows.parts.clock.now(), lang, only)
    calls = calls_of(found[1], reader, catalogue, windows.wording, lang)
    return windows.page(request, "dossier", replace(view, calls=replace(told, calls=calls)), status, here="dossiers")
