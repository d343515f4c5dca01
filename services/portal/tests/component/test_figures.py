"""Figures are kept once in the transaction that keeps their events, and counted again from the ledger they are the same."""

import asyncio
import random
from collections.abc import AsyncGenerator
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_runtime.records import Letter
from openpyxl import load_workbook
from portal.figures import store
from portal.figures.recount import compare, law_broken, recount
from portal_at_work import browser, database, letter, running_with, settings_of, token
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


async def test_every_cell_of_the_report_opens_as_many_dossiers_as_it_says(portal: Any) -> None:
    await portal.transactor.take_in([one for letters in many(30, seed=10) for one in letters])
    mine = {"Authorization": f"Bearer {token('auditor')}"}
    async with browser(portal) as client:
        for span in ("tu=2026-11-01&den=2026-11-20", "tu=2026-11-21&den=2026-12-31", "tu=2026-11-01&den=2026-12-31&gop=1"):
            made = (await client.get(f"/api/bao-cao/06a?{span}", headers=mine)).json()
            assert made["total"]["received"] > 5
            for key, n in made["total"].items():
                page = await client.get(f"/bao-cao/06a/ho-so?{span}&cot={key}", headers=mine)
                assert page.status_code == 200 and f">{n} hồ sơ <" in page.text, (span, key, n)


async def test_what_a_period_leaves_open_the_next_one_carries_over(portal: Any) -> None:
    await portal.transactor.take_in([one for letters in many(20, seed=11) for one in letters])
    mine, days = {"Authorization": f"Bearer {token('auditor')}"}, ("2026-11-01", "2026-11-14", "2026-11-30", "2026-12-14", "2026-12-31")
    async with browser(portal) as client:
        open_before = None
        for since, until in pairwise(days):
            first = since if since == days[0] else f"{date.fromisoformat(since) + timedelta(days=1)}"
            total = (await client.get(f"/api/bao-cao/06a?tu={first}&den={until}", headers=mine)).json()["total"]
            assert open_before is None or total["carried"] == open_before
            open_before = total["open"]


async def test_a_head_counts_their_own_agency_and_no_other(portal: Any) -> None:
    await portal.transactor.take_in([one for letters in many(20, seed=12) for one in letters])
    async with browser(portal) as client:
        async def total(role: str, agency: str | None = None, of: str = "") -> int:
            mine = {"Authorization": f"Bearer {token(role, agency=agency)}"}
            made = await client.get(f"/api/bao-cao/06a?tu=2026-11-01&den=2026-12-31&co-quan={of}", headers=mine)
            return made.json()["total"]["received"]

        everybody, own = await total("auditor"), await total("head", "H32.41")
        assert 0 < own < everybody == own + await total("head", "H32.24") and await total("head", "H01.1") == 0


async def test_the_report_is_a_workbook_and_a_paper_too(portal: Any) -> None:
    await portal.transactor.take_in([one for letters in many(3, seed=13) for one in letters])
    mine = {"Authorization": f"Bearer {token('admin')}"}
    async with browser(portal) as client:
        made = (await client.get("/api/bao-cao/06a?tu=2026-11-01&den=2026-12-31", headers=mine)).json()
        sheet = await client.get("/bao-cao/06a.xlsx?tu=2026-11-01&den=2026-12-31", headers=mine)
        paper = await client.get("/bao-cao/06a.pdf?tu=2026-11-01&den=2026-12-31", headers=mine)
    rows = list(load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert list(rows[-1][2:]) == [made["total"][key] for key in made["columns"]]
    assert rows[0][0] == "Biểu số II.06a/VPCP/KSTT" and paper.content.startswith(b"%PDF")


STRANGE = ["tu=2026-13-40&den=x", "tu=2026-12-01&den=2026-01-01", "tu=0001-01-01&den=9999-12-31", "co-quan=%3Cb%3E"]


@pytest.mark.parametrize("asked", STRANGE)
async def test_what_isn_t_a_period_or_an_agency_breaks_nothing(portal: Any, asked: str) -> None:
    async with browser(portal) as client:
        answer = await client.get(f"/bao-cao/06a?{asked}", headers={"Authorization": f"Bearer {token('admin')}"})
    assert answer.status_code in (200, 404) and "<b>" not in answer.text.split("sentence")[-1][:80]
