"""Handing in online, page by page: without a script, and nothing typed is ever lost."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor

from portal.mine import files
from portal.mine.acts import clean
from portal.mine.reading import Own, citizen_only
from portal.mine.roles import Citizen
from portal.neighbours import Answer
from portal.online.beginning import Beginning
from portal.online.drafts import Drafts
from portal.online.form import page_of, written
from portal.online.views import Page
from portal.windows import Windows

_NEXT: dict[Page, str] = {"who": "/giay-to", "papers": "/xem-lai"}


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    drafts = Drafts(windows)
    return [_beginning(Beginning(windows, drafts), drafts), _pages(drafts), _handing_in(drafts)]


def uploaded(windows: Windows) -> files.DraftPage:
    """The page of papers after an upload, with what was wrong with it."""
    drafts = Drafts(windows)

    async def shown(request: Request, own: Own, faults: dict[str, str]) -> Response:
        if not faults:
            return RedirectResponse(f"/nop-ho-so/nhap/{own.dossier_id}/giay-to", 303)
        fields = await drafts.fields(request, own.dossier_id)
        return await drafts.shown(request, own, fields, "papers", checked=False, status=422, said="mine.said.faults", faults=faults)

    return shown


def _beginning(beginning: Beginning, drafts: Drafts) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/nop-ho-so/{procedure_id}")
    async def begin(request: Request, reader: Citizen, procedure_id: str, tinh: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
        citizen_only(reader)
        return beginning.page(request, drafts.procedure(procedure_id), tinh)

    @router.post("/nop-ho-so/{procedure_id}")
    async def begun(request: Request, reader: Citizen, procedure_id: str) -> Response:
        citizen_only(reader)
        return await beginning.begun(request, drafts.procedure(procedure_id), await request.form(max_files=0))

    return router


def _pages(drafts: Drafts) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/nop-ho-so/nhap/{dossier_id}")
    async def who(request: Request, reader: Citizen, dossier_id: UUID, loi: str = "") -> Response:
        own, fields = await drafts.read(request, reader, dossier_id)
        return await drafts.shown(request, own, fields, "who", checked=bool(loi))

    @router.post("/nop-ho-so/nhap/{dossier_id}")
    async def written_down(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        own, fields = await drafts.read(request, reader, dossier_id)
        form = await request.form(max_files=0)
        now = written(drafts.procedure(str(fields.get("procedure"))), {name: str(form[name]) for name in form}, fields)
        return await _kept(drafts, request, own, now, later="sau" in form)

    @router.get("/nop-ho-so/nhap/{dossier_id}/giay-to")
    async def papers(request: Request, reader: Citizen, dossier_id: UUID, loi: str = "") -> Response:
        own, fields = await drafts.read(request, reader, dossier_id)
        return await drafts.shown(request, own, fields, "papers", checked=bool(loi))

    @router.post("/nop-ho-so/nhap/{dossier_id}/giay-to")
    async def given(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        own, fields = await drafts.read(request, reader, dossier_id)
        return await _onwards(drafts, request, own, fields, "papers")

    return router


async def _kept(drafts: Drafts, request: Request, own: Own, fields: dict[str, Any], later: bool) -> Response:
    answer = await drafts.keep(request, own.dossier_id, fields)
    if answer.status >= 300:
        return await drafts.shown(request, own, fields, "who", checked=False, status=answer.status, said="online.not_kept",
                                  faults=answer.at_fields)  # fmt: skip
    return RedirectResponse("/cua-toi", 303) if later else await _onwards(drafts, request, own, fields, "who")


async def _onwards(drafts: Drafts, request: Request, own: Own, fields: dict[str, Any], page: Page) -> Response:
    """To the next page, or this one again with every fault at its field."""
    lacking = await drafts.lacking(request, own, fields)
    if any(page_of(field) == page for field, _ in lacking):
        return await drafts.shown(request, own, fields, page, checked=True, status=422, said="mine.said.faults")
    return RedirectResponse(f"/nop-ho-so/nhap/{own.dossier_id}{_NEXT[page]}", 303)


def _handing_in(drafts: Drafts) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/nop-ho-so/nhap/{dossier_id}/xem-lai")
    async def review(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        own, fields = await drafts.read(request, reader, dossier_id)
        return await drafts.shown(request, own, fields, "review", checked=True)

    @router.post("/nop-ho-so/nhap/{dossier_id}/xem-lai")
    async def submit(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        form = await request.form(max_files=0)
        read = await _still_there(drafts, request, reader, dossier_id)
        if read is None:  # handed in by the first of two clicks
            return RedirectResponse(f"/cua-toi/{dossier_id}?xong=da-nop", 303)
        key = clean(str(form.get("key", "")))
        answer = await drafts.submit(request, *read, key, form.get("alike") == "yes")
        return await _submitted(drafts, request, *read, answer)

    return router


async def _still_there(drafts: Drafts, request: Request, reader: Actor, dossier_id: UUID) -> tuple[Own, dict[str, Any]] | None:
    own = await drafts.own(request, reader, dossier_id)
    return await drafts.read(request, reader, dossier_id) if own.state["status"] == "draft" else None


async def _submitted(drafts: Drafts, request: Request, own: Own, fields: dict[str, Any], answer: Answer) -> Response:
    if answer.status < 300:
        return RedirectResponse(f"/cua-toi/{own.dossier_id}?xong=da-nop", 303)
    known = answer.status in (404, 409, 422)
    faults = answer.at_fields
    return await drafts.shown(request, own, fields, "review", checked=known, status=answer.status if known else 503,
                              said="mine.said.faults" if known else "mine.said.silent", alike=faults.get("although_alike", ""))  # fmt: skip
