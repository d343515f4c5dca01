"""The statements by which a database is held still, seen at one moment, and counted."""

import asyncpg

_BEGIN = "begin isolation level repeatable read, read only"
_SNAPSHOT = "select pg_export_snapshot()"
_ROLLBACK = "rollback"
_TABLES = "select tablename, format('select count(*) from %I', tablename) as counting from pg_tables where schemaname = 'public' order by 1"
_MIGRATION = "select max(version) from schema_migrations"
# A letter keeps its place on Kafka, and no place may be taken twice: far away first, then to where its partition now begins.
_AWAY = "update dead_letter set kafka_offset = kafka_offset - (1::bigint << 61) where topic = $1 and kafka_partition = $2"
_BACK = "update dead_letter set kafka_offset = kafka_offset + (1::bigint << 61) - $3 where topic = $1 and kafka_partition = $2"


async def begin(connection: asyncpg.Connection) -> str:
    """See the database as it is now, until the connection ends; returns the snapshot's name for others."""
    await connection.execute(_BEGIN)
    return str(await connection.fetchval(_SNAPSHOT))


async def give_up(connection: asyncpg.Connection) -> None:
    """Let go of the moment."""
    await connection.execute(_ROLLBACK)


async def counts(connection: asyncpg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {row["tablename"]: await connection.fetchval(row["counting"]) for row in await connection.fetch(_TABLES)}


async def migration(connection: asyncpg.Connection) -> str:
    """The last one that was applied."""
    return str(await connection.fetchval(_MIGRATION))


async def shift_letters(connection: asyncpg.Connection, topic: str, partition: int, by: int) -> None:
    """What was set aside of a partition whose first record has become its record 0."""
    async with connection.transaction():
        await connection.execute(_AWAY, topic, partition)
        await connection.execute(_BACK, topic, partition, by)
