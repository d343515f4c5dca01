"""Notifier's tables."""

from typing import Any
from uuid import UUID

from lienthong_contracts import MessageAccepted
from lienthong_runtime import StateTable
from lienthong_runtime.outcome import Outcome

from notifier.domain.correspondence import Correspondence

CORRESPONDENCE: StateTable[Correspondence] = StateTable("correspondence", Correspondence, wakes_at=lambda state: state.next_send)
_KEEP = """
insert into reference (reference, dossier_id, message) select * from unnest($1::text[], $2::uuid[], $3::text[])
on conflict (reference) do nothing
"""
_FIND = "select reference, dossier_id, message from reference where reference = any($1)"


async def keep_references(connection: Any, outcome: Outcome) -> None:
    """Remember whose message each provider's reference is, with the event that says so."""
    events = [(MessageAccepted.from_json(o.body), o.envelope.subject) for o in outcome.outgoing if o.envelope.kind == "MessageAccepted"]
    sms = [(event.reference, UUID(subject), event.message) for event, subject in events if event.channel == "sms"]
    if sms:
        await connection.execute(_KEEP, *map(list, zip(*sms, strict=True)))


async def find_references(connection: Any, references: list[str]) -> list[tuple[str, UUID, str]]:
    """The dossiers and messages behind references."""
    found = await connection.fetch(_FIND, references)
    return [(r["reference"], UUID(bytes=r["dossier_id"].bytes), r["message"]) for r in found]
