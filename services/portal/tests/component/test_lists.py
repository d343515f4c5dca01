"""A list's pages hold every dossier once, in the order of their dates, and whoever asks for nonsense is told kindly."""

import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from hypothesis import given
from hypothesis import strategies as some
from portal.lists.asked import NoSuchPlace, cursor, place_of
from portal_at_work import browser, database, letter, running_with, settings_of, token

COUNT = 130
DUE = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "lists") as (pool, dsn):
        running = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)
        for number in range(COUNT):
            desk = "H32.41" if number % 2 else "H32.24"
            named = {"code": f"{desk}-261123-{number:04}", "desk": desk, "due_at": DUE + timedelta(minutes=number // 3)}
            await running.transactor.take_in([letter("DossierReceived", 1, uuids.uuid7(), **named)])
        yield running


async def pages(portal: Any, address: str, *role: str, agency: str | None = None) -> list[list[str]]:
    """The codes on each page, to the last."""
    found, mine = [], {"Authorization": f"Bearer {token(*role, agency=agency)}"}
    async with browser(portal) as client:
        while address:
            page = await client.get(address, headers=mine)
            assert page.status_code == 200
            found.append(re.findall(r"261123-\d{4}(?=</a>)", page.text))
            following = re.search(r'href="([^"]+)" rel="next"', page.text)
            address = following[1].replace("&amp;", "&") if following else ""
    return found


async def test_the_pages_together_are_every_dossier_once_in_the_order_of_their_dates(portal: Any) -> None:
    found = await pages(portal, "/ho-so", "admin")
    codes = [code for page in found for code in page]
    assert [len(page) for page in found] == [50, 50, 30] and len(set(codes)) == COUNT
    assert [int(code[-4:]) // 3 for code in codes] == sorted(int(code[-4:]) // 3 for code in codes)


@pytest.mark.parametrize("address", ["/ho-so", "/ho-so?due=on_time", "/ho-so?agency=H32.41"])
async def test_an_agency_sees_its_own_whatever_it_asks_for(portal: Any, address: str) -> None:
    codes = [code for page in await pages(portal, address, "head", agency="H32.41") for code in page]
    assert len(codes) == COUNT // 2 and all(int(code[-4:]) % 2 for code in codes)
    assert await pages(portal, "/ho-so?agency=H32.24", "head", agency="H32.41") == [[]]


@pytest.mark.parametrize(("asked", "count"), [("H32.41-261123-0001", 1), ("261123-0001", 1), ("261123-000", 10), ("%25", 0), ("'--", 0)])
async def test_a_code_or_its_beginning_is_found_and_a_joker_is_a_sign_like_others(portal: Any, asked: str, count: int) -> None:
    assert sum(map(len, await pages(portal, f"/ho-so?q={asked}", "admin"))) == count


NOUGHT = "0" * 32
STRANGE = ["x", "2026-11-27T10:00:00+00:00_x", f"0001-01-01T00:00:00+00:00_{NOUGHT}", f"2026-11-27T10:00:00_{NOUGHT}"]


@pytest.mark.parametrize("after", STRANGE)
async def test_a_hand_made_cursor_is_refused_kindly(portal: Any, after: str) -> None:
    async with browser(portal) as client:
        headers = {"Authorization": f"Bearer {token('admin')}", "Accept": "text/html"}
        page = await client.get("/ho-so", params={"after": after}, headers=headers)
    assert page.status_code == 404 and "<h" in page.text and "Traceback" not in page.text


@pytest.mark.parametrize("asked", ["due=xyz", "need=%3Cscript%3E", "due=overdue'", "q=%00", "agency=%F0%9F%92%A9"])
async def test_a_filter_that_isn_t_one_breaks_nothing(portal: Any, asked: str) -> None:
    async with browser(portal) as client:
        page = await client.get(f"/ho-so?{asked}", headers={"Authorization": f"Bearer {token('admin')}"})
    assert page.status_code == 200 and "<script>" not in page.text


@given(some.integers(0, 10**15), some.uuids())
def test_a_cursor_leads_to_the_place_it_was_made_of(microseconds: int, dossier: Any) -> None:
    at = DUE + timedelta(microseconds=microseconds)
    assert place_of(cursor(at, dossier)) == (at, dossier)


@given(some.text(max_size=60))
def test_any_other_text_is_no_place(text: str) -> None:
    try:
        place = place_of(text)
    except NoSuchPlace:
        return
    assert place is None or place_of(cursor(*place)) == place
