"""Files of a citizen's dossiers: papers and results on their way out, uploads on their way in, never whole in memory."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from portal.mine.acts import clean
from portal.mine.reading import Own, one_of
from portal.mine.roles import Citizen
from portal.passing import passed_on
from portal.windows import Windows, language

MOST = 101_000_000  # bytes of a form with one file; the wall before the windows lets a little more through
PIECE = 64 * 1024
Form = Literal["receipt", "supplement", "refusal", "apology", "stop", "letter"]


type DraftPage = Callable[[Request, Own, dict[str, str]], Awaitable[Response]]


def router(windows: Windows, page_of: Callable[..., Response], draft_page: DraftPage) -> APIRouter:
    """The routes; what isn't handed in yet is another room's."""
    router = APIRouter(include_in_schema=False)

    @router.get("/cua-toi/{dossier_id}/giay/{name}")
    async def paper(request: Request, _reader: Citizen, dossier_id: UUID, name: Form) -> Response:
        return await passed_on(windows, f"/dossiers/{dossier_id}/papers/{name}", request.state.token, language(request))

    @router.get("/cua-toi/{dossier_id}/tep/{document}")
    async def file(request: Request, _reader: Citizen, dossier_id: UUID, document: UUID) -> Response:
        return await passed_on(windows, f"/dossiers/{dossier_id}/documents/{document}", request.state.token, language(request))

    @router.post("/cua-toi/{dossier_id}/tep")
    async def upload(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        own = await one_of(windows, request, reader, dossier_id)
        paper, said = await taken(windows, request, dossier_id)
        if "application/json" in request.headers.get("accept", ""):  # the script that shows progress
            return JSONResponse({"fault": said}, 422 if said else 201)
        faults = {f"papers.{paper}": said} if said else {}
        if own.state["status"] == "draft":
            return await draft_page(request, own, faults)
        return _after(windows, request, own, page_of, faults)

    return router


def _after(windows: Windows, request: Request, own: Own, page_of: Callable[..., Response], faults: dict[str, str]) -> Response:
    if not faults:
        return RedirectResponse(f"/cua-toi/{own.dossier_id}#giay-to", 303)
    return page_of(windows, request, own, status=422, said="mine.said.faults", faults=faults)


async def taken(windows: Windows, request: Request, dossier_id: UUID) -> tuple[str, str]:
    """The paper, and in words why its file wasn't taken; empty when it was."""
    lang, length = language(request), request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST:  # before a byte of it is read
        return "", windows.pages.word(lang, "mine.upload.too_big")
    async with request.form(max_files=1, max_fields=8) as form:
        paper, file, key = str(form.get("paper", "")), form.get("file"), clean(str(form.get("key", "")))
        if not isinstance(file, UploadFile) or not file.filename:
            return paper, windows.pages.word(lang, "mine.upload.none")
        asked: dict[str, Any] = {"paper": paper, "name": file.filename[:400], "origin": "electronic"}
        path, token = f"/dossiers/{dossier_id}/documents", request.state.token
        answer = await windows.neighbours.upload(path, _read(file), token, f"{key}-{paper}", lang, **asked)
    return paper, "" if answer.status < 300 else next(iter(answer.faults), windows.pages.word(lang, "mine.upload.silent"))


async def _read(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
