"""What was proposed, decided and done about dead letters; and the codes of their dossiers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

_CODES = "select dossier_id, code, due_at from record where dossier_id = any($1)"
_PROPOSE = "insert into replay_proposal (proposed_by, key, reason, letters) values ($1, $2, $3, $4::jsonb) on conflict do nothing"
_DECIDE = """
insert into replay_decision (proposal, proposed_by, decided_by, approved)
select id, proposed_by, $2, $3 from replay_proposal where id = $1 returning proposal
"""
_MADE = """
insert into replay_made (proposal, made_by, service, dossier_id, applied, set_aside, fault) values ($1, $2, $3, $4, $5, $6, $7)
"""
_PROPOSALS = """
select p.id, p.proposed_at, p.proposed_by, p.reason, p.letters::text, d.decided_at, d.decided_by, d.approved
from replay_proposal p left join replay_decision d on d.proposal = p.id
where d.proposal is null or d.decided_at > now() - interval '30 days' order by d.proposal is null desc, p.id desc limit 20
"""
_PROPOSAL = "select id, proposed_by, letters::text from replay_proposal where id = $1"
_LATELY = "select proposal, made_at, made_by, service, dossier_id, applied, set_aside, fault from replay_made order by id desc limit 20"


class DecidedAlready(Exception):
    """Somebody has decided on the proposal."""


class OwnProposal(Exception):
    """Whoever proposes doesn't decide."""


async def codes(connection: Any, ids: Sequence[UUID]) -> dict[str, tuple[str, datetime | None]]:
    """The codes and promised moments of these dossiers, as far as the reader may see them."""
    return {str(r["dossier_id"]): (r["code"] or "", r["due_at"]) for r in await connection.fetch(_CODES, list(ids))}


async def propose(pool: Any, by: str, key: str, reason: str, letters: Sequence[dict[str, str]]) -> None:
    """Put a selection forward, with its reason; the same key twice is one proposal."""
    await pool.execute(_PROPOSE, by, key, reason, msgspec.json.encode(letters).decode())


async def decide(pool: Any, proposal: int, by: str, approved: bool) -> bool:
    """Decide on a proposal; False where there is none. Raises DecidedAlready, OwnProposal: the table itself refuses both."""
    try:
        return await pool.fetchval(_DECIDE, proposal, by, approved) is not None
    except asyncpg.UniqueViolationError:
        raise DecidedAlready from None
    except asyncpg.CheckViolationError:
        raise OwnProposal from None


async def note(pool: Any, proposal: int | None, by: str, service: str, dossier_id: UUID, applied: int, set_aside: int,
               fault: str = "") -> None:  # fmt: skip
    """Remember what a replay came to."""
    await pool.execute(_MADE, proposal, by, service, dossier_id, applied, set_aside, fault)


async def proposals(connection: Any) -> list[Any]:
    """Undecided ones, and those of the last thirty days."""
    found: list[Any] = await connection.fetch(_PROPOSALS)
    return found


async def proposal(pool: Any, number: int) -> Any:
    """One proposal, or None."""
    return await pool.fetchrow(_PROPOSAL, number)


async def lately(connection: Any) -> list[Any]:
    """The last replays, newest first."""
    found: list[Any] = await connection.fetch(_LATELY)
    return found
