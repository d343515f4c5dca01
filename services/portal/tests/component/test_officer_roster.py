"""The roster's page: what the head enters goes to intake, faults come back to their field, and others only read."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any, NamedTuple

import pytest_asyncio
from officer_at_work import KT, Played, headers
from portal.officer.roster import saturdays_of
from portal_at_work import Notifier, browser, database, notifier, running_with, settings_of

ROSTER = {"absences": [{"officer": "cb1", "from_on": "2020-01-01", "until_on": "2099-01-01", "stand_in": "cb2"}], "duties": []}
AWAY = {"officer": "cb3", "from_on": "2099-03-02", "until_on": "2099-03-01", "stand_in": "<cb4>", "key": "a" * 32, "agency": "H01.1"}


class Here(NamedTuple):
    """Intake, a browser, and the portal with its dossiers."""

    intake: Notifier
    client: Any
    played: Played


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def there(infra: Any, prefix: str) -> AsyncGenerator[Here]:
    async with database(infra, prefix, "roster") as (pool, dsn), notifier() as intake:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix)
        settings.intake_url, intake.answer = intake.url, ROSTER
        played = Played(running_with(settings, pool))
        async with browser(played.portal) as client:
            yield Here(intake, client, played)


async def test_everybody_reads_it_and_only_the_head_has_forms(there: Any) -> None:
    client = there.client
    page = (await client.get("/truc", headers=headers("officer"))).text
    assert "Hôm nay 1 người vắng" in page and "đang vắng" in page and "/truc/vang" not in page
    assert "/truc/vang" in (await client.get("/truc", headers=headers("head"))).text
    assert (await client.post("/truc/vang", data=AWAY, headers=headers("officer"))).status_code == 403


async def test_a_fault_stands_at_its_field_and_only_what_the_act_knows_is_passed_on(there: Any) -> None:
    intake, client = there.intake, there.client
    intake.answers["POST"] = (422, {"errors": [{"field": "until_on", "detail": "phải từ ngày bắt đầu trở đi"}]})
    page = await client.post("/truc/vang", data=AWAY, headers=headers("head"))
    assert page.status_code == 422 and "phải từ ngày bắt đầu trở đi" in page.text and 'value="&lt;cb4&gt;"' in page.text
    (_, path, told, body) = next(one for one in intake.asked if one[0] == "POST")
    assert (path, told["idempotency-key"]) == (f"/agencies/{KT}/absences", AWAY["key"])
    assert body == {name: AWAY[name] for name in ("officer", "from_on", "until_on", "stand_in")}
    intake.answers["POST"] = (200, ROSTER)
    assert (await client.post("/truc/co-mat", data=AWAY, headers=headers("head"))).headers["location"] == "/truc?ghi=roi"
    assert (await client.post("/truc/khac", data=AWAY, headers=headers("head"))).status_code == 404


def test_the_saturdays_to_come_begin_with_today_where_it_is_one() -> None:
    duty = [{"on_day": "2027-03-06", "officer": "cb1"}]
    days = saturdays_of(date(2026, 11, 28), duty)
    assert days[0] == (date(2026, 11, 28), ()) and days[-1] == (date(2027, 3, 6), ("cb1",)) and len(days) == 7
    assert saturdays_of(date(2026, 11, 29), [])[0][0] == date(2026, 12, 5)


async def test_who_is_away_today_is_said_where_tasks_are_given(there: Any) -> None:
    intake, played = there.intake, there.played
    dossier = await played.acknowledged("261123-1001")
    await played.tell(dossier, "OfficerAssigned", leg="appraise", agency=KT, officer="cb1")
    async with browser(played.portal) as client:
        assert "đang vắng, cb2 làm thay" in (await client.get("/hop-viec", headers=headers("head"))).text
        intake.answers["GET"] = (503, {})
        page = await client.get("/hop-viec", headers=headers("head"))
        assert page.status_code == 200 and "đang có 1 việc" in page.text, "an inbox doesn't wait for a roster"
