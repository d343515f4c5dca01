"""The administration's statements: proposals and their history, what they publish, and the open dossiers they touch."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from lienthong_contracts import KINDS, CatalogueEntry

from intake.administration.domain.holding import line_of
from intake.administration.domain.proposal import Proposal, State, Step, Taken
from intake.domain.dossier import FINAL

type Connection = Any

_TAKE_KEY = "insert into answer (key, request) values ($1, $2) on conflict do nothing returning key"
_KNOWN = "select request, status, body from answer where key = $1"
_ANSWERED = "update answer set status = $2, body = $3 where key = $1"
_INSERT = "insert into proposal (proposal_id, title, entries, warnings, proposed_by) values ($1, $2, $3, $4, $5)"
_ADD_STEP = """
insert into proposal_step (proposal_id, number, step, at)
select $1, count(*) + 1, $2, $3 from proposal_step where proposal_id = $1
"""
_DECIDE = """
update proposal set state = $2, decided_by = $3, decision_no = nullif($4, ''), decided_on = $5 where proposal_id = $1
"""
_HELD = "select proposal_id, title, entries, warnings from proposal where proposal_id = $1 for update"
_ONE = "select proposal_id, title, entries, warnings from proposal where proposal_id = $1"
_HISTORY = "select step, at from proposal_step where proposal_id = $1 order by number"
_LIST = """
select p.proposal_id, p.state, p.title, p.proposed_by, s.at as proposed_at, p.decided_by, p.decision_no, p.decided_on,
       jsonb_array_length(p.entries) as entries, jsonb_array_length(p.warnings) as warnings
from proposal p join proposal_step s on s.proposal_id = p.proposal_id and s.number = 1
where ($1::text is null or p.state = $1) and ($2::uuid is null or p.proposal_id < $2)
order by p.proposal_id desc limit $3
"""
_LOCK = "select pg_advisory_xact_lock(hashtext('catalogue'))"
_KEYS = "select key from catalogue_entry order by key"
_PUBLISH = """
insert into catalogue_entry (key, digest, proposal_id) select k, d, $3 from unnest($1::text[], $2::bytea[]) as u(k, d)
on conflict do nothing returning key
"""
_OPEN_OF_PROCEDURES = """
select count(*) as open, count(*) filter (where code is null) as not_received,
       (array_agg(code order by code) filter (where code is not null))[1:100] as codes
from dossier where status <> all($1) and state->>'procedure' = any($2)
"""
_OPEN_AT_DESKS = """
select count(*) as open, count(*) filter (where code is null) as not_received,
       (array_agg(code order by code) filter (where code is not null))[1:100] as codes
from dossier where status <> all($1) and state->>'desk' = any($2)
"""


async def take_key(connection: Connection, key: str, request: bytes) -> bool:
    """Whether nobody used the key before; a second request waits here for the first one's commit."""
    return bool(await connection.fetchval(_TAKE_KEY, key, request))


async def known_answer(connection: Connection, key: str) -> asyncpg.Record:
    """What was asked and answered under the key."""
    row: asyncpg.Record = await connection.fetchrow(_KNOWN, key)
    return row


async def keep_answer(connection: Connection, key: str, status: int, body: bytes) -> None:
    """Remember the answer."""
    await connection.execute(_ANSWERED, key, status, body)


async def insert(connection: Connection, proposal: Proposal) -> None:
    """Store a new proposal with its first step."""
    entries = [{"kind": line_of(entry)[0], "entry": msgspec.Raw(entry.to_json())} for entry in proposal.entries]
    await connection.execute(_INSERT, proposal.proposal_id, proposal.title, _json(entries), _json(proposal.warnings), proposal.proposer)
    await _add_step(connection, proposal.proposal_id, proposal.history[0])


async def decide(connection: Connection, proposal_id: UUID, taken: Taken) -> None:
    """Store a further step."""
    step = taken.step
    await connection.execute(_DECIDE, proposal_id, step.state, step.by, step.decision_no, step.decided_on)
    await _add_step(connection, proposal_id, taken)


async def _add_step(connection: Connection, proposal_id: UUID, taken: Taken) -> None:
    await connection.execute(_ADD_STEP, proposal_id, _json(taken.step), taken.at)


async def proposal(connection: Connection, proposal_id: UUID, hold: bool = False) -> Proposal | None:
    """A proposal with its history; held, nobody else decides on it until the commit."""
    row = await connection.fetchrow(_HELD if hold else _ONE, proposal_id)
    if row is None:
        return None
    steps = await connection.fetch(_HISTORY, proposal_id)
    history = tuple(Taken(msgspec.json.decode(r["step"], type=Step), r["at"]) for r in steps)
    warnings = msgspec.json.decode(row["warnings"], type=tuple[str, ...])
    return Proposal(UUID(bytes=row["proposal_id"].bytes), row["title"], _entries(row["entries"]), warnings, history)


def _entries(text: str) -> tuple[CatalogueEntry, ...]:
    stored = msgspec.json.decode(text)
    return tuple(KINDS[one["kind"]].from_json(msgspec.json.encode(one["entry"])) for one in stored)  # type: ignore[misc]


async def listed(connection: Connection, state: State | None, before: UUID | None, most: int) -> list[dict[str, Any]]:
    """Proposals, newest first."""
    return [dict(r) for r in await connection.fetch(_LIST, state, before, most)]


async def hold_catalogue(connection: Connection) -> None:
    """Nobody else publishes by a decision until the commit."""
    await connection.execute(_LOCK)


async def published_keys(connection: Connection) -> list[str]:
    """The key of everything that was published."""
    return [r["key"] for r in await connection.fetch(_KEYS)]


async def publish(connection: Connection, entries: Sequence[CatalogueEntry], proposal_id: UUID) -> bool:
    """Remember the entries as published by that decision; False when one of their versions was taken."""
    digests = [hashlib.sha256(entry.to_json()).digest() for entry in entries]
    return len(await connection.fetch(_PUBLISH, [entry.key for entry in entries], digests, proposal_id)) == len(entries)


async def open_of_procedures(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """How many dossiers of these procedures are open, and the first 100 codes."""
    return dict(await connection.fetchrow(_OPEN_OF_PROCEDURES, sorted(FINAL), sorted(ids)))


async def open_at_desks(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """How many dossiers of these desks are open, and the first 100 codes."""
    return dict(await connection.fetchrow(_OPEN_AT_DESKS, sorted(FINAL), sorted(ids)))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
