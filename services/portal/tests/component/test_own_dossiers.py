"""A citizen sees in the portal's tables what intake named as theirs, for that transaction, and nothing else."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_runtime import Actor, Catalogue, seeing_as
from portal.mine import store
from portal_at_work import database

CITIZEN = Actor("cd-1", None, frozenset({"citizen"}))
MINE, YOURS = uuids.uuid7(), uuids.uuid7()
_RECORD = "insert into record (dossier_id, version, issued, seen, state) values ($1, 1, 0, '{}', '{}')"
_ENTRY = """
insert into entry (dossier_id, source, number, event_id, kind, recorded_at, body, prev, hash)
values ($1, 'intake', 1, gen_random_uuid(), 'DossierSubmitted', now(), '{}', '', '')
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pool(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "own") as (pool, _):
        for dossier in (MINE, YOURS):
            await pool.execute(_RECORD, dossier)
            await pool.execute(_ENTRY, dossier)
        yield pool


async def seen(pool: Any, *named: Any) -> tuple[list[Any], list[Any]]:
    async with seeing_as(pool, CITIZEN, Catalogue()) as connection:
        if named:
            await store.owning(connection, [one for one in named if one])
        entries = await connection.fetch("select dossier_id from entry")
        return [r["dossier_id"] for r in await store.records(connection)], [r["dossier_id"] for r in entries]


async def test_a_citizen_sees_what_intake_named_and_nothing_else(pool: Any) -> None:
    assert await seen(pool, MINE) == ([MINE], [MINE])


async def test_what_was_named_before_is_forgotten_with_its_transaction(pool: Any) -> None:
    for _ in range(8):  # on every connection of the pool
        await seen(pool, MINE)
        assert await seen(pool) == ([], [])


async def test_nothing_named_is_nothing_seen(pool: Any) -> None:
    assert await seen(pool, None) == ([], [])
