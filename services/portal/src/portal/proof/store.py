"""The ledger's seals."""

from typing import Any

from portal.domain.chain import Entry

# Whoever is writing ends first and nobody begins meanwhile: numbers of the ledger come in no order of their commits.
_HOLD = "lock table entry in share row exclusive mode"
_LAST = "select closed_on, last_seq, hash from seal order by closed_on desc limit 1"
_END = "select coalesce(max(seq), 0) from entry"
_HASHES = "select hash from entry where seq > $1 and seq <= $2 order by seq"
_SEAL = "insert into seal (closed_on, first_seq, last_seq, entries, root, prev, hash) values ($1, $2, $3, $4, $5, $6, $7)"
_SEALS = "select closed_on, first_seq, last_seq, entries, root, prev, hash from seal order by closed_on"
_CODE = "select code from record where dossier_id = $1"
_NEWEST = "select closed_on, entries, root, hash, sealed_at from seal order by closed_on desc limit $1"
_OF_DOSSIER = """
select seq, dossier_id, source, number, event_id, kind, recorded_at, body, prev, hash from entry where dossier_id = $1 order by seq
"""


async def hold(connection: Any) -> int:
    """The ledger's end, at which nothing is missing; held until the transaction ends."""
    await connection.execute(_HOLD)
    return int(await connection.fetchval(_END))


async def last_seal(connection: Any) -> Any:
    """The newest seal, or None."""
    return await connection.fetchrow(_LAST)


async def hashes(connection: Any, after: int, until: int) -> list[bytes]:
    """Entries' hashes behind a place in the ledger up to another, in its order."""
    return [row["hash"] for row in await connection.fetch(_HASHES, after, until)]


async def write_seal(connection: Any, *seal: Any) -> None:
    """Keep a seal: its day, first and last place, how many entries, their root, the seal before and its own hash."""
    await connection.execute(_SEAL, *seal)


async def seals(connection: Any) -> list[Any]:
    """Every seal, oldest first."""
    return await connection.fetch(_SEALS)


async def newest_seals(connection: Any, most: int) -> list[Any]:
    """The newest seals, newest first."""
    return await connection.fetch(_NEWEST, most)


async def entries_of(connection: Any, dossier_id: Any) -> list[tuple[int, Entry]]:
    """A dossier's entries with their places in the ledger, oldest first."""
    return [(row["seq"], Entry(*list(row.values())[1:])) for row in await connection.fetch(_OF_DOSSIER, dossier_id)]


async def code_of(connection: Any, dossier_id: Any) -> str | None:
    """A dossier's code, if it has one."""
    found: str | None = await connection.fetchval(_CODE, dossier_id)
    return found
