"""Copies of whole lives in every service's tables, made by the database: each service has the same dossiers, as after real years.

The ledger's lines are copied whole as long as they say what a dossier takes on disk; beyond that one line stands for a life
(thirty million of them would take an hour and say nothing new: pages read the ledger by dossier and by its end).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncpg

WHOLE = 1000  # up to so many dossiers the ledger has every line
STEP = 20_000  # rows' dossiers an insert
_CHANGED = {
    "dossier_id": "md5(t.dossier_id::text || i)::uuid", "code": "t.code || '.' || i", "tail": "t.tail || '.' || i",
    "event_id": "gen_random_uuid()", "reference": "t.reference || '.' || i",
}  # fmt: skip
_TABLES = """
select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and c.column_name = 'dossier_id' and t.table_type = 'BASE TABLE' order by c.table_name
"""
_COLUMNS = """
select column_name from information_schema.columns where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER'
    and is_identity = 'NO' order by ordinal_position
"""
SUMS = ("daily", "standing", "flow")  # the portal's boards
_LEFT_OUT = ("outbox", "dead_letter", "draft", "gap")


async def grow(dsns: Mapping[str, str], patterns: Sequence[str], before: int, after: int, tell: Callable[[int, int], None]) -> None:
    """From so many dossiers to so many; both are multiples of the patterns."""
    first, last = before // len(patterns) + 1, after // len(patterns)
    for service, dsn in dsns.items():
        connection = await asyncpg.connect(dsn, command_timeout=1200)
        try:
            tables = [row["table_name"] for row in await connection.fetch(_TABLES)]
            for table in (name for name in tables if name not in _LEFT_OUT):
                whole = table != "entry" or after <= WHOLE
                await _copy(connection, table, patterns, range(max(first, 2), last + 1), whole, tell)
            if service == "portal":
                await _multiply(connection, before // len(patterns) or 1, last)
            await connection.execute("vacuum analyze")
        finally:
            await connection.close()


async def _copy(connection: Any, table: str, patterns: Sequence[str], copies: range, whole: bool, tell: Callable[[int, int], None]) -> None:
    columns = [row["column_name"] for row in await connection.fetch(_COLUMNS, table)]
    values, names = ", ".join(_CHANGED.get(column, f"t.{column}") for column in columns), ", ".join(columns)
    only = "" if whole else "and t.source = 'intake' and t.number = 1"
    statement = " ".join(("insert into", table, "(", names, ") select", values, "from", table,
                          "t, generate_series($2::int, $3::int) i where t.dossier_id = any($1::uuid[])", only))  # fmt: skip
    step = max(1, STEP // len(patterns))
    for at in range(copies.start, copies.stop, step):
        await connection.execute(statement, patterns, at, min(at + step, copies.stop) - 1)
        tell((at - copies.start) * len(patterns), len(copies) * len(patterns))


async def _multiply(connection: Any, before: int, after: int) -> None:
    """Boards are sums: there are so many times as many dossiers now."""
    for sums in SUMS:
        await connection.execute(" ".join(("update", sums, "set n = n * $1 / $2")), after, before)
