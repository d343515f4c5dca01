"""What intake shows over HTTP besides its commands; the database shows each agency and each citizen only their own."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_contracts import AgencyPublished, Code, ProcedurePublished, Text
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, Instant, Parts, Row, look_as, open_to, seeing_as, successions
from lienthong_runtime.allowed import allowed_router
from lienthong_runtime.documented import state

from intake import store
from intake.administration import api as administration
from intake.contacts_api import contacts
from intake.decisions import ON_COMMAND
from intake.domain.words import words_of
from intake.drafts_api import drafts
from intake.forms import Forms
from intake.ledgers_api import ledgers
from intake.lists import store as lists
from intake.lists.shown import Found
from intake.payments_api import payments
from intake.person import Person
from intake.petitions.api import petitions
from intake.printing_api import printing
from intake.promises import promises
from intake.queue.api import queue
from intake.roster.api import roster
from intake.sealing import Seal
from intake.staff.api import staff
from intake.succession import move_submission
from intake.trials import NUMBERS, trials

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS, "citizen", "system"))]
PERSON: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": msgspec.json.schema(Person)["$defs"]["Person"]}}}
}


def show(row: Row) -> bytes:  # type: ignore[type-arg]
    """A dossier as JSON, without personal data; `national` is the national portal's status beside ours."""
    state = msgspec.structs.asdict(row.state)
    return msgspec.json.encode({"dossier_id": str(row.dossier_id), "version": row.version, "national": row.state.national,
                                **state, "owed": row.state.owed})


def routers(parts: Parts, seal: Seal, papers: APIRouter, forms: Forms) -> list[APIRouter]:
    """The routes."""
    return [_dossiers(parts, seal), drafts(parts, seal), payments(parts), *petitions(parts, seal), _catalogue(parts), promises(parts),
            contacts(parts, seal), *staff(parts), *queue(parts), *roster(parts), papers, printing(parts, seal, forms),
            *ledgers(parts, seal, forms),
            allowed_router(parts, ON_COMMAND, trials, NUMBERS), *administration.routers(parts),
            successions(parts, store.waiting_at, move_submission)]  # fmt: skip


def _dossiers(parts: Parts, seal: Seal) -> APIRouter:
    router = APIRouter(tags=["dossiers"])

    @router.get("/dossiers", name="dossiers", response_model=list[Found],
                summary="Dossiers by code, words of who handed them in (with or without marks), desk or status")  # fmt: skip
    async def found(reader: Reader, q: Annotated[Text, Query(max_length=100)] = "", desk: Code | None = None, status: Code | None = None,
                    procedure: Code | None = None, received_from: Instant | None = None,
                    received_before: Instant | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:  # fmt: skip
        code = q.upper() if "-" in q else None
        words = [seal.blinded(word) for word in words_of(q)] if q and not code else None
        wanted = {"desk": desk, "status": status, "procedure": procedure, "code": code, "words": words,
                  "received_from": received_from, "received_before": received_before}  # fmt: skip
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            records = await lists.found(connection, wanted, limit)
        return _json([{**record, "dossier_id": str(record["dossier_id"])} for record in records])

    @router.get("/dossiers/{dossier_id}", summary="A dossier's state and version, to whoever has a part in it", responses=state(200))
    async def dossier(dossier_id: UUID, reader: Reader) -> Response:
        row = await look_as(parts.transactor, reader, dossier_id)
        if row is None:
            raise HTTPException(404, "no such dossier")
        return Response(show(row), media_type="application/json")

    @router.get("/dossiers/{dossier_id}/person", responses=PERSON,
                summary="Who handed it in, to the agencies with a part in it and to themselves")  # fmt: skip
    async def person(dossier_id: UUID, reader: Annotated[Actor, Depends(open_to(*AT_WORK, "citizen"))]) -> Response:
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            known = await store.persons(connection, [dossier_id])
        if not known:
            raise HTTPException(404, "nobody is known")
        return _json(seal.open(dossier_id, known[0]["wrapped_key"], known[0]["body"]))

    return router


def _catalogue(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["catalogue"])

    @router.get("/procedures", summary="Procedures in force now, with their seven parts")
    async def procedures() -> list[ProcedurePublished]:
        return parts.catalogue.every_in_force(ProcedurePublished, parts.today)

    @router.get("/agencies", summary="Agencies in force now")
    async def agencies() -> list[AgencyPublished]:
        return parts.catalogue.every_in_force(AgencyPublished, parts.today)

    return router


def _json(found: Any) -> Response:
    return Response(msgspec.json.encode(found), media_type="application/json")
