"""An agency's inbox: what it has to see to, most pressing first, every filter a link, and nobody else's lines."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from officer_at_work import KT, TAX, Played, headers
from portal_at_work import browser, database, letter, running_with, settings_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(infra: Any, prefix: str) -> AsyncGenerator[Played]:
    async with database(infra, prefix, "inbox") as (pool, dsn):
        yield Played(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool))


@pytest_asyncio.fixture(loop_scope="session")
async def client(played: Played) -> AsyncGenerator[Any]:
    async with browser(played.portal) as client:
        yield client


async def shown(client: Any, query: str = "", **who: str) -> list[str]:
    """The codes of the lines, in their order."""
    page = await client.get(f"/hop-viec{query}", headers=headers(**who))
    assert page.status_code == 200, page.text
    return [f"261123-{n}" for n in re.findall(r">…261123-(\d+)</a>", page.text)]


async def test_what_is_overdue_comes_before_what_is_due_later_whatever_came_first(played: Played, client: Any) -> None:
    later = await played.acknowledged("261123-0101", due="2026-12-30T17:00:00+07:00")
    late = await played.acknowledged("261123-0102", due="2026-12-31T17:00:00+07:00")
    await played.tell(late, "DeadlineBreached", clock="dossier")
    assert (await shown(client))[:1] == ["261123-0102"] and "261123-0101" in await shown(client)
    assert await shown(client, "?due=overdue") == ["261123-0102"]
    await played.tell(later, "OfficerAssigned", leg="appraise", agency=KT, officer="ntb")
    assert await shown(client, "?who=mine") == ["261123-0101"] == await shown(client, "?officer=ntb")
    assert "261123-0101" not in await shown(client, "?step=assign") and "261123-0101" in await shown(client, "?step=start")


async def test_a_line_follows_its_leg_from_hand_over_to_signature_and_goes_to_the_next_agency(played: Played, client: Any) -> None:
    dossier = await played.acknowledged("261123-0201")
    for kind, step in (("OfficerAssigned", "start"), ("WorkStarted", "work"), ("ResultProposed", "approve"), ("ResultApproved", "sign"),
                       ("ResultSentBack", "work"), ("ResultProposed", "approve")):  # fmt: skip
        await played.tell(dossier, kind, leg="appraise", agency=KT, officer="lvm")
        assert "261123-0201" in await shown(client, f"?step={step}"), kind
    await played.tell(dossier, "LegCompleted", leg="appraise", agency=KT)
    await played.tell(dossier, "DossierForwarded", leg="tax", sender=KT, receiver=TAX)
    assert "261123-0201" not in await shown(client)
    assert "261123-0201" in await shown(client, "?step=acknowledge", agency=TAX)


async def test_another_agency_sees_none_of_them(played: Played, client: Any) -> None:
    await played.acknowledged("261123-0301")
    assert await shown(client, agency="H01.1") == []
    assert (await client.get("/hop-viec", headers=headers("auditor", KT))).status_code == 403


@pytest.mark.parametrize("asked", ["261123-0401", "0401", "H32.41-261123-0401"])
async def test_a_dossier_is_found_by_its_code_or_the_part_that_people_type(played: Played, client: Any, asked: str) -> None:
    if "261123-0401" not in await shown(client, "?q=261123-0401"):
        await played.acknowledged("261123-0401")
    found = await shown(client, f"?q={asked}")
    assert found == (["261123-0401"] if "-" in asked else [])


async def test_pages_join_without_a_gap_or_a_double(played: Played, client: Any) -> None:
    sent = [f"261123-05{n:02}" for n in range(60)]
    for tail in sent:
        await played.acknowledged(tail)
    found, address = list[str](), "/hop-viec?q=261123-05"
    while address:
        page = (await client.get(address, headers=headers())).text
        found += [f"261123-{n}" for n in re.findall(r">…261123-(\d+)</a>", page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert sorted(found) == sent


@pytest.mark.parametrize("after", ["1", "9|2026-11-23T00:00:00Z|00000000-0000-0000-0000-000000000000|a", "1|2026-11-23T00:00:00|x|y",
                                   "1|2026-11-23|00000000-0000-0000-0000-000000000000|a", "'; drop table work --"])  # fmt: skip
async def test_a_cursor_made_by_hand_is_told_kindly(played: Played, client: Any, after: str) -> None:
    answer = await client.get("/hop-viec", params={"after": after}, headers=headers())
    assert answer.status_code == 400 and "Không có trang này trong danh sách" in answer.text


async def test_html_in_a_search_is_text(played: Played, client: Any) -> None:
    page = await client.get("/hop-viec", params={"q": "<script>alert(1)</script>"}, headers=headers())
    assert page.status_code == 200 and "<script>alert" not in page.text


async def test_an_apology_that_is_owed_and_a_leg_that_is_late_are_filters(played: Played, client: Any) -> None:
    dossier = await played.acknowledged("261123-0601")
    await played.tell(dossier, "DeadlineBreached", clock="appraise", agency=KT)
    await played.tell(dossier, "ApologyFellDue")
    assert "261123-0601" in await shown(client, "?need=leg_late") and "261123-0601" in await shown(client, "?need=apology")
    assert "261123-0601" not in await shown(client, "?need=stalled")


async def test_what_came_online_waits_for_its_desk_and_then_for_the_applicant(played: Played, client: Any) -> None:
    dossier = uuids.uuid7()
    await played.portal.transactor.take_in([letter("DossierSubmitted", 1, dossier, desk="H32.41")])
    assert f"/ho-so/{dossier}" in (await client.get("/hop-viec?step=receive", headers=headers("desk", "H32.41"))).text
    await played.portal.transactor.take_in([letter("SubmissionReturned", 2, dossier, desk="H32.41")])
    assert f"/ho-so/{dossier}" in (await client.get("/hop-viec?step=complete", headers=headers("desk", "H32.41"))).text
