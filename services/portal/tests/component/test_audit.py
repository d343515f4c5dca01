"""The audit log: nobody changes it, and it says who opened which dossier."""

from collections.abc import AsyncGenerator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from people_at_work import DESK, Person, account, at_work, lines
from portal.audit.lines import Line, note
from portal_at_work import database, letter, running_with, settings_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Any, Any, Any]]:
    async with database(infra, prefix, "audit") as (pool, dsn):
        await account(pool, "thanhtra", "auditor")
        await account(pool, "canbo", "officer", agency=DESK)
        running = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool)
        yield at_work(running), pool, running


@pytest.mark.parametrize("change", ["update audit set subject = 'x'", "delete from audit", "truncate audit"])
async def test_no_line_is_changed_or_taken_out_not_even_by_the_portal_itself(house: Any, change: str) -> None:
    _, pool, _ = house
    async with pool.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change)
        await connection.execute("grant update, delete, truncate on audit to current_user")  # as a superuser would have it
        try:
            with pytest.raises(asyncpg.RaiseError, match="append-only"):
                await connection.execute(change)
        finally:
            await connection.execute("revoke update, delete, truncate on audit from current_user")


async def test_who_opened_which_dossier_is_written_down(house: Any) -> None:
    app, pool, running = house
    dossier, person, auditor = uuids.uuid7(), Person(app), Person(app)
    await running.transactor.take_in([letter("DossierReceived", 1, dossier, desk=DESK, code=f"{DESK}-261123-0001")])
    await person.enter("canbo")
    await auditor.enter("thanhtra")
    assert (await person.get(f"/ho-so/{DESK}-261123-0001")).status_code == 200
    assert (await person.get(f"/ho-so/{uuids.uuid7()}")).status_code == 404
    (line,) = await lines(pool, "dossier.opened")
    assert (line["subject"], line["agency"], line["about"]) == ("canbo", DESK, str(dossier))
    page = (await auditor.get(f"/quan-tri/nhat-ky?loai=dossier&ve={dossier}")).text
    assert "Mở hồ sơ" in page and "canbo" in page and f"/ho-so/{dossier}" in page
    assert (await person.get("/quan-tri/nhat-ky")).status_code == 403


async def test_the_log_is_read_by_page_and_a_hand_made_place_in_it_is_refused_or_shows_no_more(house: Any) -> None:
    app, pool, running = house
    auditor = Person(app)
    await auditor.enter("thanhtra")
    async with pool.acquire() as connection:
        await note(connection, running.clock.now(), *(Line("dead_letter.replayed", "quantri", about=f"so-{n}") for n in range(101)))
    newest = (await auditor.get("/quan-tri/nhat-ky?loai=operation")).text
    older = newest.partition("truoc=")[2].partition('"')[0]
    assert "so-100" in newest and ">so-0<" not in newest
    assert ">so-0<" in (await auditor.get(f"/quan-tri/nhat-ky?loai=operation&truoc={older}")).text
    for place in ("0", "-1", "x", "9" * 30, "1; drop table audit", "²"):
        assert (await auditor.http.get("/quan-tri/nhat-ky", params={"truoc": place})).status_code == 422, place


async def test_a_line_of_an_act_that_is_not_in_the_table_is_a_fault_of_ours(house: Any) -> None:
    _, pool, running = house
    async with pool.acquire() as connection:
        with pytest.raises(KeyError):
            await note(connection, running.clock.now(), Line("something.else"))


async def test_html_in_a_filter_stays_text(house: Any) -> None:
    auditor = Person(house[0])
    await auditor.enter("thanhtra")
    page = await auditor.http.get("/quan-tri/nhat-ky", params={"ai": "<script>alert(1)</script>"[:64], "ve": '"><b>'})
    assert page.status_code == 200 and "<script>alert" not in page.text and "><b>" not in page.text.replace("<p><b>", "")
