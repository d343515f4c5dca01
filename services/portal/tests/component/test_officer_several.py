"""Many at once: each dossier's command is one of its own, each result is told, and the same form sent twice is the same commands."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from officer_at_work import KT, TAX, Played, headers
from portal_at_work import Notifier, browser, database, notifier, running_with, settings_of

PENDING = {"version": 1, "leg": "appraise", "officer": None, "attempt": 1, "last": False, "procedure": "1.001612", "desk": "H32.41",
           "due_at": "2026-12-30T10:00:00Z", "overdue": False}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Played]]:
    async with database(infra, prefix, "several") as (pool, dsn), notifier() as routing:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix)
        settings.routing_url = routing.url
        yield routing, Played(running_with(settings, pool))


@pytest_asyncio.fixture(loop_scope="session")
async def there(house: tuple[Notifier, Played]) -> AsyncGenerator[tuple[Notifier, Any, list[str]]]:
    routing, played = house
    dossiers = [await played.acknowledged(f"261123-{uuids.uuid7().hex[-6:]}") for _ in range(3)]
    routing.asked, routing.status, routing.answer, routing.answers = [], 422, {"errors": [{"field": "x", "detail": "không được"}]}, {}
    async with browser(played.portal) as client:
        yield routing, client, [str(dossier) for dossier in dossiers]


def commands(routing: Notifier) -> list[tuple[str, str, Any]]:
    return [(path, told["idempotency-key"], body) for method, path, told, body in routing.asked if method == "POST"]


async def test_each_ticked_task_is_given_to_the_officer_and_each_result_is_told(there: Any) -> None:
    routing, client, dossiers = there
    said = {"pick": [f"{dossier}/appraise" for dossier in dossiers], "officer": "cb2", "key": "a" * 32, "back": "/hop-viec?due=on_time"}
    page = await client.post("/hop-viec/giao", data=said, headers=headers("head"))
    assert page.status_code == 200 and page.text.count("không được") == 3
    assert {path for path, _, _ in commands(routing)} == {f"/dossiers/{dossier}/assign" for dossier in dossiers}
    assert all(body == {"leg": "appraise", "officer": "cb2"} for *_, body in commands(routing))
    first = {path: key for path, key, _ in commands(routing)}
    assert len(set(first.values())) == 3
    await client.post("/hop-viec/giao", data=said, headers=headers("head"))
    assert {path: key for path, key, _ in commands(routing)[3:]} == first


@pytest.mark.parametrize(("officer", "picked", "words"), [("cb2", False, "hãy chọn ít nhất một việc"), (" ", True, "hãy gõ mã cán bộ")])
async def test_without_a_task_or_an_officer_nothing_is_given(there: Any, officer: str, picked: bool, words: str) -> None:
    routing, client, dossiers = there
    said = {"officer": officer, "pick": [f"{dossiers[0]}/appraise"] if picked else []}
    page = await client.post("/hop-viec/giao", data=said, headers=headers("head"))
    assert page.status_code == 422 and words in page.text and not commands(routing)


async def test_only_a_head_gives_tasks_and_nobody_gives_another_agencys(there: Any) -> None:
    routing, client, dossiers = there
    said = {"pick": [f"{dossiers[0]}/appraise", "not-a-dossier/appraise"], "officer": "cb2", "key": "b" * 32}
    assert (await client.post("/hop-viec/giao", data=said, headers=headers("officer"))).status_code == 403
    page = await client.post("/hop-viec/giao", data=said, headers=headers("head", "H01.1"))
    assert page.status_code == 200 and "Không còn hồ sơ này" in page.text and not commands(routing)


async def test_consignments_are_told_apart_by_who_has_to_act(there: Any) -> None:
    routing, client, dossiers = there
    one = {"answer_by": "2026-11-23T10:00:00Z", "late": True, "about": str(uuids.uuid7()), **PENDING}
    routing.answers["GET"] = (200, [
        {**one, "dossier_id": dossiers[0], "code": "H32.41-261123-0001", "agency": KT, "act": "acknowledge", "sender": "H32.41"},
        {**one, "dossier_id": dossiers[1], "code": "H32.41-261123-0002", "agency": TAX, "act": "acknowledge", "sender": KT},
        {**one, "dossier_id": dossiers[2], "code": "H32.41-261123-0003", "agency": KT, "act": "resend", "sender": None},
    ])  # fmt: skip
    page = (await client.get("/ban-giao", headers=headers())).text
    assert re.search(r"1 hồ sơ</b> đang chờ cơ quan bạn", page)
    groups = re.split(r'<section class="card flush hand-overs">', page)[1:]
    assert [re.findall(r"…(261123-\d+)", group) for group in groups] == [["261123-0001"], ["261123-0003"], ["261123-0002"]]
    assert page.count('name="pick"') == 1


async def test_many_consignments_are_taken_at_once(there: Any) -> None:
    routing, client, dossiers = there
    numbers = [str(uuids.uuid7()) for _ in dossiers]
    routing.answers["GET"] = (200, [])
    said = {"pick": [f"{dossier}/{number}" for dossier, number in zip(dossiers, numbers, strict=True)], "key": "c" * 32}
    page = await client.post("/ban-giao/nhan", data=said, headers=headers())
    assert page.status_code == 200 and {body["consignment"] for *_, body in commands(routing)} == set(numbers)


async def test_a_routing_that_is_silent_is_said_to_be(there: Any) -> None:
    routing, client, _ = there
    routing.answers["GET"] = (503, {})
    page = await client.get("/ban-giao", headers=headers())
    assert page.status_code == 200 and "Bộ chuyển hồ sơ chưa trả lời" in page.text
