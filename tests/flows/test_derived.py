"""What follows from a service's states can be made of them once more, while the service works (issue 8)."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import uuid_utils.compat as uuids
from house import House
from lienthong_local.rebuild.derived import DERIVED, derived_again
from lienthong_local.rebuild.references import references_again
from lienthong_runtime.derived import derive

FIRST = "dossier_id = (select min(dossier_id::text)::uuid from {} where {})"
DAMAGE = {
    "intake": ("dossier", "update dossier set code = 'x', parties = '{}' where " + FIRST.format("dossier", "true")),
    "routing": ("task", "delete from task where " + FIRST.format("task", "true")),
    "sla-monitor": ("budget", "update budget set wakes_at = null where " + FIRST.format("budget", "wakes_at is not null")),
    "notifier": ("correspondence", "update correspondence set lane = 7, calls = 3 where " + FIRST.format("correspondence", "true")),
}


@pytest.fixture(scope="module")
async def lived(house: House) -> House:
    # Three lives that ended, and a dossier that waits for the commune: its tasks and timers stand there.
    await house.live(3, seed=8)
    await (await house.lives(seed=9)).begin()
    await house.quiet()
    return house


async def standing(house: House, service: str) -> dict[str, list[Any]]:
    connection = await asyncpg.connect(house.services.dsns[service])
    try:
        what = DERIVED[service]
        return {
            name: await connection.fetch(f"select t::text, xmin::text from {name} t order by 1") for name in (what.table.name, *what.beside)
        }
    finally:
        await connection.close()


async def damage(house: House, service: str) -> str:
    table, statement = DAMAGE[service]
    connection = await asyncpg.connect(house.services.dsns[service])
    try:
        assert await connection.execute(statement) not in ("UPDATE 0", "DELETE 0")
    finally:
        await connection.close()
    return table


@pytest.mark.parametrize("service", sorted(DERIVED))
async def test_columns_and_tasks_are_equal_to_what_follows_from_the_states(lived: House, service: str) -> None:
    before = await standing(lived, service)
    assert all(before.values())
    assert not any((await derived_again(service, lived.services.dsns[service])).values())
    assert await standing(lived, service) == before, "a row that was right was touched"


@pytest.mark.parametrize("service", sorted(DERIVED))
async def test_what_was_damaged_is_found_by_a_check_and_put_right_without_it(lived: House, service: str) -> None:
    before, dsn = await standing(lived, service), lived.services.dsns[service]
    table = await damage(lived, service)
    assert (await derived_again(service, dsn, keep=False))[table] == 1
    assert (await derived_again(service, dsn))[table] == 1
    assert not any((await derived_again(service, dsn)).values())
    after = await standing(lived, service)
    assert {name: [row[0] for row in rows] for name, rows in after.items()} == {
        name: [row[0] for row in rows] for name, rows in before.items()
    }


async def test_a_row_that_time_comes_back_to_in_a_minute_is_as_it_should_be_and_a_deadline_put_off_is_not(lived: House) -> None:
    pool = await asyncpg.create_pool(lived.services.dsns["sla-monitor"], min_size=1, max_size=1)
    woken = await pool.fetchrow("select dossier_id, wakes_at from budget where wakes_at is not null order by 1 limit 1")
    later = woken["wakes_at"] + timedelta(days=1)
    await pool.execute("update budget set wakes_at = $2 where dossier_id = $1", woken["dossier_id"], later)
    assert await derive(pool, DERIVED["sla-monitor"], later, keep=False) == {"budget": 0}
    assert await derive(pool, DERIVED["sla-monitor"], later - timedelta(seconds=1)) == {"budget": 1}
    assert await pool.fetchval("select wakes_at from budget where dossier_id = $1", woken["dossier_id"]) == woken["wakes_at"]
    await pool.close()


async def test_a_task_of_no_dossier_is_taken_away(lived: House) -> None:
    routing = await asyncpg.connect(lived.services.dsns["routing"])
    columns = await routing.fetch(
        "select column_name from information_schema.columns where table_name = 'task' and column_name <> 'dossier_id'"
    )
    names = ", ".join(row["column_name"] for row in columns)
    stray = uuids.uuid7()
    await routing.execute(f"insert into task (dossier_id, {names}) select $1, {names} from task limit 1", stray)
    for keep in (False, True):
        assert await derived_again("routing", lived.services.dsns["routing"], keep) == {"journey": 0, "task": 1}
    assert not await routing.fetchval("select count(*) from task where dossier_id = $1", stray)
    await routing.close()


async def test_a_provider_s_reference_that_was_lost_is_put_back_from_the_log(lived: House) -> None:
    dsn = lived.services.dsns["notifier"]
    notifier = await asyncpg.connect(dsn)
    before = await notifier.fetch("select * from reference order by 1, 2")
    gone = await notifier.fetch("delete from reference where reference in (select reference from reference limit 3) returning *")
    for keep in (False, True):
        assert await references_again(lived.infra.bootstrap_servers, dsn, lived.prefix, keep) == len(gone) == 3
    assert await references_again(lived.infra.bootstrap_servers, dsn, lived.prefix) == 0
    assert await notifier.fetch("select * from reference order by 1, 2") == before
    await notifier.close()
