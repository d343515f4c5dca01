"""Stored files and printed forms, passed on from intake with the reader's own rights; two of them side by side."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from lienthong_runtime import AT_WORK, Actor, open_to

from portal.officer.papers import papers_of
from portal.officer.side_views import SideView
from portal.passing import passed_on
from portal.web.render import CSP
from portal.windows import Windows, language

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
FRAMING = {"Content-Security-Policy": f"{CSP}; frame-src 'self'"}
# The file speaks for nobody: no script, no form, nothing fetched; only our own pages show it. A PDF's viewer doesn't run in a sandbox.
_FORM = re.compile(r"[a-z-]{4,20}")


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ho-so/{dossier_id}/tai-lieu/{document}")
    async def file(request: Request, reader: AtWork, dossier_id: UUID, document: UUID) -> StreamingResponse:
        found = await passed_on(windows, f"/dossiers/{dossier_id}/documents/{document}", request.state.token, language(request))
        await windows.note(reader, "paper.opened", str(dossier_id), str(document))
        return found

    @router.get("/ho-so/{dossier_id}/giay/{name}")
    async def form(request: Request, _reader: AtWork, dossier_id: UUID, name: str) -> StreamingResponse:
        if not _FORM.fullmatch(name):
            raise HTTPException(404, "no such form")
        return await passed_on(windows, f"/dossiers/{dossier_id}/papers/{name}", request.state.token, language(request))

    @router.get("/ho-so/{dossier_id}/so-sanh")
    async def beside(request: Request, reader: AtWork, dossier_id: UUID, a: UUID | None = None, b: UUID | None = None) -> HTMLResponse:
        found = await windows.record(reader, str(dossier_id))
        if found is None:
            raise HTTPException(404, "no such dossier")
        papers = await papers_of(windows, request, reader, found[0], found[1])
        known = {file.document for file in papers.files}
        chosen = tuple(str(one) for one in (a, b) if str(one) in known)
        view = SideView(windows.parts.clock.now(), found[1].code or "", found[0], papers, chosen)
        page = windows.page(request, "officer/beside", view, here="inbox")
        page.headers.update(FRAMING)
        return page

    return router
