"""A citizen's own pages over HTTP: their dossiers, and the whole way of one."""

from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.mine import acts, files
from portal.mine.reading import Own, Silent, all_of, one_of
from portal.mine.roles import Citizen
from portal.mine.shown import dossier_view, mine_view
from portal.mine.views import MineView
from portal.windows import Windows, language

DONE = ("da-nop", "bo-sung", "rut", "danh-gia", "nop-phi", "tep")


def routers(windows: Windows, draft_page: files.DraftPage) -> list[APIRouter]:
    """The routes; `draft_page` answers for what isn't handed in yet."""
    return [_pages(windows), acts.router(windows, page_of), files.router(windows, page_of, draft_page)]


def _pages(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/cua-toi")
    async def mine(request: Request, reader: Citizen) -> HTMLResponse:
        now = windows.parts.clock.now()
        try:
            own = await all_of(windows, request, reader)
        except Silent:
            return windows.page(request, "mine/list", MineView(now, silent=True), 503, here="mine")
        return windows.page(request, "mine/list", mine_view(windows, own, now, language(request)), here="mine")

    @router.get("/cua-toi/{dossier_id}")
    async def dossier(request: Request, reader: Citizen, dossier_id: UUID, xong: str = "") -> Response:
        own = await one_of(windows, request, reader, dossier_id)
        if own.state["status"] == "draft":
            return RedirectResponse(f"/nop-ho-so/nhap/{dossier_id}", 303)
        return page_of(windows, request, own, said=f"mine.done.{xong}" if xong in DONE else "", status=200)

    @router.get("/cua-toi/{dossier_id}/tin-nhan/{channel}")
    async def preferences(request: Request, reader: Citizen, dossier_id: UUID, channel: str) -> Response:
        await one_of(windows, request, reader, dossier_id)
        answer = await windows.neighbours.as_service("GET", "notifier", f"/internal/dossiers/{dossier_id}/preferences")
        token = answer.body.get(channel, "") if answer.status == 200 else ""
        return RedirectResponse(f"/tin-nhan/{token}" if token else f"/cua-toi/{dossier_id}#tin-nhan", 303)

    return router


def page_of(windows: Windows, request: Request, own: Own, *, status: int, said: str = "", key: str = "",
            faults: dict[str, str] | None = None, kept: dict[str, str] | None = None) -> HTMLResponse:  # fmt: skip
    """The page, with what became of the last act."""
    view = dossier_view(windows, own, windows.parts.clock.now(), language(request), key=key or uuid4().hex, said=said,
                        faults=faults or {}, kept=kept or {})  # fmt: skip
    return windows.page(request, "mine/dossier", view, status, here="mine")
