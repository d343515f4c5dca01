"""Bytes on disk: tables with their indexes by service, and Kafka's log."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import asyncpg

_SIZES = """
select sum(pg_total_relation_size(c.oid))::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'outbox'
"""


async def tables(dsns: Mapping[str, str]) -> dict[str, int]:
    """Bytes of each service's tables, indexes and long values."""
    return dict(zip(dsns, await asyncio.gather(*map(_of, dsns.values())), strict=True))


async def _of(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(_SIZES) or 0
    finally:
        await connection.close()


def log(data: Path, topics: tuple[str, ...] = ("dossier.v1", "notification.v1")) -> int:
    """Bytes of what the brokers keep of these topics, the records alone: index files have a size of their own."""
    parts = (folder for topic in topics for folder in data.rglob(f"{topic}-*") if folder.is_dir())
    return sum(file.stat().st_size for folder in parts for file in folder.glob("*.log"))
