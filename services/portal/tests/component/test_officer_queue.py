"""The hall's screen shows numbers and windows to anybody; a window's calls are passed on once, with the desk's own rights."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from officer_at_work import DESK, headers
from portal_at_work import Notifier, browser, database, notifier, running_with, settings_of

QUEUE = {"number": 9, "waiting": 6, "favoured": 1, "since": "2026-11-26T02:00:00Z",
         "called": [{"number": 9, "window": "3", "called_at": "2026-11-26T02:00:00Z"},
                    {"number": 5, "window": "2", "called_at": "2026-11-26T01:59:00Z"}]}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Any]]:
    async with database(infra, prefix, "queue") as (pool, dsn), notifier() as intake:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix)
        settings.intake_url = intake.url
        yield intake, running_with(settings, pool)


@pytest_asyncio.fixture(loop_scope="session")
async def there(house: tuple[Notifier, Any]) -> AsyncGenerator[tuple[Notifier, Any]]:
    intake, portal = house
    intake.asked, intake.answers, intake.status, intake.answer = [], {}, 200, QUEUE
    async with browser(portal) as client:
        yield intake, client


async def test_anybody_sees_the_number_that_is_called_and_its_window(there: Any) -> None:
    intake, client = there
    page = (await client.get(f"/man-hinh-goi/{DESK}")).text
    assert "<b>009</b>" in page and "<b>3</b>" in page and ">005</th>" in page
    assert intake.asked[0][1] == f"/internal/queues/{DESK}"


async def test_a_screen_that_is_cut_off_says_so_and_an_unknown_desk_is_none(there: Any) -> None:
    intake, client = there
    intake.status = 503
    assert "đang nối lại" in (await client.get(f"/man-hinh-goi/{DESK}/so")).text
    intake.status = 404
    assert (await client.get("/man-hinh-goi/H99.9")).status_code == 404
    assert (await client.get("/man-hinh-goi/..%2Fdossiers")).status_code == 404


async def test_a_window_calls_the_next_with_the_desks_token_and_the_forms_key(there: Any) -> None:
    intake, client = there
    mine = {**headers("desk", DESK), "X-Requested-With": "fetch"}
    answer = await client.post("/tiep-nhan/goi-so", data={"act": "next", "window": "3", "key": "e" * 32}, headers=mine)
    assert answer.status_code == 200 and "Số 009" in answer.text and "còn 6 người chờ" in answer.text
    (_, path, told, body) = intake.asked[-1]
    assert (path, body, told["idempotency-key"]) == (f"/desks/{DESK}/calls", {"window": "3"}, "e" * 32)
    assert told["authorization"] == mine["Authorization"] and "quay=3" in answer.headers["set-cookie"]


async def test_nobody_left_is_said_and_without_a_script_one_comes_back_to_the_counter(there: Any) -> None:
    intake, client = there
    intake.answer = {**QUEUE, "number": None, "waiting": 0, "since": None}
    mine = headers("desk", DESK)
    answer = await client.post("/tiep-nhan/goi-so", data={"act": "next", "window": "3"}, headers={**mine, "X-Requested-With": "fetch"})
    assert "Không còn ai chờ" in answer.text
    assert (await client.post("/tiep-nhan/goi-so", data={"act": "skip", "number": "9"}, headers=mine)).headers["location"] == "/tiep-nhan"
    assert intake.asked[-1][1] == f"/desks/{DESK}/tickets/9/skip"
    assert (await client.post("/tiep-nhan/goi-so", data={"act": "skip", "number": "9/../1"}, headers=mine)).status_code == 422


async def test_the_machine_gives_a_number_and_says_how_many_are_before(there: Any) -> None:
    intake, client = there
    intake.answers["POST"] = (201, QUEUE)
    answer = await client.post("/lay-so", data={"favoured": "yes", "key": "f" * 32}, headers=headers("desk", DESK))
    assert answer.headers["location"] == "/lay-so?so=9&truoc=0" and intake.asked[-1][3] == {"favoured": True}
    page = (await client.get("/lay-so?so=9&truoc=5", headers=headers("desk", DESK))).text
    assert ">009<" in page and "còn 5 người trước bạn" in page
    assert (await client.get("/lay-so", headers=headers("officer", DESK))).status_code == 403
