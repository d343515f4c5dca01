"""The head's alerts: only what still holds, kept as seen by whoever took note of it, new when it is raised anew."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from officer_at_work import KT, Played, headers
from portal_at_work import browser, database, running_with, settings_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(infra: Any, prefix: str) -> AsyncGenerator[Played]:
    async with database(infra, prefix, "alerts") as (pool, dsn):
        yield Played(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool))


@pytest_asyncio.fixture(loop_scope="session")
async def client(played: Played) -> AsyncGenerator[Any]:
    async with browser(played.portal) as client:
        yield client


async def new(client: Any, tail: str, **who: str) -> list[str]:
    """The alerts about a dossier that wait to be seen: their entries."""
    page = (await client.get("/canh-bao", headers=headers(**{"role": "head", **who}))).text
    return [seq for seq, row in re.findall(r'name="pick" value="(\d+)">(.*?)</tr>', page, re.DOTALL) if f"…{tail}" in row]


async def test_what_was_seen_stays_seen_by_who_saw_it_and_what_is_raised_anew_is_new(played: Played, client: Any) -> None:
    dossier = await played.acknowledged("261123-0901")
    await played.tell(dossier, "DossierStalled", agency=KT)
    (first,) = await new(client, "261123-0901")
    answer = await client.post("/canh-bao/da-xem", data={"pick": [first]}, headers=headers("head"))
    assert answer.status_code == 303 and await new(client, "261123-0901") == []
    assert re.search(r"261123-0901.*?ntb xem lúc", (await client.get("/canh-bao", headers=headers("head"))).text, re.DOTALL)
    await played.tell(dossier, "WorkStarted", leg="appraise", agency=KT)
    assert "261123-0901" not in (await client.get("/canh-bao", headers=headers("head"))).text
    await played.tell(dossier, "DossierStalled", agency=KT)
    (second,) = await new(client, "261123-0901")
    assert second != first


async def test_a_breach_an_apology_and_a_late_leg_are_told_apart(played: Played, client: Any) -> None:
    dossier = await played.acknowledged("261123-0902")
    await played.tell(dossier, "DeadlineBreached", clock="appraise", agency=KT)
    page = (await client.get("/canh-bao", headers=headers("head"))).text
    assert "Chặng quá phần thời gian" in page and "hồ sơ đang quá hạn" not in page
    await played.tell(dossier, "DeadlineBreached", clock="dossier", agency=KT)
    await played.tell(dossier, "ApologyFellDue", agency=KT)
    page = (await client.get("/canh-bao", headers=headers("head"))).text
    assert "1 hồ sơ đang quá hạn" in page and "Phải gửi thư xin lỗi" in page


async def test_nobody_takes_note_of_another_agencys_alerts(played: Played, client: Any) -> None:
    dossier = await played.acknowledged("261123-0903")
    await played.tell(dossier, "DossierStalled", agency=KT)
    (seq,) = await new(client, "261123-0903")
    assert await new(client, "261123-0903", agency="H01.1") == []
    await client.post("/canh-bao/da-xem", data={"pick": [seq]}, headers=headers("head", "H01.1"))
    assert await new(client, "261123-0903") == [seq]
    kept = await played.portal.pool.fetchval("select count(*) from acknowledgement where seq = $1", int(seq))
    assert kept == 0, "not even a row that nobody sees"
    assert (await client.post("/canh-bao/da-xem", data={"pick": [seq]}, headers=headers("officer"))).status_code == 403


async def test_nothing_chosen_and_nonsense_chosen_is_told(played: Played, client: Any) -> None:
    for picked in ([], ["x", "²", "-1", "9" * 30]):
        page = await client.post("/canh-bao/da-xem", data={"pick": picked}, headers=headers("head"))
        assert page.status_code == 422 and "Hãy chọn ít nhất một cảnh báo" in page.text
