"""Notifier's tables: correspondences, whose message a provider's reference is, receipts of none, and what people don't want."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from lienthong_contracts import MessageAccepted
from lienthong_runtime import Column, StateTable
from lienthong_runtime.outcome import Outcome

from notifier.channels import MAIL, Receipt
from notifier.domain.correspondence import Correspondence


class Reference(NamedTuple):
    """A provider's name for a message, or for a part of one."""

    provider: str
    reference: str
    dossier_id: UUID
    message: str


def _parties(state: Correspondence | None) -> str:
    return " ".join(sorted({state.desk, *(call.agency for call in state.calls)})) if state else ""


CORRESPONDENCE: StateTable[Correspondence] = StateTable(
    "correspondence",
    Correspondence,
    wakes_at=lambda state: state.next_send,
    columns=(
        Column("lane", "smallint", lambda state: state.lane if state else 1),
        Column("parties", "text", _parties, "string_to_array({}, ' ')"),
        Column("calls", "int", lambda state: len(state.calls) if state else 0),
    ),
    due_order="lane, wakes_at",
)
_KEEP = """
insert into reference (provider, reference, dossier_id, message) select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[])
on conflict do nothing
"""
_REFERENCES = "select provider, reference from reference"
_FIND = """
select r.provider, r.reference, r.dossier_id, r.message from unnest($1::text[], $2::text[]) as u(provider, reference)
join reference r using (provider, reference)
"""
_KEEP_STRANGE = """
insert into strange_receipt (provider, reference, arrived, reason, heard_at)
select u.provider, u.reference, u.arrived, u.reason, $5 from unnest($1::text[], $2::text[], $3::boolean[], $4::text[])
    as u(provider, reference, arrived, reason)
on conflict do nothing
"""
PAGE = 500
_STRANGE_KNOWN = """
select s.provider, s.reference, s.arrived, s.reason from strange_receipt s join reference r using (provider, reference) limit $1
"""
_COUNT_STRANGE_KNOWN = "select count(*) from strange_receipt join reference using (provider, reference)"
_DROP_STRANGE = """
delete from strange_receipt s using unnest($1::text[], $2::text[]) as u(provider, reference)
where s.provider = u.provider and s.reference = u.reference
"""
_FORGET = "delete from strange_receipt where heard_at < $1::timestamptz - interval '30 days'"
_STRANGE = "select provider, reference, arrived, reason, heard_at from strange_receipt order by heard_at desc limit $1"
_CURSOR = "select cursor from place where provider = $1"
_KEEP_CURSOR = "insert into place (provider, cursor) values ($1, $2) on conflict (provider) do update set cursor = excluded.cursor"
_CALLS = """
select dossier_id, state from correspondence where calls > 0 and dossier_id > $1 order by dossier_id limit $2
"""
_KEEP_WISH = "insert into wish (hashed, channel, wanted, how, text_version, said_at) values ($1, $2, $3, $4, $5, $6)"
_WISHES = """
select distinct on (hashed) hashed, wanted from wish where hashed = any($1) order by hashed, said_at desc, number desc
"""
_CLAIM_CODE = """
with gone as (delete from one_time_code where asked_at < $2::timestamptz - interval '1 day')
insert into one_time_code (id, asked_at) values ($1, $2) on conflict do nothing returning id
"""
_END_CODE = "update one_time_code set outcome = $2 where id = $1"
_CODE = "select outcome from one_time_code where id = $1"


async def keep_references(connection: Any, outcome: Outcome) -> None:
    """Remember whose message each provider's reference is, with the event that says so."""
    accepted = [MessageAccepted.from_json(o.body) for o in outcome.outgoing if o.envelope.kind == "MessageAccepted"]
    await insert_references(connection, [reference for event in accepted for reference in references(event)])


def references(event: MessageAccepted) -> Iterator[Reference]:
    """What the provider may name of it: one for each part of a short message."""
    provider = MAIL if event.channel == "email" else event.provider
    return (Reference(provider, reference, event.dossier_id, event.message) for reference in event.reference.split())


