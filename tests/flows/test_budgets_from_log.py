"""sla-monitor's database can be lost: its budgets are told again by the log, and time goes on where it stood (issue 8, docs/upgrade.md)."""

from collections import Counter
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from house import House
from lienthong_local.rebuild.budgets import budgets_again
from lienthong_local.rebuild.derived import derived_again
from lienthong_local.rebuild.found import Verdict
from lienthong_runtime.states import Rows
from sla_monitor.store import BUDGETS

FIRST = "dossier_id = (select min(dossier_id::text)::uuid from budget)"  # a life that ended


@pytest.fixture(scope="module")
async def lived(house: House) -> House:
    # Lives that ended, and dossiers under way: their timers are still to come.
    await house.live(4, seed=18)
    lives = await house.lives(seed=19)
    for _ in range(3):
        await lives.begin()
    await house.quiet()
    return house


async def told(house: House, keep: bool = True) -> Counter[Verdict]:
    found = await budgets_again(house.infra.bootstrap_servers, house.services.dsns["sla-monitor"], house.prefix, keep)
    return Counter(found.values())


async def on_monitor(house: House, *statements: str) -> list[Any]:
    connection = await asyncpg.connect(house.services.dsns["sla-monitor"])
    try:
        return [await connection.fetch(statement) for statement in statements]
    finally:
        await connection.close()


async def budgets(house: House) -> dict[UUID, Any]:
    (rows,) = await on_monitor(house, "select dossier_id, version, issued, seen, state from budget")
    return {key: (row.issued, row.seen, row.state) for key, row in Rows(BUDGETS)._read(rows).items()}


async def test_every_budget_is_as_the_log_tells_it_and_none_is_touched(lived: House) -> None:
    (before,) = await on_monitor(lived, "select dossier_id, xmin::text from budget order by 1")
    assert await told(lived) == {Verdict.AS_TOLD: 7}
    assert (await on_monitor(lived, "select dossier_id, xmin::text from budget order by 1"))[0] == before


async def test_a_damaged_budget_is_found_by_a_check_and_put_right_without_it(lived: House) -> None:
    before = await budgets(lived)
    await on_monitor(lived, f"""update budget set state = state || '{{"uses": {{"leg x y": 5}}}}' where {FIRST}""")
    for keep in (False, True):
        assert await told(lived, keep) == {Verdict.AS_TOLD: 6, Verdict.DIFFERING: 1}
    assert await told(lived) == {Verdict.AS_TOLD: 7} and await budgets(lived) == before


async def test_what_it_said_and_nobody_was_sent_yet_is_not_held_against_it(lived: House) -> None:
    await on_monitor(lived, f"update budget set issued = issued + 1 where {FIRST}")
    assert await told(lived) == {Verdict.AS_TOLD: 6, Verdict.MOVING: 1}
    await on_monitor(lived, f"update budget set issued = issued - 1 where {FIRST}")


@pytest.mark.parametrize("claims", [
    "seen = seen - 'routing'",  # to have read nothing of routing: what it said of routing's facts stands there
    "issued = 1",  # to have read all, and to have said but one word of it
])  # fmt: skip
async def test_a_log_that_says_what_nobody_would_have_said_changes_nothing(lived: House, claims: str) -> None:
    ((kept,),) = await on_monitor(lived, f"select seen, issued from budget where {FIRST}")
    await on_monitor(lived, f"update budget set {claims} where {FIRST}")
    before = await budgets(lived)
    assert await told(lived) == {Verdict.AS_TOLD: 6, Verdict.UNTELLABLE: 1} and await budgets(lived) == before
    await on_monitor(lived, f"update budget set seen = '{kept['seen']}', issued = {kept['issued']} where {FIRST}")


async def test_a_lost_database_is_told_again_and_the_service_goes_on_from_there(lived: House) -> None:
    before = await budgets(lived)
    await lived.services.remove("sla-monitor-0")
    await on_monitor(lived, "truncate budget, outbox, dead_letter")
    await (await lived.lives(seed=21)).begin()  # nobody has read of this one yet: it isn't missing
    await lived.quiet()
    assert await told(lived) == {Verdict.MISSING: 7, Verdict.MOVING: 1}
    assert await budgets(lived) == before
    assert not any((await derived_again("sla-monitor", lived.services.dsns["sla-monitor"])).values())
    await lived.services.add("sla-monitor", env={"LIENTHONG_GROUP": "sla-monitor-again"})  # reads all from the beginning, and knows it
    await lived.live(2, seed=20)
    await lived.quiet()
    assert (await lived.verify()).found == []
    assert set(await told(lived)) == {Verdict.AS_TOLD}
