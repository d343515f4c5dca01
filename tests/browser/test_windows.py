"""The windows as people see them, on live data (issue 3)."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        await house.live(5)
        await house.quiet()
        yield house
        await house.aclose()


async def test_an_event_shows_itself_on_an_open_board(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.get_by_text("Đang diễn ra").wait_for()
    shown = await (await house.lives(seed=8)).begin()
    code = (await house.desk.get("intake", f"/dossiers/{shown}"))["code"]
    await page.get_by_text(f"…{code.partition('-')[2]}").first.wait_for(timeout=15_000)


async def test_a_dossiers_page_tells_its_life_and_why_the_date_is_that(house: House, page: Any) -> None:
    await page.goto(house.window("/ho-so"))
    await page.locator("a[href^='/ho-so/']").first.click()
    await page.get_by_text("Diễn biến").wait_for()
    await page.get_by_text("Vì sao là ngày").wait_for()
    assert await page.get_by_text("Trả kết quả").count() > 0 or await page.get_by_text("Tiếp nhận").count() > 0


async def test_anybody_sees_a_code_and_its_step_and_nothing_else(house: House, page: Any) -> None:
    shown = await (await house.lives(seed=12)).begin()
    state = await house.desk.get("intake", f"/dossiers/{shown}")
    await house.quiet()
    await page.goto(f"{house.urls['portal']}/tra-cuu?ma={state['code']}")
    await page.get_by_text(state["code"]).first.wait_for()
    text = await page.inner_text("body")
    assert "example.vn" not in text and "Nguyễn" not in text and state["procedure"] not in text


async def test_the_switch_speaks_english(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.get_by_role("link", name="EN").click()
    await page.wait_for_url("**/bang-theo-doi*")
    assert await page.locator("html").get_attribute("lang") == "en"


async def test_the_phone_needs_no_sideways_scroll(house: House, page: Any) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/tra-cuu", "/bang-theo-doi", "/ho-so", "/hang-loi", "/tin-gui", "/tin-gui/so-lieu", "/tai-lieu"):
        await page.goto(house.window(path))
        await page.wait_for_url(f"**{path}")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


async def test_a_window_asks_who_it_is_and_leads_back_to_where_they_wanted(house: House, page: Any) -> None:
    await page.goto(house.urls["portal"] + "/ho-so")
    await page.wait_for_url("**/vao?di=/ho-so")
    await page.get_by_text("Đăng nhập bằng mã").click()
    await page.get_by_placeholder("Mã đăng nhập").fill("nonsense")
    await page.get_by_role("button", name="Vào").click()
    await page.get_by_text("không đúng hoặc đã hết hạn").wait_for()
    await page.get_by_placeholder("Mã đăng nhập").fill(house.token("officer", agency="H32.41", subject="cb1"))
    await page.get_by_role("button", name="Vào").click()
    await page.wait_for_url("**/ho-so")
    await page.get_by_text("cb1 · H32.41").wait_for()
    await page.get_by_role("button", name="Đăng xuất").click()
    await page.wait_for_url("**/vao")


async def test_a_token_behind_the_hash_is_gone_from_the_address(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.wait_for_url("**/bang-theo-doi")
    assert "#" not in page.url
    await page.go_back()
    assert house.token("admin") not in page.url


async def test_an_officer_sees_only_the_dossiers_that_their_agency_has_a_part_in(house: House, page: Any) -> None:
    await page.goto(house.window("/ho-so", "officer", agency="H01.1"))
    await page.wait_for_url("**/ho-so")
    assert await page.locator("a[href^='/ho-so/']").count() == 0
    closed = await page.request.get(house.urls["portal"] + "/hang-loi", headers={"Accept": "text/html"})
    assert closed.status == 403 and "Bạn không có quyền xem trang này" in await closed.text()
