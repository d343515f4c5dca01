"""A migration that can't have its lock at once gives way to readers, and comes back."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from awaiting import until
from lienthong_runtime.migrate import migrate
from toy import MIGRATIONS, prepared

STEPS = {"0201_one.sql": "alter table tally add column note text", "0202_two.sql": "alter table tally add column more int default 0"}


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    for step in MIGRATIONS.glob("*.sql"):
        (tmp_path / step.name).write_bytes(step.read_bytes())
    for name, statement in STEPS.items():
        (tmp_path / name).write_text(f"-- migrate:up\n{statement};\n\n-- migrate:down\n")
    return tmp_path


async def test_readers_are_answered_while_a_migration_waits_for_a_long_one(infra: Any, prefix: str, next_version: Path) -> None:
    dsn = (await prepared(infra, prefix)).postgres_dsn
    long, short = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    transaction = long.transaction()
    await transaction.start()
    await long.fetch("select * from tally")  # a report that takes its time
    migrating = asyncio.create_task(migrate(dsn, next_version))
    waiting = "select exists (select from pg_locks where relation = 'tally'::regclass and not granted)"
    await until(lambda: short.fetchval(waiting))
    async with asyncio.timeout(60):  # not for ever: without a limit it would be as long as the report
        assert await short.fetch("select dossier_id from tally") == []
    assert not migrating.done()
    await transaction.rollback()
    await migrating
    assert await short.fetchval("select count(*) from schema_migrations where version in ('0201', '0202')") == 2
    await long.close()
    await short.close()
