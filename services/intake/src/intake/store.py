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
_HOLD_CODES = """
insert into code_sequence as s (desk, received_on, last) select u.desk, u.day, 0 from unnest($1::text[], $2::date[]) as u(desk, day)
on conflict (desk, received_on) do update set last = s.last returning desk, received_on, last
"""
_KEEP_CODES = """
update code_sequence s set last = u.last from unnest($1::text[], $2::date[], $3::int[]) as u(desk, day, last)
where s.desk = u.desk and s.received_on = u.day
"""
_HOLD_RECEIPTS = """
insert into receipt_sequence as s (desk, year, last) select u.desk, u.year, 0 from unnest($1::text[], $2::int[]) as u(desk, year)
on conflict (desk, year) do update set last = s.last returning desk, year, last
"""
_KEEP_RECEIPTS = """
update receipt_sequence s set last = u.last from unnest($1::text[], $2::int[], $3::int[]) as u(desk, year, last)
where s.desk = u.desk and s.year = u.year
"""
# A person's words come as one string, eight bytes each: unnest would flatten an array of arrays.
_KEEP_PERSONS = """
insert into person (dossier_id, wrapped_key, body, words, alike)
select u.dossier_id, u.wrapped_key, u.body,
    (select coalesce(array_agg(substring(u.words from 1 + 8 * n for 8)), '{}') from generate_series(0, length(u.words) / 8 - 1) as n),
    u.alike
from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[]) as u(dossier_id, wrapped_key, body, words, alike)
on conflict (dossier_id) do update set wrapped_key = excluded.wrapped_key, body = excluded.body, words = excluded.words,
    alike = excluded.alike
"""
_PERSONS = "select dossier_id, wrapped_key, body from person where dossier_id = any($1) and wrapped_key is not null"
_ALIKE = """
select a.alike, found.code from (select distinct unnest($1::bytea[]) as alike) a, lateral (
    select coalesce(d.code, d.dossier_id::text) as code from person p join dossier d using (dossier_id)
    where p.alike = a.alike and d.status not in ('draft', 'declined', 'returned', 'withdrawn', 'stopped') order by 1 limit 6
) found
"""
_KEEP_DRAFTS = """
insert into draft (dossier_id, wrapped_key, body) select * from unnest($1::uuid[], $2::bytea[], $3::bytea[])
on conflict (dossier_id) do update set wrapped_key = excluded.wrapped_key, body = excluded.body
"""
_TAKE_DRAFTS = "select dossier_id, wrapped_key, body from draft where dossier_id = any($1)"
_ERASE = "update person set wrapped_key = null, body = null, words = '{}', alike = null where dossier_id = any($1)"
_ERASE_DRAFTS = "delete from draft where dossier_id = any($1)"
_WAITING = """
select dossier_id from dossier where parties && $1 and dossier_id > $2 and status in ('submitted', 'incomplete')
order by dossier_id limit $3
"""
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


async def hold_codes(connection: Any, days: Sequence[tuple[str, date]]) -> dict[tuple[str, date], int]:
    """The last numbers of these desks on these days, locked until the commit."""
    records = await connection.fetch(_HOLD_CODES, *columns(days)) if days else []
    return {(r["desk"], r["received_on"]): r["last"] for r in records}


async def keep_codes(connection: Any, last: dict[Any, int]) -> None:
    """The last numbers as they are now, by desk and day."""
    if last:
        await connection.execute(_KEEP_CODES, *columns(list(last)), list(last.values()))


async def hold_receipts(connection: Any, years: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The last receipts of these desks in these years, locked like the codes."""
    records = await connection.fetch(_HOLD_RECEIPTS, *columns(years)) if years else []
    return {(r["desk"], r["year"]): r["last"] for r in records}


async def keep_receipts(connection: Any, last: dict[Any, int]) -> None:
    """The last receipts as they are now, by desk and year."""
    if last:
        await connection.execute(_KEEP_RECEIPTS, *columns(list(last)), list(last.values()))


def columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as arrays, one a column."""
    return [list(column) for column in zip(*rows, strict=True)]


async def keep_persons(connection: Any, sealed: Sequence[Sealed]) -> None:
    """Store who it is, or in place of what was known before."""
    if sealed:
        rows = [(s.dossier_id, s.wrapped_key, s.body, b"".join(s.words), s.alike) for s in sealed]
        await connection.execute(_KEEP_PERSONS, *columns(rows))


async def persons(connection: Any, ids: Sequence[UUID]) -> list[Any]:
    """Who it is, of those dossiers among these that the connection may see: dossier_id, wrapped_key, body."""
    return await connection.fetch(_PERSONS, list(ids))


async def alike(connection: Any, blinded: Sequence[bytes]) -> dict[bytes, list[str]]:
    """Codes of open dossiers about the same matter of the same person, a few for each."""
    found: dict[bytes, list[str]] = {}
    for record in await connection.fetch(_ALIKE, list(blinded)):
        found.setdefault(record["alike"], []).append(record["code"])
    return found


async def keep_drafts(connection: Any, locked: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    """Store what has been filled in so far: dossier, wrapped key, body."""
    if locked:
        await connection.execute(_KEEP_DRAFTS, *columns(locked))


async def take_drafts(connection: Any, ids: Sequence[UUID]) -> list[Any]:
    """What was filled in: dossier_id, wrapped_key, body."""
    return await connection.fetch(_TAKE_DRAFTS, list(ids))


async def erase_drafts(connection: Any, ids: Sequence[UUID]) -> None:
    """They were handed in: what stands in them stands with the persons now."""
    if ids:
        await connection.execute(_ERASE_DRAFTS, list(ids))


async def erase(connection: Any, ids: Sequence[UUID]) -> None:
    """Drop the keys: whoever has a copy of the data can't read it any more either."""
    await connection.execute(_ERASE, list(ids))
    await erase_drafts(connection, ids)


async def waiting_at(pool: Any, agencies: Sequence[str], after: UUID, most: int) -> list[UUID]:
    """Submissions that one of these agencies has a part in and nobody has received yet, by id, following one."""
    return [r["dossier_id"] for r in await pool.fetch(_WAITING, list(agencies), after, most)]


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
