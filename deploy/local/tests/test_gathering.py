"""While people act in a replay nothing leaves their services; whatever happens then, nobody is held for longer."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping

import asyncpg
import pytest
from lienthong_local.databases import create_databases, drop_databases
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.gathering import GIVEN, Gathering

PASSES = "select pg_try_advisory_lock_shared(hashtext('cut'))"  # as a relay does before each round, but without waiting
WAITS = "select pg_advisory_lock_shared(hashtext('cut'))"


@pytest.fixture
async def dsns(infra: Infrastructure, prefix: str) -> AsyncGenerator[Mapping[str, str]]:
    yield await create_databases(infra.postgres_dsn, prefix, secret=infra.secrets.get("databases"))
    await drop_databases(infra.postgres_dsn, prefix)


async def test_nothing_is_sent_while_people_act_and_everything_may_be_afterwards(dsns: Mapping[str, str]) -> None:
    async with Gathering(dsns, 30) as gathering:
        for _ in range(2):
            async with gathering.moment():
                assert [await _asked(dsns[service], PASSES) for service in GIVEN] == [False, False]
            assert [await _asked(dsns[service], PASSES) for service in GIVEN] == [True, True]


async def test_a_replay_that_ends_half_way_holds_nobody(dsns: Mapping[str, str]) -> None:
    with contextlib.suppress(LookupError):
        async with Gathering(dsns, 30) as gathering, gathering.moment():
            raise LookupError
    async with asyncio.timeout(20):
        await asyncio.gather(*(_asked(dsns[service], WAITS) for service in GIVEN))


async def _asked(dsn: str, question: str) -> bool:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question) is not False
    finally:
        await connection.close()
