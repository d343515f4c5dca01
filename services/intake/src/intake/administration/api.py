"""The catalogue's administration over HTTP: proposals, decisions on them, and the versions of an entry."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from lienthong_contracts import Code
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, Catalogue, Parts, open_to
from lienthong_runtime.documented import OWN_BOUND
from lienthong_runtime.giving import Key

from intake.administration import store
from intake.administration.deciding import decide, found, propose, published_besides
from intake.administration.document import proposed_body
from intake.administration.domain.proposal import State, Step
from intake.administration.entries import Approval, Rejection, proposed
from intake.administration.once import once
from intake.administration.published import versions
from intake.administration.reading import read_whole
from intake.administration.shown import (
    LINES,
    ChangeShown,
    ProposalListed,
    ProposalShown,
    VersionShown,
    differences,
    shown,
    version_shown,
)
from intake.administration.touching import Touched, touched

Administrator = Annotated[Actor, Depends(open_to("admin"))]
Approver = Annotated[Actor, Depends(open_to("approver"))]
Overseer = Annotated[Actor, Depends(open_to(*OVERSEERS))]
Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Kind = Literal["agencies", "procedures", "routes", "calendars", "letters"]
Number = Annotated[int, Query(ge=1, le=1_000_000)]


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    return [_proposing(parts), _deciding(parts), _versions(parts)]


def _router() -> APIRouter:
    return APIRouter(tags=["administration"])


def _proposing(parts: Parts) -> APIRouter:
    router = _router()

    @router.post("/proposals", name="propose", status_code=201, response_model=ProposalShown, openapi_extra=proposed_body(),
                 max_body_size=OWN_BOUND,
                 summary="Propose new versions of catalogue entries, published together or not at all")  # fmt: skip
    async def create(request: Request, key: Key, actor: Administrator) -> Response:
        kind = request.headers.get("content-type", "")
        body, raw = await read_whole(request.stream(), kind)
        said = proposed(raw)
        return await once(parts, key, ("propose", actor.subject, kind, body), lambda c: propose(parts, c, said, actor.subject))

    @router.get("/proposals", name="proposals", summary="Proposals, newest first")
    async def every(_actor: Overseer, state: State | None = None, before: UUID | None = None,
                    most: Annotated[int, Query(ge=1, le=200)] = 50) -> list[ProposalListed]:  # fmt: skip
        return LINES.validate_python(await store.listed(parts.pool, state, before, most))

    @router.get("/proposals/{proposal_id}", name="proposal", response_model=ProposalShown, summary="A proposal, and what it changes")
    async def one(proposal_id: UUID, _actor: Overseer) -> Response:
        async with parts.pool.acquire() as connection:
            proposal = await found(connection, proposal_id)
            known = await published_besides(parts, connection, proposal)
        return Response(shown(proposal, known), media_type="application/json")

    @router.get("/proposals/{proposal_id}/touched", name="touched_by_proposal",
                summary="The open dossiers that a proposal touches, and what happens to them")  # fmt: skip
    async def dry_run(proposal_id: UUID, _actor: Overseer) -> list[Touched]:
        async with parts.pool.acquire() as connection:
            proposal = await found(connection, proposal_id)
            return await touched(connection, proposal, await published_besides(parts, connection, proposal))

    return router


def _deciding(parts: Parts) -> APIRouter:
    router = _router()

    async def taken(proposal_id: UUID, key: str, step: Step) -> Response:
        request = ("decide", str(proposal_id), *map(str, (step.state, step.by, step.reason, step.decision_no, step.decided_on)))
        return await once(parts, key, request, lambda c: decide(parts, c, proposal_id, step))

    @router.post("/proposals/{proposal_id}/approve", name="approve_proposal", response_model=ProposalShown,
                 summary="Approve with a decision; published at once, in force from its own day")  # fmt: skip
    async def approve(proposal_id: UUID, said: Approval, key: Key, actor: Approver) -> Response:
        return await taken(proposal_id, key, Step("approved", actor.subject, said.override, said.decision_no, said.decided_on))

    @router.post("/proposals/{proposal_id}/reject", name="reject_proposal", response_model=ProposalShown, summary="Reject, with the reason")
    async def reject(proposal_id: UUID, said: Rejection, key: Key, actor: Approver) -> Response:
        return await taken(proposal_id, key, Step("rejected", actor.subject, said.reason))

    @router.post("/proposals/{proposal_id}/withdraw", name="withdraw_proposal", response_model=ProposalShown,
                 summary="Take one's own proposal back")  # fmt: skip
    async def withdraw(proposal_id: UUID, key: Key, actor: Administrator) -> Response:
        return await taken(proposal_id, key, Step("withdrawn", actor.subject))

    return router


def _versions(parts: Parts) -> APIRouter:
    router = _router()

    @router.get("/catalogue/{kind}/{entry_id:path}/versions", name="entry_versions", summary="Every published version of an entry")
    async def every(kind: Kind, entry_id: Code, _actor: Reader) -> list[VersionShown]:
        async with parts.pool.acquire() as connection:
            known = await versions(connection, parts.catalogue, kind, entry_id)
        answers = Catalogue(known).in_force(type(known[0]), entry_id, parts.today)
        return [version_shown(entry, entry == answers) for entry in known]

    @router.get("/catalogue/{kind}/{entry_id:path}/diff", name="entry_differences", summary="What differs between two versions of an entry")
    async def diff(kind: Kind, entry_id: Code, _actor: Reader, old: Annotated[Number, Query(alias="from")],
                   new: Annotated[Number, Query(alias="to")]) -> list[ChangeShown]:  # fmt: skip
        async with parts.pool.acquire() as connection:
            known = {entry.entry_version: entry for entry in await versions(connection, parts.catalogue, kind, entry_id)}
        if old not in known or new not in known:
            raise HTTPException(404, "no such version")
        return differences(known[old], known[new])

    return router
