"""Intake's tables: dossiers, persons sealed beside them, numbers given out, and what was published."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from lienthong_calendar import VIET_NAM
from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Column, StateTable

from intake.domain.dossier import Dossier
from intake.sealing import Sealed


def _of(name: str) -> Any:
    return lambda state: state and getattr(state, name)


def _forget_at(state: Dossier) -> datetime | None:
    return state.keep_until and datetime.combine(state.keep_until, time(0), VIET_NAM)


DOSSIERS: StateTable[Dossier] = StateTable(
    "dossier",
    Dossier,
    wakes_at=_forget_at,
    columns=(
        *(Column(name, "text", _of(name)) for name in ("code", "status", "desk", "procedure", "owner")),
        Column("parties", "text", lambda state: " ".join(state.parties) if state else "", "string_to_array({}, ' ')"),
        Column("national", "int", _of("national")),
        *(Column(name, "timestamptz", _of(name)) for name in ("received_at", "due_at")),
    ),
)
_NEXT = """
insert into code_sequence as s (desk, received_on, last) values ($1, $2, 1)
on conflict (desk, received_on) do update set last = s.last + 1 returning last
"""
_NEXT_RECEIPT = """
insert into receipt_sequence as s (desk, year, last) values ($1, $2, 1)
on conflict (desk, year) do update set last = s.last + 1 returning last
"""
_KEEP_PERSON = """
insert into person (dossier_id, wrapped_key, body, words, alike) values ($1, $2, $3, $4, $5)
on conflict (dossier_id) do update set wrapped_key = excluded.wrapped_key, body = excluded.body, words = excluded.words,
    alike = excluded.alike
"""
_PERSONS = "select dossier_id, wrapped_key, body from person where dossier_id = any($1) and wrapped_key is not null"
_ALIKE = """
select coalesce(d.code, d.dossier_id::text) as code from person p join dossier d using (dossier_id)
where p.alike = $1 and d.dossier_id <> $2 and d.status not in ('draft', 'declined', 'returned', 'withdrawn', 'stopped') order by 1 limit 5
"""
_KEEP_DRAFT = """
insert into draft (dossier_id, wrapped_key, body) values ($1, $2, $3)
on conflict (dossier_id) do update set wrapped_key = excluded.wrapped_key, body = excluded.body
"""
_TAKE_DRAFT = "select wrapped_key, body from draft where dossier_id = $1"
_ERASE = "update person set wrapped_key = null, body = null, words = '{}', alike = null where dossier_id = any($1)"
_ERASE_DRAFTS = "delete from draft where dossier_id = any($1)"
_UNLISTED = """
select u.key, d.state is not null as known from unnest($1::text[], $2::uuid[]) as u(key, dossier_id) left join dossier d using (dossier_id)
where d.state is null or not d.state @> jsonb_build_object('documents', jsonb_build_array(jsonb_build_object('key', u.key)))
"""
_CHANGED = """
insert into catalogue_entry as e (key, digest) select * from unnest($1::text[], $2::bytea[])
on conflict (key) do update set digest = excluded.digest where e.digest <> excluded.digest returning key
"""
_OTHERWISE = """
select e.key from catalogue_entry e join unnest($1::text[], $2::bytea[]) as u(key, digest) using (key) where e.digest <> u.digest
"""


async def next_sequence(connection: Any, desk: str, day: date) -> int:
    """The desk's next number of that day; the row's lock makes it gapless until the commit."""
    return await connection.fetchval(_NEXT, desk, day)


async def next_receipt(connection: Any, desk: str, year: int) -> int:
    """The desk's next receipt of that year, gapless like the codes."""
    return await connection.fetchval(_NEXT_RECEIPT, desk, year)


async def keep_person(connection: Any, sealed: Sealed) -> None:
    """Store who it is, or in place of what was known before."""
    await connection.execute(_KEEP_PERSON, sealed.dossier_id, sealed.wrapped_key, sealed.body, sealed.words, sealed.alike)


async def persons(connection: Any, ids: Sequence[UUID]) -> list[Any]:
    """Who it is, of those dossiers among these that the connection may see: dossier_id, wrapped_key, body."""
    return await connection.fetch(_PERSONS, list(ids))


async def alike(connection: Any, blinded: bytes, but: UUID) -> tuple[str, ...]:
    """Codes of open dossiers about the same matter of the same person."""
    return tuple(r["code"] for r in await connection.fetch(_ALIKE, blinded, but))


async def keep_draft(connection: Any, dossier_id: UUID, wrapped_key: bytes, body: bytes) -> None:
    """Store what has been filled in so far."""
    await connection.execute(_KEEP_DRAFT, dossier_id, wrapped_key, body)


async def take_draft(connection: Any, dossier_id: UUID) -> Any:
    """What was filled in: wrapped_key, body."""
    return await connection.fetchrow(_TAKE_DRAFT, dossier_id)


async def erase_draft(connection: Any, dossier_id: UUID) -> None:
    """It was handed in: what stands in it stands with the person now."""
    await connection.execute(_ERASE_DRAFTS, [dossier_id])


async def erase(connection: Any, ids: Sequence[UUID]) -> None:
    """Drop the keys: whoever has a copy of the data can't read it any more either."""
    await connection.execute(_ERASE, list(ids))
    await connection.execute(_ERASE_DRAFTS, list(ids))


async def unlisted(pool: Any, keys: Sequence[str], ids: Sequence[UUID]) -> list[tuple[str, bool]]:
    """Those stored keys, each with its dossier's id, that the dossier doesn't list; and whether there is such a dossier."""
    return [(r["key"], r["known"]) for r in await pool.fetch(_UNLISTED, keys, ids)]


def _digests(entries: Sequence[CatalogueEntry]) -> tuple[list[str], list[bytes]]:
    return [entry.key for entry in entries], [hashlib.sha256(entry.to_json()).digest() for entry in entries]


async def published_otherwise(connection: Any, entries: Sequence[CatalogueEntry]) -> set[str]:
    """Keys that were published already with another content."""
    return {r["key"] for r in await connection.fetch(_OTHERWISE, *_digests(entries))}


async def changed_entries(connection: Any, entries: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Those entries that weren't published yet in this form; remembered as published."""
    keys = {r["key"] for r in await connection.fetch(_CHANGED, *_digests(entries))}
    return [entry for entry in entries if entry.key in keys]