async def insert_references(connection: Any, rows: Collection[Reference]) -> None:
    """Those that are there stay as they are."""
    if rows:
        await connection.execute(_KEEP, *map(list, zip(*rows, strict=True)))


async def known_references(connection: Any) -> set[tuple[str, str]]:
    """All of them, as (provider, reference)."""
    return {(r["provider"], r["reference"]) for r in await connection.fetch(_REFERENCES)}


async def owners(connection: Any, references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[UUID, str]]:
    """The dossiers and messages behind (provider, reference)."""
    found = await connection.fetch(_FIND, *map(list, zip(*references, strict=True)))
    return {(r["provider"], r["reference"]): (UUID(bytes=r["dossier_id"].bytes), r["message"]) for r in found}


async def keep_strange(connection: Any, receipts: Sequence[Receipt], now: datetime) -> None:
    """Receipts of messages that aren't known, or not yet."""
    rows = [(r.provider, r.reference, r.arrived, r.reason) for r in receipts]
    await connection.execute(_KEEP_STRANGE, *map(list, zip(*rows, strict=True)), now)


async def strange_known(connection: Any) -> list[Receipt]:
    """Those whose message is known by now."""
    return [Receipt(**record) for record in await connection.fetch(_STRANGE_KNOWN, PAGE)]


async def count_strange_known(connection: Any) -> int:
    """How many of them there are."""
    return int(await connection.fetchval(_COUNT_STRANGE_KNOWN))


async def drop_strange(connection: Any, receipts: Sequence[Receipt], now: datetime) -> None:
    """They have their message; those that never had one are forgotten after a month."""
    await connection.execute(_DROP_STRANGE, [r.provider for r in receipts], [r.reference for r in receipts])
    await connection.execute(_FORGET, now)


async def strange(connection: Any, most: int) -> list[Mapping[str, Any]]:
    """Receipts that belong to no message, the newest first."""
    found: list[Mapping[str, Any]] = await connection.fetch(_STRANGE, most)
    return found


class Place:
    """How far a provider's receipts were read."""

    def __init__(self, pool: Any, provider: str) -> None:
        self._pool, self._provider = pool, provider

    async def read(self) -> str:
        """The last cursor; empty at first."""
        return await self._pool.fetchval(_CURSOR, self._provider) or ""

    async def keep(self, cursor: str) -> None:
        """All up to it is kept."""
        await self._pool.execute(_KEEP_CURSOR, self._provider, cursor)


async def calls(connection: Any, after: UUID, most: int) -> list[Mapping[str, Any]]:
    """Correspondences in which a call is owed, as the connection's reader may see them."""
    found: list[Mapping[str, Any]] = await connection.fetch(_CALLS, after, most)
    return found


async def claim_code(pool: Any, code_id: UUID, now: datetime) -> bool:
    """Whether this request to send a one-time code is the first of its id."""
    return await pool.fetchval(_CLAIM_CODE, code_id, now) is not None


async def end_code(pool: Any, code_id: UUID, outcome: str) -> None:
    """What became of it."""
    await pool.execute(_END_CODE, code_id, outcome)


async def code_outcome(pool: Any, code_id: UUID) -> str | None:
    """What became of an earlier request; None while it is under way."""
    outcome: str | None = await pool.fetchval(_CODE, code_id)
    return outcome


async def keep_wish(pool: Any, wish: tuple[bytes, str, bool, str, str, datetime]) -> None:
    """Contact, channel, yes or no, how it was said, to which words, when."""
    await pool.execute(_KEEP_WISH, *wish)


async def wishes(pool: Any, contacts: list[bytes]) -> dict[bytes, bool]:
    """The latest word of each contact that said any."""
    return {bytes(r["hashed"]): r["wanted"] for r in await pool.fetch(_WISHES, contacts)}
