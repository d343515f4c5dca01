"""The windows over HTTP: pages, live fragments, the stream of events, documents and static files."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to

from portal import choices, dossier_page, sign_in
from portal.accounts import own, people, provider_api
from portal.audit import page as audit
from portal.board import api as board
from portal.catalogue import api as catalogue
from portal.catalogues import api as catalogues
from portal.citizen import home
from portal.deliveries import as_json, days_asked, deliveries_view
from portal.documents import docs_view
from portal.figures import api as figures
from portal.first_steps import page as first_steps
from portal.lists import api as lists
from portal.mine import api as mine
from portal.officer import api as officer
from portal.online import api as online
from portal.operations import api as operations
from portal.payment import api as payment
from portal.petitions import api as petitions
from portal.proof import api as proof
from portal.views import OutboxView, TrackView
from portal.windows import Windows, language

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Overseer = Annotated[Actor, Depends(open_to(*OVERSEERS))]
Administrator = Annotated[Actor, Depends(open_to("admin"))]


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    rooms = (sign_in, provider_api, own, people, audit, first_steps, choices, lists, dossier_page, proof, home, catalogue, payment)
    asked = [room.router(windows) for room in rooms]
    asked += [*online.routers(windows), *mine.routers(windows, online.uploaded(windows)), *officer.routers(windows)]
    asked += petitions.routers(windows)
    asked += figures.routers(windows)
    asked += [*board.routers(windows), *catalogues.routers(windows), *operations.routers(windows)]
    return [*asked, _citizen(windows), _administrator(windows), _stream(windows), _figures(windows)]


def _citizen(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/tra-cuu")
    async def track(request: Request, ma: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
        record = await windows.track(ma.strip()) if ma else None
        if record is None:
            return windows.page(request, "track", TrackView(ma, not_found=bool(ma)), here="track")
        stopped = record.status in ("stopped", "declined")
        return windows.page(request, "track", TrackView(record.code or "", record.step, record.changed_at, stopped=stopped), here="track")

    @router.get("/ngon-ngu/{lang}")
    async def switch(request: Request, lang: str) -> RedirectResponse:
        back = RedirectResponse(_own_path(request.headers.get("referer", "/")), 303)
        back.set_cookie("lang", "en" if lang == "en" else "vi", samesite="lax", httponly=True)
        return back

    return router


def _own_path(referer: str) -> str:
    """The path of the page the reader came from; never another site."""
    path = "/" + referer.split("://")[-1].partition("/")[2].lstrip("/")
    return path.split("?lang=")[0]


def _administrator(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/tin-gui")
    async def outbox(request: Request, _reader: Administrator) -> HTMLResponse:
        messages, total = await windows.neighbours.kept_messages()
        return windows.page(request, "outbox", OutboxView(windows.parts.clock.now(), tuple(messages), total), here="outbox")

    @router.get("/tin-gui/so-lieu")
    async def deliveries(request: Request, reader: Overseer, tu: str = "", den: str = "") -> HTMLResponse:
        now = windows.parts.clock.now()
        since, until = days_asked(tu, den, now)
        found = await windows.deliveries(reader, since, until)
        return windows.page(request, "deliveries", deliveries_view(found, since, until, now, language(request)), here="deliveries")

    @router.get("/tai-lieu")
    async def docs(request: Request) -> HTMLResponse:
        return windows.page(request, "docs", docs_view(windows.settings.documents), here="docs")

    @router.get("/tai-lieu/{name}.json")
    async def document(name: str) -> Response:
        path = windows.settings.documents / f"{name}.json"
        if path.parent != windows.settings.documents or not path.is_file():
            raise HTTPException(404, "no such document")
        return Response(path.read_bytes(), media_type="application/json")

    return router


def _stream(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/su-kien")
    async def events(request: Request, reader: Reader, sau: int | None = None,
                     last_event_id: Annotated[str, Header()] = "") -> StreamingResponse:  # fmt: skip
        last = place(last_event_id, sau)
        stream = windows.sign_in.sessions.while_open(request, windows.tail.stream(windows.parts, reader, last, language(request)))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    return router


def place(last_event_id: str, other: int | None) -> int | None:
    """The place in the ledger that a browser names when it comes back, or else the other one."""
    # Not isdigit: "²" is a digit, and no number; and no ledger is as long as Python refuses to read.
    return int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 20 else other


def _figures(windows: Windows) -> APIRouter:
    router = APIRouter(tags=["figures"])

    @router.get("/api/alarms", summary="What is wrong with the system itself, and since when")
    async def alarms(_reader: Overseer) -> Response:
        return Response(msgspec.json.encode({"alarms": windows.watch.alarms}), media_type="application/json")

    @router.get("/api/tin-gui/so-lieu", summary="What became of messages and calls: each day, channel, template, recipient and provider")
    async def deliveries(reader: Overseer, tu: str = "", den: str = "") -> Response:
        since, until = days_asked(tu, den, windows.parts.clock.now())
        found = await windows.deliveries(reader, since, until)
        return Response(msgspec.json.encode(as_json(found, since, until)), media_type="application/json")

    @router.get("/api/dossiers/{code_or_id}/timeline", summary="A dossier's life in words, oldest first")
    async def timeline(request: Request, reader: Reader, code_or_id: str) -> Response:
        found = await windows.record(reader, code_or_id)
        if found is None:
            raise HTTPException(404, "no such dossier")
        lines = [windows.wording.line(entry, found[1].code, language(request)) for entry in reversed(found[2])]
        said = [
            {"at": line.at, "kind": line.kind, "text": line.line.text, "agency": line.agency, "officer": line.officer} for line in lines
        ]
        return Response(msgspec.json.encode({"code": found[1].code, "lines": said}), media_type="application/json")

    return router
