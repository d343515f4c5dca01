"""Feedback and petitions over HTTP: written and followed by anybody, answered by the agency that they are about."""

import re
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, open_to
from lienthong_runtime.identity import NotSignedIn, signed_in

from portal.mine.acts import clean
from portal.neighbours import Answer
from portal.online.desks import Desks
from portal.petitions.shown import petition_view
from portal.petitions.views import SUBJECTS, AnswerView, FollowView, WriteView
from portal.windows import Windows, language

Answering = Annotated[Actor, Depends(open_to("desk", "officer", "head"))]
CODE = re.compile(r"PA-[2-9A-Z]{5}-[2-9A-Z]{5}")
_FIELDS = ("agency", "subject", "text", "name", "contact")


async def citizen(request: Request) -> Actor | None:
    """The citizen who is signed in; anybody else writes without a name, and an officer's rights are of no use here."""
    try:
        actor = await signed_in(request)
    except NotSignedIn:
        return None
    return actor if "citizen" in actor.roles and actor.agency is None else None


def routers(windows: Windows) -> list[APIRouter]:
    """The routes; the agency's list goes before any code."""
    return [_answering(windows), _writing(Writing(windows)), _following(windows)]


class Writing:
    """The page on which a petition is written."""

    def __init__(self, windows: Windows) -> None:
        self._windows, self._desks = windows, Desks(windows.parts)

    async def page(self, request: Request, province: str, *, status: int = 200, **more: Any) -> HTMLResponse:
        """The page, with the reader's own petitions."""
        actor, provinces = await citizen(request), self._desks.provinces()
        known = [one for one, _ in provinces]
        chosen = str(more.get("kept", {}).get("agency", ""))
        province = next((one for one in (province, chosen.partition(".")[0], "H32", *known) if one in known), "")
        view = WriteView(provinces, province, self._desks.of(province), await self._mine(request, actor), actor is not None,
                         **{"key": uuid4().hex, **more})  # fmt: skip
        return self._windows.page(request, "petitions/write", view, status, here="petitions")

    async def _mine(self, request: Request, actor: Actor | None) -> tuple[Any, ...]:
        if actor is None:
            return ()
        answer = await self._windows.neighbours.read("intake", "/petitions", request.state.token, language(request))
        now = self._windows.parts.clock.now()
        return tuple(petition_view(self._windows, found, now) for found in answer.body) if answer.status == 200 else ()

    async def taken(self, request: Request, said: dict[str, str], province: str, key: str) -> Response:
        """Handed in, or every fault at its field with all that was typed."""
        actor, lang, key = await citizen(request), language(request), clean(key)
        faults = self._faults(said, lang)
        if faults:
            return await self.page(request, province, status=422, said="mine.said.faults", faults=faults, kept=said)
        answer = await self._hand_in(request, actor, said, key)
        if answer.status < 300:
            return RedirectResponse(f"/phan-anh/{answer.body['code']}?moi=1", 303)
        known = answer.status == 422
        return await self.page(request, province, status=422 if known else 503, said="mine.said.faults" if known else "mine.said.silent",
                               faults=answer.at_fields, kept=said, **({} if known else {"key": key}))  # fmt: skip

    async def _hand_in(self, request: Request, actor: Actor | None, said: dict[str, str], key: str) -> Answer:
        neighbours, lang = self._windows.neighbours, language(request)
        if actor is None:
            return await neighbours.as_service("POST", "intake", "/internal/petitions", said, key, lang)
        return await neighbours.command("intake", "/petitions", said, request.state.token, key, lang)

    def _faults(self, said: dict[str, str], lang: str) -> dict[str, str]:
        missing = {"agency": not said["agency"], "subject": said["subject"] not in SUBJECTS, "text": not 10 <= len(said["text"]) <= 4000}
        return {field: self._windows.pages.word(lang, f"pet.{field}.missing") for field, wrong in missing.items() if wrong}


def _writing(writing: Writing) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/phan-anh")
    async def write(request: Request, tinh: Annotated[str, Query(max_length=40)] = "", noi: Annotated[str, Query(max_length=40)] = "",
                    ma: Annotated[str, Query(max_length=40)] = "") -> Response:  # fmt: skip
        if code := ma.strip().upper():
            return RedirectResponse(f"/phan-anh/{quote(code, safe='')}", 303)
        return await writing.page(request, tinh, kept={"agency": noi} if noi else {})

    @router.post("/phan-anh")
    async def handed_in(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        said = {name: str(form.get(name, "")).strip() for name in _FIELDS}
        return await writing.taken(request, said, str(form.get("tinh", "")), str(form.get("key", "")))

    return router


def _following(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/phan-anh/{code}")
    async def follow(request: Request, code: str, moi: str = "") -> HTMLResponse:
        code = code.strip().upper()
        answer = Answer(404, {})
        if CODE.fullmatch(code):
            answer = await windows.neighbours.as_service("GET", "intake", f"/internal/petitions/{code}")
        found = petition_view(windows, answer.body, windows.parts.clock.now()) if answer.status == 200 else None
        view = FollowView(code, found, new=bool(moi) and found is not None, silent=answer.status not in (200, 404))
        return windows.page(request, "petitions/follow", view, answer.status if found or not view.silent else 503, here="petitions")

    return router


def _answering(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/phan-anh/can-tra-loi")
    async def waiting(request: Request, _reader: Answering, xong: str = "") -> HTMLResponse:
        return await _list(windows, request, said="pet.answered.noted" if xong else "")

    @router.post("/phan-anh/can-tra-loi/{petition_id}")
    async def answered(request: Request, _reader: Answering, petition_id: UUID, answer: Annotated[str, Form()] = "",
                       refused: Annotated[str, Form()] = "", key: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        said = {"answer": answer.strip(), "refused": refused == "yes"}
        told = await windows.neighbours.command("intake", f"/petitions/{petition_id}/answer", said, request.state.token, clean(key),
                                                language(request))  # fmt: skip
        if told.status < 300:
            return RedirectResponse("/phan-anh/can-tra-loi?xong=1", 303)
        if told.status == 404:
            raise HTTPException(404, "no such petition")
        return await _list(windows, request, status=told.status if told.status in (403, 422) else 503, said="pet.answered.not",
                           at=str(petition_id), faults=told.at_fields, kept=answer)  # fmt: skip

    return router


async def _list(windows: Windows, request: Request, *, status: int = 200, **more: Any) -> HTMLResponse:
    answer, now = await windows.neighbours.read("intake", "/petitions", request.state.token, language(request)), windows.parts.clock.now()
    if answer.status != 200:
        return windows.page(request, "petitions/answer", AnswerView(now, silent=True), 503, here="petitions")
    found = [petition_view(windows, one, now) for one in answer.body]
    waiting = tuple(one for one in found if one.status == "received")
    view = AnswerView(now, waiting, tuple(one for one in found if one.status != "received"), key=uuid4().hex, **more)
    return windows.page(request, "petitions/answer", view, status, here="petitions")
