"""Figures are kept once in the transaction that keeps their events, and counted again from the ledger they are the same."""

import asyncio
import random
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_runtime.records import Letter
from portal.figures import store
from portal.figures.recount import compare, law_broken, recount
from portal_at_work import database, letter, running_with, settings_of
from portal_lives import life


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "figures") as (pool, dsn):
        yield running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)


def many(count: int, seed: int) -> list[list[Letter]]:
    """Whole lives, each source's events numbered in their order."""
    drawn, source = [], random.Random(seed)
    for _ in range(count):
        dossier, numbers, letters = uuids.uuid7(), dict[str, int](), list[Letter]()
        for kind, fields in life(source):
            if kind == "DossierReceived":
                fields = {**fields, "code": f"H32.41-261102-{dossier.hex[-12:]}"}
            one = letter(kind, 1, dossier, **fields)
            numbers[one.envelope.source] = numbers.get(one.envelope.source, 0) + 1
            letters.append(letter(kind, numbers[one.envelope.source], dossier, **fields))
        drawn.append(letters)
    return drawn


async def agreed(portal: Any) -> Any:
    async with portal.pool.acquire() as connection:
        report = await recount(connection)
        stays, _ = await store.kept(connection)
    assert report.found == [] and law_broken(stays) == []
    return report


async def test_figures_kept_by_event_are_the_ledgers_to_the_last_digit_whatever_came_twice_or_at_once(portal: Any) -> None:
    whole, source = many(60, seed=7), random.Random(7)
    halves = [[one for letters in whole[:30] for one in letters], [one for letters in whole[30:] for one in letters]]

    async def told(letters: list[Letter]) -> None:
        while letters:
            size = source.randint(1, 40)
            await portal.transactor.take_in(letters[:size])
            await portal.transactor.take_in(letters[: source.randint(0, size)])  # what a consumer reads again after a kill
            letters = letters[size:]

    await asyncio.gather(*map(told, halves))
    report = await agreed(portal)
    assert report.dossiers == 60 and report.figures > 300


async def test_a_batch_that_fails_adds_nothing_and_is_added_whole_the_next_time(portal: Any) -> None:
    (letters,) = many(1, seed=8)
    async with portal.pool.acquire() as connection, connection.transaction():
        await connection.execute("lock table entry in exclusive mode")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(portal.transactor.take_in(letters), 0.3)
    await agreed(portal)
    await portal.transactor.take_in(letters)
    await agreed(portal)


@pytest.mark.parametrize(("table", "spoil"), [
    ("daily", "update daily set n = n + 1 where klass = 'received' and agency = ''"),
    ("standing", "insert into standing values ('H99', 'desk', 'H99', 'within', 1)"),
    ("flow", "update flow set n = n - 1 where origin = '~online'"),
    ("stay", "update stay set klass = 'early' where klass = 'within' and number = 1"),
    ("stay", "delete from stay where number = 1"),
])  # fmt: skip
async def test_a_figure_that_isn_t_the_ledgers_is_named(portal: Any, table: str, spoil: str) -> None:
    await portal.transactor.take_in([one for letters in many(5, seed=9) for one in letters])
    async with portal.pool.acquire() as connection:
        spoilt = connection.transaction()
        await spoilt.start()
        await connection.execute(spoil)
        found = (await compare(connection)).found
        await spoilt.rollback()
    assert {difference.table for difference in found} == {table}
