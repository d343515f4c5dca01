"""Intake's tables."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Column, StateTable

from intake.domain.dossier import Dossier

DOSSIERS: StateTable[Dossier] = StateTable(
    "dossier",
    Dossier,
    columns=(
        Column("code", "text", lambda state: state and state.code),
        Column("status", "text", lambda state: state and state.status),
    ),
)
_NEXT = """
insert into code_sequence as s (desk, received_on, last) values ($1, $2, 1)
on conflict (desk, received_on) do update set last = s.last + 1 returning last
"""
_KEEP_CONTACT = "insert into contact (dossier_id, name, phone, email) values ($1, $2, $3, $4)"
_CONTACTS = "select dossier_id, name, phone, email from contact where dossier_id = any($1)"
_CHANGED = """
insert into catalogue_entry as e (key, digest) select * from unnest($1::text[], $2::bytea[])
on conflict (key) do update set digest = excluded.digest where e.digest <> excluded.digest returning key
"""
_OTHERWISE = """
select e.key from catalogue_entry e join unnest($1::text[], $2::bytea[]) as u(key, digest) using (key) where e.digest <> u.digest
"""
_ONE = "select dossier_id, version, state from dossier where dossier_id = $1"


async def next_sequence(connection: Any, desk: str, day: date) -> int:
    """The desk's next number of that day; the row's lock makes it gapless until the commit."""
    return await connection.fetchval(_NEXT, desk, day)


async def keep_contact(connection: Any, dossier_id: UUID, name: str, phone: str, email: str) -> None:
    """Store who to tell."""
    await connection.execute(_KEEP_CONTACT, dossier_id, name, phone, email)


async def contacts(connection: Any, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Who to tell, of these dossiers."""
    return [dict(r) for r in await connection.fetch(_CONTACTS, list(ids))]


def _digests(entries: Sequence[CatalogueEntry]) -> tuple[list[str], list[bytes]]:
    return [entry.key for entry in entries], [hashlib.sha256(entry.to_json()).digest() for entry in entries]


async def published_otherwise(connection: Any, entries: Sequence[CatalogueEntry]) -> set[str]:
    """Keys that were published already with another content."""
    return {r["key"] for r in await connection.fetch(_OTHERWISE, *_digests(entries))}


async def changed_entries(connection: Any, entries: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Those entries that weren't published yet in this form; remembered as published."""
    keys = {r["key"] for r in await connection.fetch(_CHANGED, *_digests(entries))}
    return [entry for entry in entries if entry.key in keys]
