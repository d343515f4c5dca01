"""What is known of a citizen's dossiers: intake says which are theirs and how they stand, the portal who has them and until when."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import HTTPException, Request
from lienthong_runtime import Actor, NotAllowed, seeing_as

from portal import store as ledger
from portal.domain.record import Record
from portal.mine import store
from portal.windows import RECORD, Windows, language

MOST = "200"


class Silent(Exception):
    """Intake doesn't answer, so nobody knows whose dossiers these are: the page says so instead of showing none."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of the reader's dossiers: intake's state, and the portal's picture and entries once it has them."""

    dossier_id: UUID
    state: dict[str, Any]
    record: Record | None = None
    entries: list[Any] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """As the reader sees it."""
        return int(self.state["version"])


def citizen_only(reader: Actor) -> None:
    """Who acts for an agency sees its dossiers elsewhere, and has none of their own here. Raises NotAllowed."""
    if reader.agency is not None:
        raise NotAllowed


async def all_of(windows: Windows, request: Request, reader: Actor) -> list[Own]:
    """The reader's dossiers, the newest first. Raises Silent."""
    citizen_only(reader)
    answer = await windows.neighbours.read("intake", "/dossiers", request.state.token, language(request), limit=MOST)
    if answer.status != 200:
        raise Silent
    ids = [UUID(found["dossier_id"]) for found in answer.body]
    async with seeing_as(windows.parts.pool, reader, windows.parts.catalogue) as connection:
        await store.owning(connection, ids)
        known = {r["dossier_id"]: RECORD.decode(r["state"]) for r in await store.records(connection)}
    return [Own(i, found, known.get(i)) for i, found in zip(ids, answer.body, strict=True)]


async def one_of(windows: Windows, request: Request, reader: Actor, dossier_id: UUID) -> Own:
    """One of the reader's dossiers; 404 for whatever isn't theirs, 503 while nobody knows."""
    citizen_only(reader)
    asked = (f"/dossiers/{dossier_id}", f"/dossiers/{dossier_id}/person")
    state, person = await asyncio.gather(*(windows.neighbours.read("intake", p, request.state.token, language(request)) for p in asked))
    if state.status in (403, 404):
        raise HTTPException(404, "no such dossier")
    if state.status != 200:
        raise HTTPException(503, "intake doesn't answer")
    async with seeing_as(windows.parts.pool, reader, windows.parts.catalogue) as connection:
        await store.owning(connection, [dossier_id])
        found = await ledger.find(connection, str(dossier_id))
        entries = await ledger.entries_of(connection, dossier_id) if found else []
    record = RECORD.decode(found["state"]) if found and found["state"] else None
    return Own(dossier_id, state.body, record, entries, person.body if person.status == 200 else {})
