"""Forms and letters over HTTP, as PDF."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Response
from lienthong_runtime import AT_WORK, Actor, Parts, open_to, seeing_as

from intake import forms as f
from intake import store
from intake.forms.edition import NoSuchForm
from intake.person import Person
from intake.printing import Printer
from intake.sealing import Seal

PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}
Name = Literal["receipt", "supplement", "refusal", "apology", "stop", "control-slip", "letter"]


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
        made = Printer(row.state, person_of(seal, known), parts.catalogue, parts.clock.now()).paper(name)
        return await printed(forms, made)

    return router


def person_of(seal: Seal, known: list[Any]) -> Person:
    """Who handed it in; nobody's name once it was erased."""
    return seal.open(known[0]["dossier_id"], known[0]["wrapped_key"], known[0]["body"]) if known else Person(name="(đã xoá)")


async def printed(forms: f.Forms, made: f.Form | f.Letter | None) -> Response:
    """The paper as PDF. Raises HTTPException where there is none."""
    if made is None:
        raise HTTPException(404, "the dossier has no such paper")
    try:
        pdf = await asyncio.to_thread(forms.pdf, made)
    except NoSuchForm:
        raise HTTPException(404, "no such form at that time") from None
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"})
