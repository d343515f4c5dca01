"""Forms, letters and the ledger over HTTP, as PDF."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_calendar import VIET_NAM
from lienthong_runtime import AT_WORK, Actor, NotAllowed, Parts, open_to, seeing_as

from intake import forms as f
from intake import store
from intake.forms.edition import NoSuchForm
from intake.lists import store as lists
from intake.person import Person
from intake.printing import Printer, head_of, ledger_row, year_of
from intake.sealing import Seal

PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}
Name = Literal["receipt", "supplement", "refusal", "apology", "stop", "control-slip", "letter"]
MOST = 2000  # rows of a ledger in one file; `after` gives the next part, with its numbers running on


def printing(parts: Parts, seal: Seal, forms: f.Forms) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["forms"], responses=PDF, default_response_class=Response)

    @router.get("/dossiers/{dossier_id}/papers/{name}", summary="A form (Mẫu 01-06) or letter of the dossier, as PDF")
    async def paper(dossier_id: UUID, name: Name, reader: Annotated[Actor, Depends(open_to(*AT_WORK, "citizen"))]) -> Response:
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            row = await parts.transactor.rows.look(connection, dossier_id)
            known = await store.persons(connection, [dossier_id])
        if row is None or row.state is None or row.state.status == "draft":
            raise HTTPException(404, "no such dossier")
        made = Printer(row.state, _person(seal, known), parts.catalogue, parts.clock.now()).paper(name)
        return await _printed(forms, made)

    @router.get("/ledgers/{desk}/{year}", summary="A desk's ledger of a year (Mẫu 07), as PDF")
    async def ledger(desk: str, year: Annotated[int, "2000-2100"], reader: Annotated[Actor, Depends(open_to("desk", "head"))],
                     after: Annotated[int, Query(ge=0)] = 0) -> Response:  # fmt: skip
        if desk not in parts.catalogue.line_of(reader.agency or ""):
            raise NotAllowed
        if not 2000 <= year <= 2100:
            raise HTTPException(404, "no such year")
        async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
            records = await lists.ledger(connection, desk, *year_of(year), MOST, after)
            known = {r["dossier_id"]: r for r in await store.persons(connection, [r["dossier_id"] for r in records])}
        states = [(parts.transactor.rows.read_state(r["state"]), known.get(r["dossier_id"])) for r in records]
        rows = tuple(ledger_row(state, _person(seal, [who] if who else []), parts.catalogue) for state, who in states)
        today = parts.clock.now().astimezone(VIET_NAM).date()
        made = f.Ledger(head=head_of(desk, parts.catalogue), on=today, edition=f.edition_on(today), rows=rows, year=year,
                        desk=parts.catalogue.agency_name(desk), first=after + 1)  # fmt: skip
        return await _printed(forms, made)

    return router


def _person(seal: Seal, known: list[Any]) -> Person:
    return seal.open(known[0]["dossier_id"], known[0]["wrapped_key"], known[0]["body"]) if known else Person(name="(đã xoá)")


async def _printed(forms: f.Forms, made: f.Form | f.Letter | None) -> Response:
    if made is None:
        raise HTTPException(404, "the dossier has no such paper")
    try:
        pdf = await asyncio.to_thread(forms.pdf, made)
    except NoSuchForm:
        raise HTTPException(404, "no such form at that time") from None
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"})
