"""Deliveries are counted once in the transaction that keeps their events, whatever comes again; the ledger gives the same figures."""

import asyncio
import random
from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_runtime.records import Letter
from portal import store
from portal.domain.delivery import figures
from portal_at_work import browser, database, letter, running_with, settings_of, token

EVER = date.min, date.max
HEAD = {"message": "breached-dossier/email@H32.41.head", "channel": "email", "recipient": "head", "agency": "H32.41"}
LIFE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("MessageQueued", {}), ("MessageDeferred", {}), ("MessageAccepted", {"parts": 2}),
    ("MessageDelivered", {"at": "2026-11-23T23:59:59+07:00"}),
    ("MessageQueued", {"message": "supplement_asked-2/email", "template": "supplement_asked", "channel": "email", "reason": "no-address"}),
    ("MessageAccepted", {"message": "supplement_asked-2/email", "channel": "email", "provider": "smtp"}),
    ("MessageFailed", {"message": "supplement_asked-2/email", "channel": "email", "at": "2026-11-23T17:00:00Z"}),
    ("MessageSuppressed", {}), ("MessageQueued", HEAD | {"template": "breached"}), ("MessageAccepted", HEAD | {"provider": "smtp"}),
    ("PhoneCallAsked", {}), ("PhoneCallMade", {"reached": False}), ("PhoneCallMade", {}),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "counting") as (pool, dsn):
        yield running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)


@pytest.fixture
async def kept(portal: Any) -> Any:
    """What is counted since the test began."""
    async with portal.pool.acquire() as connection:
        before = await store.read_figures(connection, *EVER)

    async def since() -> dict[Any, tuple[int, int]]:
        async with portal.pool.acquire() as connection:
            now, again = await store.read_figures(connection, *EVER), await store.recount_figures(connection)
        assert now == again, "the ledger tells other figures"
        added = {figure: (n - before.get(figure, (0, 0))[0], p - before.get(figure, (0, 0))[1]) for figure, (n, p) in now.items()}
        return {figure: sums for figure, sums in added.items() if sums != (0, 0)}

    return since


def life() -> list[Letter]:
    dossier = uuids.uuid7()
    return [letter(kind, number, dossier, **fields) for number, (kind, fields) in enumerate(LIFE, 1)]


async def test_a_message_s_life_is_counted_as_its_events_say_and_the_ledger_agrees(portal: Any, kept: Any) -> None:
    letters = life()
    await portal.transactor.take_in(letters)
    assert await kept() == figures(one.event for one in letters)
    assert sum(times for times, _ in (await kept()).values()) == len(LIFE)


async def test_what_comes_again_is_not_counted_again(portal: Any, kept: Any) -> None:
    letters = life()
    for batch in (letters, letters, letters[3:5], [*letters, *letters]):
        await portal.transactor.take_in(batch)
    assert await kept() == figures(one.event for one in letters)


async def test_an_event_twice_in_one_batch_is_counted_once(portal: Any, kept: Any) -> None:
    (first, *_) = life()
    await portal.transactor.take_in([first, first])
    assert await kept() == figures([first.event])


async def test_batches_at_the_same_time_lock_nobody_out_and_lose_nothing(portal: Any, kept: Any) -> None:
    days = [f"2026-{month:02}-{day:02}T09:00:00+07:00" for month in (9, 10) for day in range(1, 29)]
    events = [(kind, {**fields, "at": at}) for at in days for kind, fields in LIFE]
    orders = [random.Random(n).sample(events, len(events)) for n in range(6)]
    batches = [[letter(kind, 1, uuids.uuid7(), **fields) for kind, fields in order] for order in orders]
    await asyncio.gather(*(portal.transactor.take_in(batch) for batch in batches))
    assert await kept() == figures(one.event for batch in batches for one in batch)


async def test_a_batch_that_fails_counts_nothing(portal: Any, kept: Any) -> None:
    letters = life()
    async with portal.pool.acquire() as connection, connection.transaction() as _:
        await connection.execute("lock table entry in exclusive mode")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(portal.transactor.take_in(letters), 0.3)
    assert await kept() == {}


async def test_overseers_see_the_figures_and_programs_get_them(portal: Any) -> None:
    await portal.transactor.take_in(life())
    days = "tu=2026-11-01&den=2026-11-30"
    async with browser(portal) as client:
        mine = {"Authorization": f"Bearer {token('auditor')}"}
        page, raw = [await client.get(f"{api}/tin-gui/so-lieu?{days}", headers=mine) for api in ("", "/api")]
        empty = await client.get("/tin-gui/so-lieu?tu=2020-01-01&den=2020-01-31&lang=en", headers=mine)
        closed = await client.get("/tin-gui/so-lieu", headers={"Authorization": f"Bearer {token('head', agency='H32.41')}"})
    assert page.status_code == 200 and "tổng đài đang đầy" in page.text and "Cách đếm" in page.text and "cho thủ trưởng" in page.text
    assert raw.json()["channels"]["sms"]["parts"] == 2 * raw.json()["channels"]["sms"]["accepted"]
    assert "No message from 01/01/2020 to 31/01/2020" in empty.text and closed.status_code == 403


async def test_the_database_itself_shows_the_figures_to_no_officer(portal: Any) -> None:
    async with portal.pool.acquire() as connection, connection.transaction():
        may = await connection.fetchrow("select has_table_privilege('lienthong_officer', 'delivery', 'select') as officer, "
                                        "has_table_privilege('lienthong_overseer', 'delivery', 'select') as overseer")  # fmt: skip
    assert dict(may) == {"officer": False, "overseer": True}
