"""Stored files and printed forms, passed on from intake with the reader's own rights; two of them side by side."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated, Any
from uuid import UUID

import httpx2
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from lienthong_runtime import AT_WORK, Actor, open_to

from portal.officer.papers import papers_of
from portal.officer.side_views import SideView
from portal.web.render import CSP
from portal.windows import Windows

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
FRAMING = {"Content-Security-Policy": f"{CSP}; frame-src 'self'"}
# The file speaks for nobody: no script, no form, nothing fetched; only our own pages show it. A PDF's viewer doesn't run in a sandbox.
_FILE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_PASSED = ("content-type", "content-length", "content-disposition")
_FORM = re.compile(r"[a-z-]{4,20}")


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ho-so/{dossier_id}/tai-lieu/{document}")
    async def file(request: Request, reader: AtWork, dossier_id: UUID, document: UUID) -> StreamingResponse:
        found = await passed_on(windows, f"/dossiers/{dossier_id}/documents/{document}", request.state.token)
        await windows.note(reader, "paper.opened", str(dossier_id), str(document))
        return found

    @router.get("/ho-so/{dossier_id}/giay/{name}")
    async def form(request: Request, _reader: AtWork, dossier_id: UUID, name: str) -> StreamingResponse:
        if not _FORM.fullmatch(name):
            raise HTTPException(404, "no such form")
        return await passed_on(windows, f"/dossiers/{dossier_id}/papers/{name}", request.state.token)

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


async def passed_on(windows: Windows, path: str, token: str) -> StreamingResponse:
    """Intake's file as it comes; whatever else it answers is told as it is."""
    stack = AsyncExitStack()
    try:
        answer = await stack.enter_async_context(windows.neighbours.stream("intake", path, token))
    except httpx2.HTTPError:
        raise HTTPException(503, "intake doesn't answer") from None
    if answer.status_code != 200:
        await stack.aclose()
        raise HTTPException(answer.status_code if answer.status_code in (403, 404) else 503, "no such file")
    headers = {name: answer.headers[name] for name in _PASSED if name in answer.headers}
    guarded = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": _policy(headers), "Cache-Control": "no-store"}
    return StreamingResponse(_pieces(answer, stack), headers={**headers, **guarded})


def _policy(headers: dict[str, str]) -> str:
    return _FILE if headers.get("content-type", "").startswith("application/pdf") else f"{_FILE}; sandbox"


async def _pieces(answer: Any, stack: AsyncExitStack) -> AsyncIterator[bytes]:
    async with stack:
        async for piece in answer.aiter_bytes():
            yield piece
