"""The catalogues over HTTP: lists, entries, proposals and decisions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to

from portal.catalogues import entry, listing, proposals
from portal.catalogues.kinds import KINDS, Kind
from portal.catalogues.views import ProposalPage
from portal.windows import Windows, language

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Overseer = Annotated[Actor, Depends(open_to(*OVERSEERS))]
Administrator = Annotated[Actor, Depends(open_to("admin"))]
Decider = Annotated[Actor, Depends(open_to("admin", "approver"))]
Text = Annotated[str, Query(max_length=120)]
Typed = Annotated[str, Form(max_length=500)]
_ACTS = {"duyet": "approve", "tu-choi": "reject", "rut": "withdraw"}


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    return [_proposing(windows), _deciding(windows), _entries(windows)]


def _entries(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/danh-muc")
    async def index(_reader: Reader) -> RedirectResponse:
        return RedirectResponse("/danh-muc/thu-tuc")

    @router.get("/danh-muc/{word}")
    async def listed(request: Request, _reader: Reader, word: str, tim: Text = "", tren: Text = "") -> HTMLResponse:
        return windows.page(request, "catalogues/list", listing.page(windows, _kind(word), tim, tren), here="catalogues", kinds=KINDS)

    @router.get("/danh-muc/{word}/muc")
    async def one(request: Request, _reader: Reader, word: str, ma: Text = "", tu: int = 0, den: int = 0) -> HTMLResponse:
        view = await entry.page(windows, _kind(word), ma, tu, den, request.state.token, language(request))
        if view is None:
            raise HTTPException(404, "no such entry")
        return windows.page(request, "catalogues/entry", view, here="catalogues")

    return router


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise HTTPException(404, "no such catalogue")
    return KINDS[word]


def _proposing(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/danh-muc/de-xuat")
    async def every(request: Request, _reader: Overseer, loc: Text = "") -> HTMLResponse:
        view = await proposals.listed(windows, loc, request.state.token, language(request))
        return windows.page(request, "catalogues/proposals", view, here="catalogues", kinds=KINDS, states=proposals.STATES)

    @router.get("/danh-muc/de-xuat/moi")
    async def new(request: Request, _actor: Administrator) -> HTMLResponse:
        view = proposals.draft(windows, proposals.EXAMPLE, "")
        return windows.page(request, "catalogues/draft", view, here="catalogues")

    @router.post("/danh-muc/de-xuat/moi")
    async def propose(request: Request, _actor: Administrator, noi_dung: Annotated[str, Form(max_length=2_000_000)] = "",
                      key: Typed = "") -> Response:  # fmt: skip
        key, text = proposals.key_of(key), noi_dung.replace("\r\n", "\n")
        answer = await windows.neighbours.send("intake", "/proposals", text.encode(), "application/yaml", request.state.token, key,
                                               language(request))  # fmt: skip
        if answer.status == 201:
            return RedirectResponse(f"/danh-muc/de-xuat/{UUID(answer.body['proposal_id'])}", 303)
        status = 422 if answer.status == 422 else 503
        return windows.page(request, "catalogues/draft", proposals.draft(windows, text, key, answer), status, here="catalogues")

    return router


def _deciding(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/danh-muc/de-xuat/{proposal_id}")
    async def one(request: Request, reader: Overseer, proposal_id: UUID) -> HTMLResponse:
        view = await proposals.shown(windows, proposal_id, reader, request.state.token, language(request))
        return windows.page(request, "catalogues/proposal", _there(view), here="catalogues")

    @router.post("/danh-muc/de-xuat/{proposal_id}/{act}")
    async def decide(request: Request, actor: Decider, proposal_id: UUID, act: str, so: Typed = "", ngay: Typed = "",
                     chap_nhan: Typed = "", ly_do: Typed = "", key: Typed = "") -> Response:  # fmt: skip
        typed = {"so": so.strip(), "ngay": ngay, "chap_nhan": chap_nhan.strip(), "ly_do": ly_do.strip()}
        path, said = _step(proposal_id, act, typed)
        key, lang = proposals.key_of(key), language(request)
        answer = await windows.neighbours.command("intake", path, said, request.state.token, key, lang)
        if answer.status < 300:
            return RedirectResponse(f"/danh-muc/de-xuat/{proposal_id}", 303)
        known = answer.status in (403, 404, 409, 422)
        view = await proposals.shown(windows, proposal_id, actor, request.state.token, lang, typed, answer.faults or ("",),
                                     "" if known else key)  # fmt: skip
        return windows.page(request, "catalogues/proposal", _there(view), answer.status if known else 503, here="catalogues")

    return router


def _there(view: ProposalPage | None) -> ProposalPage:
    if view is None:
        raise HTTPException(404, "no such proposal")
    return view


def _step(proposal_id: UUID, act: str, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Where a step is asked for, and what is said with it."""
    if act not in _ACTS:
        raise HTTPException(404, "no such act")
    said = {
        "duyet": {"decision_no": typed["so"], "decided_on": typed["ngay"], "override": typed["chap_nhan"]},
        "tu-choi": {"reason": typed["ly_do"]},
        "rut": {},
    }
    return f"/proposals/{proposal_id}/{_ACTS[act]}", said[act]
