"""What was promised, held against what is there: no dossier missing, none that nobody was promised."""

from collections.abc import Iterable

import asyncpg

from lienthong_local.bench.pressure.receptions import Books

_DOSSIERS = "select dossier_id::text from dossier"


async def dossiers(dsn: str) -> set[str]:
    """Every dossier that intake has."""
    connection = await asyncpg.connect(dsn)
    try:
        return {row["dossier_id"] for row in await connection.fetch(_DOSSIERS)}
    finally:
        await connection.close()


async def kept(dsn: str, all_books: Iterable[Books], before: set[str]) -> dict[str, int]:
    """How many dossiers were promised, are missing, or exist without a promise; and how many keys got two. `before` were there."""
    by_key: dict[str, set[str]] = {}
    for books in all_books:
        for key, dossier in books.promised.items():
            by_key.setdefault(key, set()).add(dossier)
    promised = {dossier for found in by_key.values() for dossier in found}
    there = await dossiers(dsn) - before
    return {"promised": len(promised), "promised_missing": len(promised - there), "unpromised": len(there - promised),
            "keys_doubled": sum(len(found) > 1 for found in by_key.values())}  # fmt: skip
