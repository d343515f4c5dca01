"""What proposing and deciding do, each within its caller's transaction: nothing is stored of what is refused."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from fastapi import HTTPException
from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Fault, Parts, Refused, outbox
from lienthong_runtime.outcome import Outgoing

from intake.administration import store
from intake.administration.domain.proposal import LAW, Proposal, Step, Taken, moves, override_faults
from intake.administration.entries import Proposed, numbered, refused
from intake.administration.once import Done
from intake.administration.published import published
from intake.administration.shown import shown
from intake.administration.whole import broken_by, warned_of


async def propose(parts: Parts, connection: Any, said: Proposed, by: str) -> Done:
    """Store a proposal whose entries fit into the catalogue. Raises Refused with every fault."""
    known = await published(connection, parts.catalogue)
    entries = numbered(said.entries, known, parts.today)
    warnings = await _checked(entries, known)
    first = Taken(Step("proposed", by), parts.clock.now())
    proposal = Proposal(uuids.uuid7(), said.title, tuple(entries), warnings, (first,))
    await store.insert(connection, proposal)
    return Done(shown(proposal, known), 201)


async def decide(parts: Parts, connection: Any, proposal_id: UUID, step: Step) -> Done:
    """Take a step; an approval publishes at once, in this very transaction. Raises Refused."""
    await store.hold_catalogue(connection)  # before the proposal's row: everybody locks in this order
    proposal = await found(connection, proposal_id, hold=True)
    outgoing: list[Outgoing] = []
    if moves(proposal, step, parts.today):
        if step.state == "approved":
            outgoing = await _publish(parts, connection, proposal, step)
        await store.decide(connection, proposal_id, Taken(step, parts.clock.now()))
        proposal = await found(connection, proposal_id)
    return Done(shown(proposal, await published_besides(parts, connection, proposal)), outgoing=tuple(outgoing))


async def found(connection: Any, proposal_id: UUID, hold: bool = False) -> Proposal:
    """The proposal, or 404."""
    proposal = await store.proposal(connection, proposal_id, hold)
    if proposal is None:
        raise HTTPException(404, "no such proposal")
    return proposal


async def published_besides(parts: Parts, connection: Any, proposal: Proposal) -> list[CatalogueEntry]:
    """What was published besides the proposal's own entries, which may still be on their way through Kafka."""
    own = {entry.key for entry in proposal.entries}
    return await published(connection, parts.catalogue, own)


async def _publish(parts: Parts, connection: Any, proposal: Proposal, step: Step) -> list[Outgoing]:
    # Checked anew: what was published since may have taken away what these entries rely on.
    known = await published_besides(parts, connection, proposal)
    if not await store.publish(connection, proposal.entries, proposal.proposal_id):
        raise Refused(_overtaken(), law=LAW)
    if faults := list(override_faults(await _checked(proposal.entries, known), step)):
        raise refused(faults)
    stamp = parts.transactor.decider.stamp
    outgoing = [stamp(entry, entry.key, 0) for entry in proposal.entries]
    await outbox.write(connection, outgoing)
    return outgoing


async def _checked(entries: Iterable[CatalogueEntry], known: list[CatalogueEntry]) -> tuple[str, ...]:
    """What the entries have to excuse. Raises Refused with every fault; in a thread, because a catalogue is long."""
    if faults := await asyncio.to_thread(broken_by, entries, known):
        raise refused(faults)
    return await asyncio.to_thread(warned_of, entries, known)


def _overtaken() -> Fault:
    vi = "danh mục đã được công bố phiên bản khác từ khi đề xuất: hãy rút và đề xuất lại"
    return Fault("entries", vi, "another version was published since it was proposed: withdraw it and propose anew")
