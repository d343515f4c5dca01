"""The agency's list of petitions over what intake answers: none, some, or nothing; an answer goes on with the officer's own token."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from portal_at_work import Notifier, browser, notifier, running_with, settings_of, token

ONE = {"petition_id": "01933c3e-7a00-7000-8000-000000000001", "code": "PA-ABCDE-23456", "agency": "H32.41", "subject": "delay",
       "status": "received", "received_at": "2026-11-23T09:00:00+07:00", "refuse_by": "2026-11-25T17:00:00+07:00",
       "answer_by": "2026-12-14T17:00:00+07:00", "answered_at": None, "answer": None, "text": "<b>Hẹn</b> thứ Sáu",
       "name": "", "contact": ""}  # fmt: skip
PERSON = {"Accept": "text/html"}


@pytest_asyncio.fixture
async def intake() -> AsyncGenerator[Notifier]:
    async with notifier() as here:
        yield here


def officer(here: Notifier) -> Any:
    settings = settings_of("http://127.0.0.1:9").model_copy(update={"intake_url": here.url})
    client = browser(running_with(settings))
    client.headers.update({"Authorization": f"Bearer {token('officer', agency='H32.41')}", **PERSON})
    return client


async def test_no_petition_is_said_in_words(intake: Notifier) -> None:
    intake.answer = []
    page = await officer(intake).get("/phan-anh/can-tra-loi")
    assert page.status_code == 200 and "Không có phản ánh nào chờ trả lời." in page.text


async def test_what_was_written_is_shown_as_words_and_never_as_markup(intake: Notifier) -> None:
    intake.answer = [ONE]
    page = await officer(intake).get("/phan-anh/can-tra-loi")
    assert "&lt;b&gt;Hẹn&lt;/b&gt; thứ Sáu" in page.text and "<b>Hẹn" not in page.text


@pytest.mark.parametrize("status, shown", [(503, 503), (401, 503)])
async def test_an_intake_that_does_not_answer_is_said_and_not_taken_for_none(intake: Notifier, status: int, shown: int) -> None:
    intake.status = status
    page = await officer(intake).get("/phan-anh/can-tra-loi")
    assert page.status_code == shown and "Không có phản ánh nào" not in page.text


async def test_an_answer_goes_on_with_the_officers_own_token_and_the_forms_key(intake: Notifier) -> None:
    said = {"answer": "Chúng tôi xin lỗi.", "key": "a" * 32}
    answered = await officer(intake).post(f"/phan-anh/can-tra-loi/{ONE['petition_id']}", data=said)
    assert answered.status_code == 303
    method, path, headers, body = intake.asked[-1]
    assert (method, path) == ("POST", f"/petitions/{ONE['petition_id']}/answer") and headers["idempotency-key"] == "a" * 32
    assert body == {"answer": "Chúng tôi xin lỗi.", "refused": False} and len(headers["authorization"]) > 100
