"""What follows from the ledger can be made of it once more, while events come in and people read."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_contracts import KINDS
from lienthong_runtime.records import Letter
from portal.figures.recount import recount
from portal.rebuild.run import LedgerBroken, Rebuilt, rebuild
from portal.rebuild.store import TABLES
from portal_at_work import database, letter, running_with, settings_of
from test_figures import many

DAMAGE = (
    "update record set state = jsonb_set(state, '{status}', '\"lost\"'), due = '?' where dossier_id = "
    " (select dossier_id from record order by 1 limit 1)",
    "delete from record where dossier_id = (select dossier_id from record order by 1 desc limit 1)",
    "delete from work where dossier_id in (select dossier_id from work order by 1 limit 3)",
    "update work set officer = 'ai', rank = 5 where dossier_id = (select dossier_id from work order by 1 desc limit 1)",
    "update stay set klass = 'late' where number = 1 and dossier_id = (select dossier_id from stay order by 1 limit 1)",
    "insert into daily values ('H99', '2026-11-02', 'online', 'received', 7)",
    "update daily set n = 0 where agency = '' and klass = 'received'",
    "delete from standing where agency = ''",
    "update flow set n = n + 1",
    "delete from delivery",
    "insert into gap (dossier_id, source, number) select dossier_id, 'intake', 99 from record limit 1",
)


IN_HAND = (
    "DossierReceived", "JourneyPlanned", "DossierForwarded", "HandOverAcknowledged", "OfficerAssigned", "MessageQueued", "MessageAccepted",
)  # fmt: skip


def lived(count: int, seed: int) -> list[Letter]:
    """Lives that ended or didn't, and as many dossiers in hand that somebody was told of."""
    told = [one for letters in many(count, seed) for one in letters]
    for _ in range(count):
        dossier, numbers = uuids.uuid7(), Counter[str]()
        for kind in IN_HAND:
            numbers[KINDS[kind].producer] += 1
            code = {"code": f"H32.41-261103-{dossier.hex[-12:]}"} if kind == "DossierReceived" else {}
            told.append(letter(kind, numbers[KINDS[kind].producer], dossier, **code))
    return told


class Ledger(NamedTuple):
    """A portal at work, its database, and how an empty one is had."""

    portal: Any
    dsn: str
    infra: Any
    prefix: str

    async def rebuilt(self, keep: bool = True) -> Rebuilt:
        async with database(self.infra, self.prefix, "anew") as (_, scratch):
            return await rebuild(self.dsn, scratch, keep)

    async def damage(self) -> None:
        for statement in DAMAGE:
            await self.portal.pool.execute(statement)

    async def kept(self) -> dict[str, set[str]]:
        found = {}
        for table, (columns, _, follows) in TABLES.items():
            rows = await self.portal.pool.fetch(" ".join(("select", ", ".join(columns), "from", table, "where", follows)))
            found[table] = {str(tuple(row.values())) for row in rows}
        return found

    async def wrong(self) -> set[str]:
        async with self.portal.pool.acquire() as connection:
            return {item.table for item in (await recount(connection)).found}


@pytest_asyncio.fixture(loop_scope="session")
async def ledger(infra: Any, prefix: str) -> AsyncGenerator[Ledger]:
    async with database(infra, prefix, "rebuilt") as (pool, dsn):
        portal = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)
        await portal.transactor.take_in(lived(20, seed=3))
        yield Ledger(portal, dsn, infra, prefix)


async def test_whatever_was_damaged_is_as_it_was_and_a_row_that_was_right_is_not_touched(ledger: Ledger) -> None:
    before = await ledger.kept()
    assert [table for table in TABLES if not before[table]] == ["gap"]
    await ledger.damage()
    damaged = await ledger.kept()
    checked = await ledger.rebuilt(keep=False)
    assert await ledger.kept() == damaged, "a check changes nothing"
    assert all(max(rows) for rows in checked.mended.values()), checked.mended
    assert max(checked.mended["record"]) == 2
    assert (await ledger.rebuilt()).mended == checked.mended
    assert await ledger.kept() == before
    assert (await ledger.rebuilt()).differing == 0


async def test_events_that_come_in_meanwhile_are_neither_lost_nor_counted_twice(ledger: Ledger) -> None:
    await ledger.damage()
    later = lived(20, seed=4)

    async def come_in() -> None:
        for n in range(0, len(later), 25):
            await ledger.portal.transactor.take_in(later[n : n + 25])

    assert await ledger.wrong() == {"stay", "daily", "standing", "flow", "delivery"}
    await asyncio.gather(come_in(), ledger.rebuilt())
    assert await ledger.wrong() == set()
    assert (await ledger.rebuilt()).differing == 0
    assert await ledger.portal.pool.fetchval("select count(*) from entry") == (await ledger.rebuilt(keep=False)).entries


async def test_a_ledger_that_was_tampered_with_is_not_rebuilt_from(ledger: Ledger) -> None:
    before = await ledger.kept()
    await ledger.portal.pool.execute("alter table entry disable trigger entry_append_only")
    await ledger.portal.pool.execute("grant update on entry to current_user")
    await ledger.portal.pool.execute("update entry set recorded_at = recorded_at + interval '1 s' where seq = 5")
    with pytest.raises(LedgerBroken):
        await ledger.rebuilt()
    assert await ledger.kept() == before
