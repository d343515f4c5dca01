"""The pages of those who run the house, over HTTP."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import OVERSEERS, Actor, open_to

from portal.operations import dead_letters, health, replays, store
from portal.operations.letters import rows_of
from portal.operations.views import DeadLettersPage
from portal.windows import Windows, language

Overseer = Annotated[Actor, Depends(open_to(*OVERSEERS))]
Administrator = Annotated[Actor, Depends(open_to("admin"))]
Second = Annotated[Actor, Depends(open_to("admin", "approver"))]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Asked = Annotated[str, Query(max_length=64)]
_TABS = {"": "open", "da-chay": "replayed"}


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    return [_dead_letters(windows), _four_eyes(windows), _health(windows)]


def _drawn(windows: Windows, request: Request, view: DeadLettersPage, status: int = 200) -> HTMLResponse:
    return windows.page(request, "operations/dead_letters", view, status, here="dead")


def _dead_letters(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/hang-loi")
    async def dead(request: Request, reader: Overseer, loc: Asked = "", tim: Asked = "", thu: Asked = "",
                   chay_thu: bool = False) -> HTMLResponse:  # fmt: skip
        view = await dead_letters.page(windows, reader, language(request), _TABS.get(loc, "open"), tim, thu, chay_thu)
        return _drawn(windows, request, view)

    @router.post("/hang-loi/{service}/{dossier_id}/chay-lai")
    async def again(service: str, dossier_id: UUID, actor: Administrator) -> RedirectResponse:
        if service not in windows.neighbours.urls:
            raise HTTPException(404, "no such service")
        await replays.replay(windows.parts.pool, windows.neighbours, actor.subject, service, dossier_id)
        await windows.note(actor, "dead_letter.replayed", str(dossier_id), service)
        return RedirectResponse("/hang-loi#da-lam", 303)

    return router


def _four_eyes(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/hang-loi/de-nghi")
    async def propose(request: Request, actor: Administrator, ho_so: Annotated[list[str], Form()] = [],  # noqa: B006
                      ly_do: Annotated[str, Form()] = "", key: Annotated[str, Form(max_length=64)] = "") -> Response:  # fmt: skip
        reason, shelf = ly_do.strip()[:500], await dead_letters.look(windows.neighbours)
        chosen = replays.selection(ho_so, rows_of(shelf.found, {}, "vi"))
        if faults := replays.faults_of(chosen, reason):
            said: dict[str, Any] = {"chosen": tuple(ho_so), "reason": reason, "faults": faults}
            return _drawn(windows, request, await dead_letters.page(windows, actor, language(request), **said), 422)
        await store.propose(windows.parts.pool, actor.subject, key or uuid4().hex, reason, chosen)
        await windows.note(actor, "replay.proposed", detail=f"{len(chosen)}")
        return RedirectResponse("/hang-loi#bon-mat", 303)

    @router.post("/hang-loi/de-nghi/{number}")
    async def decide(request: Request, actor: Second, number: Number, duyet: Annotated[str, Form()] = "") -> Response:
        said = await _decided(windows, actor, number, duyet == "co")
        if said:
            view = await dead_letters.page(windows, actor, language(request), faults=(said[1],))
            return _drawn(windows, request, view, said[0])
        await windows.note(actor, "replay.approved" if duyet == "co" else "replay.declined", str(number))
        if duyet == "co":
            await replays.carry_out(windows.parts.pool, windows.neighbours, actor.subject, number)
        return RedirectResponse("/hang-loi#da-lam", 303)

    return router


def _health(windows: Windows) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/suc-khoe")
    async def shown(request: Request, _reader: Overseer) -> HTMLResponse:
        return windows.page(request, "operations/health", await health.page(windows, language(request)), here="health")

    return router


async def _decided(windows: Windows, actor: Actor, number: int, approved: bool) -> tuple[int, str] | None:
    """None once it is decided; else the status and what to say."""
    try:
        there = await store.decide(windows.parts.pool, number, actor.subject, approved)
    except store.DecidedAlready:
        return 409, "dead.fault.decided"
    except store.OwnProposal:
        return 422, "dead.fault.own"
    if not there:
        raise HTTPException(404, "no such proposal")
    return None
