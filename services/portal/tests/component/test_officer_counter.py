"""The counter's form: what was typed goes to intake alone, comes back with its faults, and a reception that is pressed twice is one."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from officer_at_work import DESK, headers
from portal.folding import folded
from portal.officer.counter_form import Typed, at_fields, submission_of
from portal.officer.searching import like_code, with_words
from portal_at_work import Notifier, browser, database, notifier, running_with, settings_of

TYPED = {"procedure": "1.001612", "name": "Cao Thị <E>", "phone": "091", "papers": ["form"], "key": "d" * 32, "exit": "receive"}
DOSSIER = "01933c3e-7a00-7000-8000-000000000001"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Any]]:
    async with database(infra, prefix, "counter") as (pool, dsn), notifier() as intake:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix)
        settings.intake_url = intake.url
        yield intake, running_with(settings, pool)


@pytest_asyncio.fixture(loop_scope="session")
async def there(house: tuple[Notifier, Any]) -> AsyncGenerator[tuple[Notifier, Any]]:
    intake, portal = house
    intake.asked, intake.answers = [], {"GET": (503, {})}
    async with browser(portal) as client:
        yield intake, client


async def test_a_reception_is_passed_on_and_no_name_stands_in_an_address(there: Any) -> None:
    intake, client = there
    intake.answers["POST"] = (201, {"dossier_id": DOSSIER})
    answer = await client.post("/tiep-nhan", data=TYPED, headers=headers("desk", DESK))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tiep-nhan?xong={DOSSIER}")
    ((path, told, body),) = [(path, told, body) for method, path, told, body in intake.asked if method == "POST"]
    assert (path, told["idempotency-key"]) == ("/dossiers", TYPED["key"])
    assert body["name"] == "Cao Thị <E>" and body["papers"] == ["form"] and "delegate" not in body and "desk" not in body


async def test_what_was_paid_on_the_spot_is_a_second_command_with_a_key_of_its_own(there: Any) -> None:
    intake, client = there
    intake.answers["POST"] = (201, {"dossier_id": DOSSIER})
    for _ in range(2):
        answer = await client.post("/tiep-nhan", data={**TYPED, "pay": "cash"}, headers=headers("desk", DESK))
        assert answer.headers["location"].endswith("&thu=du")
    sent = [(path, told["idempotency-key"]) for method, path, told, _ in intake.asked if method == "POST"]
    assert sent[:2] == sent[2:] and sent[1][0] == f"/dossiers/{DOSSIER}/pay" and sent[0][1] != sent[1][1]


async def test_faults_come_back_to_the_page_and_html_stays_text(there: Any) -> None:
    intake, client = there
    faults = [{"field": "procedure", "detail": "thủ tục không có hoặc đã hết hiệu lực"}]
    intake.answers["POST"] = (422, {"errors": faults})
    page = await client.post("/tiep-nhan", data=TYPED, headers=headers("desk", DESK))
    assert page.status_code == 422 and "thủ tục không có hoặc đã hết hiệu lực" in page.text and 'role="alert"' in page.text
    assert "<E>" not in page.text and re.search(r'name="key" value="(?!d{32})', page.text)


async def test_where_nobody_knows_whether_it_was_received_the_key_stays(there: Any) -> None:
    intake, client = there
    intake.answers["POST"] = (503, {})
    page = await client.post("/tiep-nhan", data=TYPED, headers=headers("desk", DESK))
    assert page.status_code == 503 and f'name="key" value="{TYPED["key"]}"' in page.text and "chỉ được ghi một lần" in page.text


@pytest.mark.parametrize("role", ["officer", "head", "clerk"])
async def test_only_a_desk_receives(there: Any, role: str) -> None:
    intake, client = there
    assert (await client.post("/tiep-nhan", data=TYPED, headers=headers(role, DESK))).status_code == 403 and not intake.asked


def test_a_delegate_and_an_organisation_are_only_said_where_they_were_chosen() -> None:
    said = {**TYPED, "organisation": "HTX 1", "delegate_name": "An", "delegate_authority": "GUQ 1", "way": "delegate"}
    assert submission_of(Typed(said))["delegate"] == {"name": "An", "authority": "GUQ 1"}
    assert "organisation" not in submission_of(Typed(said)) and "delegate" not in submission_of(Typed({**said, "way": "organisation"}))
    assert submission_of(Typed({**said, "way": "organisation"}))["organisation"] == "HTX 1"
    assert at_fields((("delegate.name", "a"), ("name", "b"), ("name", "c"))) == {"delegate_name": "a", "name": "b; c"}


def test_words_are_found_without_their_marks_and_a_code_is_none_of_them() -> None:
    known = [("1.001612", "Thành lập hộ kinh doanh"), ("3.000722", "Đăng ký biến động đất đai"), ("2.1", "Hộ kinh doanh: thay đổi")]
    assert folded("Đăng Ký") == "dang ky"
    assert with_words("ho kinh", known) == ["2.1", "1.001612"] and with_words("đất biến", known) == ["3.000722"]
    assert with_words("1.0016", known) == ["1.001612"] and with_words("khong co", known) == []
    assert like_code("261112-0019") and like_code("H32.41-261112-0019") and not like_code("thanh lap") and not like_code("1.001612 a")
