"""Handling dead letters again: by one person for a dossier, by two for a selection; each replay is remembered with who made it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from portal.neighbours import Neighbours
from portal.operations import store
from portal.operations.views import LetterRow

MOST = 200  # dossiers in one proposal


async def replay(pool: Any, neighbours: Neighbours, by: str, service: str, dossier_id: UUID, proposal: int | None = None) -> bool:
    """Ask the service to handle a dossier's letters again, and remember what came of it; whether it answered."""
    answer = await neighbours.as_service("POST", service, f"/dead-letters/{dossier_id}/replay")
    done = answer.status == 200
    said = answer.body if done else {"applied": 0, "set_aside": 0}
    await store.note(pool, proposal, by, service, dossier_id, said["applied"], said["set_aside"], "" if done else str(answer.status))
    return done


def selection(ticked: Sequence[str], rows: Sequence[LetterRow]) -> list[dict[str, str]]:
    """The dossiers ticked that still have something set aside, each once, as a proposal keeps them."""
    there = {row.place: row for row in rows if row.dossier_id}
    chosen = [there[place] for place in dict.fromkeys(ticked) if place in there]
    return [{"service": r.service, "dossier_id": r.dossier_id, "code": r.code, "reason": r.reason, "kind": r.kind} for r in chosen[:MOST]]


def faults_of(chosen: Sequence[Any], reason: str) -> tuple[str, ...]:
    """What is missing from a proposal; the words' keys."""
    return tuple(key for key, wrong in (("dead.fault.none", not chosen), ("dead.fault.reason", not reason)) if wrong)


async def carry_out(pool: Any, neighbours: Neighbours, by: str, number: int) -> None:
    """Replay what a proposal names, one dossier after the other."""
    found = await store.proposal(pool, number)
    for letter in msgspec.json.decode(found["letters"]):
        await replay(pool, neighbours, by, letter["service"], UUID(letter["dossier_id"]), number)
