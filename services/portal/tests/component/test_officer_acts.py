"""What may be done now stands on the dossier's page as a form, and is passed on once, with the officer's own rights."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from officer_at_work import DESK, KT, Played, headers
from portal_at_work import Notifier, browser, database, notifier, running_with, settings_of

START = {"command": "start", "about": {"leg": "appraise"}, "allowed": True, "why": "", "law": "", "asks": [], "options": {}}
SEND_BACK = {**START, "command": "send-back", "asks": ["reason"]}
SIGN = {**START, "command": "sign", "allowed": False, "why": "kết quả đang ở bước: chưa trình", "law": "NĐ 30/2020 Đ.13"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Played]]:
    async with database(infra, prefix, "acts") as (pool, dsn), notifier() as routing:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix)
        settings.routing_url = routing.url
        yield routing, Played(running_with(settings, pool))


@pytest_asyncio.fixture(loop_scope="session")
async def there(house: tuple[Notifier, Played]) -> AsyncGenerator[tuple[Notifier, Any, str]]:
    """Routing, a browser, and a dossier whose leg is in the officer's hands."""
    routing, played = house
    dossier = await played.acknowledged(f"261123-{uuids.uuid7().hex[-6:]}")
    routing.asked, routing.status = [], 200
    routing.answer = {"dossier_id": str(dossier), "version": 7, "acts": [START, SEND_BACK, SIGN]}
    async with browser(played.portal) as client:
        yield routing, client, str(dossier)


def form(page: str, command: str) -> dict[str, str]:
    """The hidden fields of a command's form."""
    whole = re.search(rf'<form method="post" action="/ho-so/[^"]+/viec/{command}".*?</form>', page, re.DOTALL)
    assert whole, f"no form for {command}"
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', whole[0]))


async def test_what_may_be_done_is_a_button_and_what_may_not_says_why(there: Any) -> None:
    _, client, dossier = there
    page = (await client.get(f"/ho-so/{dossier}", headers=headers())).text
    assert form(page, "start")["leg"] == "appraise" and form(page, "start")["version"] == "7"
    assert "chưa trình" in page and "NĐ 30/2020 Đ.13" in page and "/viec/sign" not in page


async def test_it_is_passed_on_with_the_officers_own_token_the_version_they_saw_and_a_key(there: Any, house: Any) -> None:
    routing, client, dossier = there
    said = form((await client.get(f"/ho-so/{dossier}", headers=headers())).text, "start")
    mine = headers()
    said["seen"] = "0"  # the picture has moved since: nothing to wait for
    answer = await client.post(f"/ho-so/{dossier}/viec/start", data=said, headers=mine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ho-so/{dossier}?xong=start#viec")
    (method, path, told, body) = next(one for one in routing.asked if one[0] == "POST")
    assert (method, path, body) == ("POST", f"/dossiers/{dossier}/start", {"leg": "appraise", "version": 7})
    assert told["authorization"] == mine["Authorization"] and told["idempotency-key"] == said["key"]
    assert "Đã ghi: Bắt đầu xử lý" in (await client.get(f"/ho-so/{dossier}?xong=start", headers=mine)).text


async def test_a_fault_stands_at_its_field_and_what_was_typed_is_kept(there: Any) -> None:
    routing, client, dossier = there
    said = form((await client.get(f"/ho-so/{dossier}", headers=headers())).text, "send-back")
    allowed, refusal = routing.answer, {"errors": [{"field": "reason", "detail": "chưa có nội dung"}]}
    routing.answers = {"POST": (422, refusal), "GET": (200, allowed)}
    page = await client.post(f"/ho-so/{dossier}/viec/send-back", data={**said, "reason": "<b>sai"}, headers=headers())
    routing.answers = {}
    assert page.status_code == 422 and "chưa có nội dung" in page.text and "&lt;b&gt;sai</textarea>" in page.text
    assert 'aria-invalid="true"' in page.text and "<b>sai" not in page.text


async def test_a_stale_command_shows_what_happened_meanwhile(there: Any, house: Any) -> None:
    routing, client, dossier = there
    said = form((await client.get(f"/ho-so/{dossier}", headers=headers())).text, "start")
    await house[1].tell(uuids.UUID(dossier), "OfficerAssigned", leg="appraise", agency=KT, officer="lvm")
    routing.answers = {"POST": (409, {"errors": []}), "GET": (200, routing.answer)}
    page = await client.post(f"/ho-so/{dossier}/viec/start", data=said, headers=headers())
    routing.answers = {}
    told = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert page.status_code == 409 and "vừa được người khác xử lý" in told and "Giao cán bộ" in told and "lvm" in told


async def test_where_nobody_knows_the_key_stays_so_that_it_is_recorded_once(there: Any) -> None:
    routing, client, dossier = there
    said = form((await client.get(f"/ho-so/{dossier}", headers=headers())).text, "start")
    routing.answers = {"POST": (503, {}), "GET": (200, routing.answer)}
    page = await client.post(f"/ho-so/{dossier}/viec/start", data=said, headers=headers())
    routing.answers = {}
    assert page.status_code == 503 and form(page.text, "start")["key"] == said["key"]


async def test_only_what_the_command_knows_is_passed_on(there: Any) -> None:
    routing, client, dossier = there
    said = {"leg": "appraise", "officer": "x", "agency": "H01.1", "seen": "0", "key": "x\r\ny", "version": "²"}
    await client.post(f"/ho-so/{dossier}/viec/start", data=said, headers=headers())
    (_, _, told, body) = next(one for one in routing.asked if one[0] == "POST")
    assert body == {"leg": "appraise"} and re.fullmatch("[0-9a-f]{32}", told["idempotency-key"])


@pytest.mark.parametrize(("path", "agency"), [("start", "H01.1"), ("drop", KT)])
async def test_another_agency_and_an_unknown_command_find_nothing(there: Any, path: str, agency: str) -> None:
    routing, client, dossier = there
    answer = await client.post(f"/ho-so/{dossier}/viec/{path}", data={"seen": "0"}, headers=headers(agency=agency))
    assert answer.status_code == 404 and not [one for one in routing.asked if one[0] == "POST"]


async def test_a_submission_is_shown_to_its_desk_alone(house: Any) -> None:
    _, played = house
    dossier = uuids.uuid7()
    await played.tell(dossier, "DossierSubmitted", desk=DESK)
    async with browser(played.portal) as client:
        page = await client.get(f"/ho-so/{dossier}", headers=headers("desk", DESK))
        assert page.status_code == 200 and "Mới nộp, chờ tiếp nhận" in page.text
        assert (await client.get(f"/ho-so/{dossier}", headers=headers("desk", "H01.1"))).status_code == 404


