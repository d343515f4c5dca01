"""What is sent by choice can be switched off by a letter's link: by a person's button and by a mail program's one click (RFC 8058)."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from portal_at_work import Notifier, browser, notifier, running_with, settings_of

LINK = "/tin-nhan/Ab3-_x.Yz9"
ONE_CLICK = {"Origin": "https://mail.example.vn", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
async def there() -> AsyncGenerator[tuple[Notifier, Any]]:
    async with notifier() as here:
        here.answer = {"channel": "email", "allowed": True}
        async with browser(running_with(settings_of(here.url))) as client:
            yield here, client


def asked(here: Notifier) -> list[tuple[str, str, Any]]:
    assert all(headers["authorization"] == "Bearer of-services" for _, _, headers, _ in here.asked)
    return [(method, path, body) for method, path, _, body in here.asked]


async def test_opening_the_link_changes_nothing(there: Any) -> None:  # mail scanners open every link
    here, client = there
    page = await client.get(LINK)
    assert page.status_code == 200 and asked(here) == [("GET", "/internal/preferences/Ab3-_x.Yz9", None)]
    assert "cảm ơn" in page.text and "báo đã tiếp nhận" in page.text and "Không nhận nữa" in page.text


@pytest.mark.parametrize("body", [{"data": {"List-Unsubscribe": "One-Click"}}, {"files": {"List-Unsubscribe": (None, "One-Click")}},
                                  {"data": {"allowed": "no"}}, {}])  # fmt: skip
async def test_one_click_from_another_site_and_without_a_cookie_switches_off(there: Any, body: dict[str, Any]) -> None:
    here, client = there
    here.answer = {"channel": "email", "allowed": False}
    page = await client.post(LINK, headers=ONE_CLICK, **body)
    assert page.status_code == 200 and "set-cookie" not in page.headers  # a one-click request mustn't be led on
    assert asked(here) == [("POST", "/internal/preferences/Ab3-_x.Yz9", {"allowed": False, "how": "link"})]
    assert "Nhận lại" in page.text and "Đã ghi." in page.text


async def test_who_changes_their_mind_is_sent_letters_again(there: Any) -> None:
    here, client = there
    page = await client.post(LINK, data={"allowed": "yes"})
    assert asked(here) == [("POST", "/internal/preferences/Ab3-_x.Yz9", {"allowed": True, "how": "link"})]
    assert "Không nhận nữa" in page.text


async def test_a_phone_number_is_told_of_what_comes_by_sms_only(there: Any) -> None:
    here, client = there
    here.answer = {"channel": "sms", "allowed": True}
    page = await client.get(f"{LINK}?lang=en")
    assert "This phone number" in page.text and "letter of thanks" not in page.text and "about the result handed over" in page.text


async def test_a_link_that_nobody_made_is_told_kindly(there: Any) -> None:
    here, client = there
    here.status, here.answer = 404, {}
    for page in (await client.get(LINK), await client.post(LINK)):
        assert page.status_code == 404 and "Liên kết này không dùng được" in page.text and "<form" not in page.text


@pytest.mark.parametrize("token", ["a%2F..%2F..%2Fdossiers", "%2E%2E", ".a", "a%3Fb", "a%00", "x" * 401])
async def test_no_token_leads_the_services_own_rights_elsewhere(there: Any, token: str) -> None:
    here, client = there
    answers = [await client.get(f"/tin-nhan/{token}"), await client.post(f"/tin-nhan/{token}")]
    assert {answer.status_code for answer in answers} <= {404, 405} and here.asked == []


@pytest.mark.parametrize("status", [401, 422, 500, 503])
async def test_a_notifier_that_fails_changes_nothing_and_is_told_so(there: Any, status: int) -> None:
    here, client = there
    here.status = status
    page = await client.post(LINK)
    assert page.status_code == 503 and "lựa chọn của bạn chưa thay đổi" in page.text


async def test_a_notifier_that_is_not_there_is_told_so() -> None:
    async with browser(running_with(settings_of("http://127.0.0.1:9"))) as client:
        assert (await client.get(LINK)).status_code == 503


async def test_no_cache_keeps_the_page_and_no_other_site_hears_of_the_link(there: Any) -> None:
    _, client = there
    page = await client.get(LINK)
    assert page.headers["cache-control"] == "no-store" and page.headers["referrer-policy"] == "same-origin"
