"""A call that is owed stands in the agency's inbox and on the dossier; what came of it is passed on with the officer's own rights."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from portal_at_work import Notifier, browser, database, letter, notifier, running_with, settings_of, token

DESK = "H32.41"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Any]]:
    async with database(infra, prefix, "calls") as (pool, dsn), notifier() as here:
        yield here, running_with(settings_of(here.url, postgres_dsn=dsn, topic_prefix=prefix), pool)


@pytest.fixture
async def there(house: tuple[Notifier, Any]) -> AsyncGenerator[tuple[Notifier, Any, Any, str]]:
    """A dossier whose applicant no message has reached."""
    here, portal = house
    here.asked, here.status, here.answer = [], 200, {}
    dossier = uuids.uuid7()
    received = letter("DossierReceived", 1, dossier, desk=DESK, code=f"{DESK}-261123-{dossier.hex[-4:]}")
    await portal.transactor.take_in([received, letter("MessageFailed", 1, dossier), letter("PhoneCallAsked", 2, dossier)])
    async with browser(portal) as client:
        yield here, portal, client, str(dossier)


def headers(role: str = "desk", agency: str | None = DESK, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(role, agency=agency)}", **more}


def form(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page.text))


async def test_a_call_that_is_owed_is_in_the_desk_s_inbox_until_the_applicant_was_reached(there: Any) -> None:
    _, portal, client, dossier = there
    assert dossier in (await client.get("/ho-so?need=call", headers=headers())).text
    await portal.transactor.take_in([letter("PhoneCallMade", 3, dossier, reached=False)])
    assert dossier in (await client.get("/ho-so?need=call", headers=headers())).text
    await portal.transactor.take_in([letter("PhoneCallMade", 4, dossier, reached=True)])
    assert dossier not in (await client.get("/ho-so?need=call", headers=headers())).text
    assert "đã báo được" in (await client.get(f"/ho-so/{dossier}", headers=headers())).text


async def test_the_board_counts_it(there: Any) -> None:
    _, _, client, _ = there
    board = (await client.get("/api/board", headers=headers())).json()
    assert next(need for need in board["needs"] if need["kind"] == "call")["count"] >= 1


async def test_what_came_of_it_goes_to_notifier_with_the_officers_own_token_and_a_key(there: Any) -> None:
    here, _, client, dossier = there
    said, mine = form(await client.get(f"/ho-so/{dossier}", headers=headers())), headers()
    answer = await client.post(f"/ho-so/{dossier}/da-goi", data=said | {"reached": "true"}, headers=mine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ho-so/{dossier}?goi=da-ghi#goi-dien")
    (method, path, told, body) = next(one for one in here.asked if one[0] == "POST")
    assert (method, path, body) == ("POST", f"/dossiers/{dossier}/phone-calls", {"message": "received/phone", "reached": True})
    assert told["authorization"] == mine["Authorization"] and told["idempotency-key"] == said["key"]
    assert "Đã ghi cuộc gọi" in (await client.get(f"/ho-so/{dossier}?goi=da-ghi", headers=mine)).text


async def test_each_page_has_a_key_of_its_own_and_a_click_more_on_the_same_page_has_the_same(there: Any) -> None:
    here, _, client, dossier = there
    first, second = [form(await client.get(f"/ho-so/{dossier}", headers=headers())) for _ in range(2)]
    for said in (first, first, second):
        await client.post(f"/ho-so/{dossier}/da-goi", data=said | {"reached": "false"}, headers=headers())
    keys = [told["idempotency-key"] for method, _, told, _ in here.asked if method == "POST"]
    assert keys[0] == keys[1] != keys[2] and {body["reached"] for method, *_, body in here.asked if method == "POST"} == {False}


@pytest.mark.parametrize(("status", "words"), [(403, "chỉ cán bộ của cơ quan phải gọi"), (409, "vừa được người khác xử lý"),
                                               (422, "không còn cuộc gọi nào"), (404, "không còn cuộc gọi này")])  # fmt: skip
async def test_what_notifier_refuses_is_told_on_the_dossiers_page(there: Any, status: int, words: str) -> None:
    here, _, client, dossier = there
    said = form(await client.get(f"/ho-so/{dossier}", headers=headers()))
    here.status, here.answer = status, {"errors": [{"field": "message", "detail": "không còn cuộc gọi nào phải gọi cho tin này"}]}
    page = await client.post(f"/ho-so/{dossier}/da-goi", data=said | {"reached": "true"}, headers=headers())
    assert page.status_code == status and words in page.text and 'role="alert"' in page.text
    assert form(page)["key"] != said["key"]  # another try is another word


async def test_where_nobody_knows_what_became_of_it_trying_again_is_no_second_call(there: Any) -> None:
    here, _, client, dossier = there
    said = form(await client.get(f"/ho-so/{dossier}", headers=headers()))
    here.status = 503
    page = await client.post(f"/ho-so/{dossier}/da-goi", data=said | {"reached": "true"}, headers=headers())
    assert page.status_code == 503 and form(page)["key"] == said["key"] and "chỉ được ghi một lần" in page.text


async def test_a_key_that_no_page_had_stands_in_no_header(there: Any) -> None:
    here, _, client, dossier = there
    said = {"message": "received/phone", "reached": "true", "key": "x\r\nAuthorization: Bearer y"}
    assert (await client.post(f"/ho-so/{dossier}/da-goi", data=said, headers=headers())).status_code == 303
    (told,) = [told for method, _, told, _ in here.asked if method == "POST"]
    assert re.fullmatch("[0-9a-f]{32}", told["idempotency-key"])


@pytest.mark.parametrize(("role", "agency"), [("desk", "H01.1"), ("auditor", None), ("clerk", DESK)])
async def test_who_does_not_owe_it_is_not_asked_and_passes_nothing_on(there: Any, role: str, agency: str | None) -> None:
    here, _, client, dossier = there
    mine = headers(role, agency)
    assert "da-goi" not in (await client.get(f"/ho-so/{dossier}", headers=mine)).text
    answer = await client.post(f"/ho-so/{dossier}/da-goi", data={"message": "received/phone", "reached": "true"}, headers=mine)
    assert answer.status_code in (403, 404) and not [one for one in here.asked if one[0] == "POST"]


async def test_another_sites_form_says_nothing_in_an_officers_name(there: Any) -> None:
    here, _, client, dossier = there
    cookie = {"Cookie": f"lienthong_session={token('desk', agency=DESK)}", "Sec-Fetch-Site": "cross-site"}
    answer = await client.post(f"/ho-so/{dossier}/da-goi", data={"message": "received/phone", "reached": "true"}, headers=cookie)
    assert answer.status_code == 403 and not here.asked


async def test_the_board_counts_no_message_to_a_head_among_the_citizens(there: Any) -> None:
    _, portal, client, dossier = there
    before = (await client.get("/api/board", headers=headers())).json()
    deferred = {"message": "received/email", "channel": "email"}
    head = {"message": "breached-dossier/email@H32.41.head", "template": "breached", "channel": "email", "recipient": "head"}
    await portal.transactor.take_in([letter("MessageQueued", 3, dossier, **head), letter("MessageDeferred", 4, dossier, **deferred)])
    after = (await client.get("/api/board", headers=headers())).json()
    assert [now["waiting"] - then["waiting"] for now, then in zip(after["messages"], before["messages"], strict=True)] == [0, 1]
    assert after["strip"]["messages_waiting"] == before["strip"]["messages_waiting"] + 1
    page = (await client.get(f"/ho-so/{dossier}", headers=headers())).text
    to_citizen, _, to_staff = page.partition('id="tin-da-gui"')[2].partition('id="bao-noi-bo"')
    assert "thử lại 23/11 09:00" in to_citizen and "cho thủ trưởng" not in to_citizen and "cho thủ trưởng" in to_staff


async def test_a_call_about_a_submission_without_a_code_is_in_the_inbox_too(house: Any) -> None:
    here, portal = house
    dossier, here.status, here.asked = uuids.uuid7(), 200, []
    submitted, asked = letter("DossierSubmitted", 1, dossier, desk=DESK), {"message": "submitted/phone", "template": "submitted"}
    await portal.transactor.take_in([submitted, letter("PhoneCallAsked", 1, dossier, **asked)])
    async with browser(portal) as client:
        for path in ("/ho-so", "/ho-so?need=call"):
            assert f"/ho-so/{dossier}/da-goi" in (await client.get(path, headers=headers())).text
        assert str(dossier) not in (await client.get("/ho-so?need=stalled", headers=headers())).text
        assert str(dossier) not in (await client.get("/ho-so", headers=headers("desk", "H01.1"))).text
        said = {"message": "submitted/phone", "reached": "true"}
        answer = await client.post(f"/ho-so/{dossier}/da-goi", data=said, headers=headers())
        assert (answer.status_code, answer.headers["location"]) == (303, "/ho-so?need=call&goi=da-ghi")
        here.status = 409
        page = await client.post(f"/ho-so/{dossier}/da-goi", data=said, headers=headers())
        assert page.status_code == 409 and "vừa được người khác xử lý" in page.text and f"/ho-so/{dossier}/da-goi" in page.text
        await portal.transactor.take_in([letter("PhoneCallMade", 2, dossier, message="submitted/phone")])
        assert str(dossier) not in (await client.get("/ho-so", headers=headers())).text
