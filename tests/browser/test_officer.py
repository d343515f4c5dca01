"""The officer's window as people work it: a reception by keyboard alone, a leg from hand-over to signature, many tasks at once."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services

DESK, AGENCY = "H32.41", "H32.41.VP"
COPY = "2.000815"  # certifying a copy: one leg, at the commune's office


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        await house.desk.get("intake", "/procedures")
        yield house
        await house.aclose()


async def received(house: House, name: str) -> str:
    """A dossier handed in at the counter, under way to the agency."""
    said = {"procedure": COPY, "channel": "counter", "desk": DESK, "name": name, "phone": "0912345678", "papers": await papers(house)}
    dossier = (await house.desk.submit(said))["dossier_id"]
    await house.quiet()
    return str(dossier)


async def papers(house: House) -> list[str]:
    procedures = await house.desk.get("intake", "/procedures")
    return [paper["id"] for p in procedures if p["id"] == COPY for paper in p["papers"] if paper["required"]]


async def sign_in(house: House, page: Any, path: str, *roles: str, agency: str = AGENCY, subject: str = "cb1") -> None:
    token = house.token(*roles, agency=agency, subject=subject)
    await page.context.clear_cookies()
    await page.goto(f"{house.urls['portal']}/vao?di={path}#{token}")
    await page.wait_for_url(f"**{path}")


async def test_a_dossier_is_received_by_keyboard_alone_and_its_receipt_prints(house: House, page: Any) -> None:
    await sign_in(house, page, "/tiep-nhan", "desk", agency=DESK, subject="kd")
    keys = page.keyboard
    await keys.type("chung thuc ban sao")
    await page.get_by_role("button", name=re.compile("Chứng thực bản sao")).first.wait_for()
    await keys.press("Enter")
    await page.get_by_label("Họ và tên").wait_for()
    await page.wait_for_function("document.activeElement.name === 'name'")
    await keys.type("Nguyễn Thị Hạnh")
    for text in ("058012345678", "0912345678"):
        await keys.press("Tab")
        await keys.type(text)
    await keys.press("Control+Enter")  # no paper yet: each fault stands at its field, and nothing that was typed is lost
    await page.get_by_text("thiếu giấy tờ").first.wait_for()
    assert await page.get_by_label("Họ và tên").input_value() == "Nguyễn Thị Hạnh"
    await keys.press("F4")
    for n in range(len(await papers(house))):
        await keys.press(str(n + 1))
    await keys.press("Control+Enter")
    taken = page.get_by_text(re.compile(r"Đã tiếp nhận H32\.41-\d{6}-\d{4}"))
    await taken.wait_for()
    assert "Hạnh" not in page.url and "0912" not in page.url
    address = await page.get_by_role("link", name=re.compile("Mẫu 01")).get_attribute("href")
    receipt = await page.request.get(house.urls["portal"] + address)
    assert receipt.status == 200 and (await receipt.body())[:5] == b"%PDF-"
    assert "frame-ancestors 'self'" in receipt.headers["content-security-policy"]


async def test_the_counter_says_why_it_sends_something_back(house: House, page: Any) -> None:
    await sign_in(house, page, "/tiep-nhan", "desk", agency=DESK, subject="kd")
    await page.goto(f"{house.urls['portal']}/tiep-nhan?procedure={COPY}")
    await page.get_by_label("Họ và tên").fill("Trần Văn Tâm")
    await page.get_by_label("Điện thoại", exact=True).fill("0912345679")
    await page.keyboard.press("F8")
    await page.get_by_label("Lý do, hoặc những gì còn thiếu").fill("Thiếu bản chính")
    await page.get_by_label("Căn cứ pháp lý").fill("NĐ 61/2018 Đ.17")
    await page.keyboard.press("F8")
    await page.get_by_text("Đã trả lại để hoàn thiện").wait_for()
    await page.get_by_role("link", name=re.compile("Mẫu 02")).wait_for()


async def test_an_officer_takes_a_dossier_begins_and_proposes_and_the_head_approves_and_signs(house: House, page: Any) -> None:
    dossier = await received(house, "Lê Thị Lan")
    path = f"/ho-so/{dossier}"
    await sign_in(house, page, path, "officer")
    await page.get_by_role("button", name="Nhận bàn giao").first.click()
    await page.get_by_text("Đã ghi: Nhận bàn giao").wait_for()
    await sign_in(house, page, path, "head", subject="ld1")
    await page.keyboard.press("g")
    await page.keyboard.type("cb1")
    await page.keyboard.press("Enter")
    await page.get_by_text("Đã ghi: Giao cán bộ").wait_for()
    await sign_in(house, page, path, "officer")
    for act in ("Bắt đầu xử lý", "Trình lãnh đạo ký"):
        await page.get_by_role("button", name=act).click()
        await page.get_by_text(f"Đã ghi: {act}").wait_for()
    assert await page.get_by_role("button", name="Duyệt kết quả").count() == 0
    await sign_in(house, page, path, "head", subject="ld1")
    await page.get_by_role("button", name="Duyệt kết quả").click()
    await page.get_by_text("Đã ghi: Duyệt kết quả").wait_for()
    await page.locator("summary", has_text="Ký kết quả").click()
    await page.locator("form[action$='/viec/sign'] button").click()
    await page.get_by_text("Đã ghi: Ký kết quả").wait_for()
    shown = await house.desk.get("routing", f"/journeys/{dossier}")
    assert [leg["draft"]["stage"] for leg in shown["legs"].values() if leg["draft"]] == ["signed"]


async def test_a_head_takes_two_hand_overs_and_gives_both_tasks_away_in_one_go(house: House, page: Any) -> None:
    for name in ("Phạm Văn An", "Võ Thị Yến"):
        await received(house, name)
    await sign_in(house, page, "/ban-giao", "head", subject="ld1")
    await page.get_by_role("button", name="Chọn tất cả").click()
    await page.get_by_role("button", name=re.compile("Nhận những hồ sơ đã chọn")).click()
    await page.get_by_text("đã nhận").nth(1).wait_for()
    await page.goto(f"{house.urls['portal']}/hop-viec?step=assign")
    boxes = page.locator("input[name=pick]")
    assert await boxes.count() >= 2
    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    await page.keyboard.press("g")
    await page.keyboard.type("cb2")
    await page.keyboard.press("Enter")
    await page.get_by_text(": đã giao").nth(1).wait_for()
    await page.goto(f"{house.urls['portal']}/hop-viec?officer=cb2")
    assert await page.locator("[data-row]").count() == 2


async def test_the_officers_pages_need_no_sideways_scroll_on_a_phone(house: House, page: Any) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    dossier = await received(house, "Bùi Văn Phúc")
    for path in ("/hop-viec", "/ban-giao", f"/ho-so/{dossier}", "/tiep-nhan"):
        await sign_in(house, page, path, "head", "officer", "desk", agency=DESK)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
