"""The administrator's window in a real browser: the board's charts and feed, dead letters, health and catalogues (issue 7)."""

import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from house import House
from lienthong_contracts import Envelope, FeePaid
from lienthong_local.services import Plan, services


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        await house.live(4)
        await house.quiet()
        yield house
        await house.aclose()


async def test_the_board_draws_the_flow_after_its_fonts_and_has_it_as_a_table(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.locator("#luong-ve[data-drawn='yes'] canvas").wait_for()
    await page.locator("#luong details summary").click()
    assert await page.locator("#luong details tbody tr").count() > 2
    assert await page.locator("#lich .days .today").count() == 1


async def test_what_a_board_is_asked_for_stands_in_its_address(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.locator("#co-quan").get_by_role("link", name="Kênh nộp").click()
    await page.wait_for_url("**theo=kenh**")
    assert await page.locator("#co-quan tbody th").all_inner_texts() == ["Tại quầy"]
    await page.reload()
    assert await page.locator("#co-quan a[aria-current]").inner_text() == "Kênh nộp"


async def test_a_feed_that_is_paused_stays_still_and_offers_what_is_new(house: House, page: Any) -> None:
    await page.goto(house.window("/bang-theo-doi"))
    await page.locator("#truc-tiep").wait_for()
    await page.get_by_role("button", name="Dừng cuộn").click()
    before = await page.locator("#dien-bien li").first.get_attribute("data-seq")
    await (await house.lives(seed=71)).begin()
    more = page.get_by_role("button", name=re.compile(r"Xem \d+ dòng mới"))
    await more.wait_for(timeout=15_000)
    assert await page.locator("#dien-bien li").first.get_attribute("data-seq") == before
    await more.click()
    assert await page.locator("#dien-bien li").first.get_attribute("data-seq") != before


async def test_a_dead_letter_is_understood_tried_and_replayed(house: House, page: Any) -> None:
    await _pay(house, str(uuids.uuid7()))
    await house.quiet()
    await page.goto(house.window("/hang-loi"))
    await page.get_by_text("Hồ sơ chưa có lộ trình ở dịch vụ này").first.click()
    await page.get_by_role("link", name="Chạy thử").click()
    await page.get_by_text("vẫn hỏng").first.wait_for()
    await page.get_by_role("button", name="Chạy lại sự kiện này").click()
    await page.locator("#da-lam").get_by_text("0 vào, 1 còn lại").first.wait_for()


async def test_health_names_every_service_and_its_lag(house: House, page: Any) -> None:
    await page.goto(house.window("/suc-khoe"))
    for name in ("intake", "routing", "sla-monitor", "notifier", "portal"):
        await page.get_by_role("rowheader", name=name).first.wait_for()
    assert await page.locator(".services .tag", has_text="Chạy tốt").count() == 5


async def test_a_proposal_with_a_fault_is_told_in_its_line(house: House, page: Any) -> None:
    wrong = {"noi_dung": "title: Thử\nentries:\n  routes:\n    - id: r1\n"}
    headers = {"Authorization": f"Bearer {house.token('admin')}", "Accept": "text/html"}
    # By itself: a browser writes a refused page into its console, where no fault may stand.
    refused = await page.request.post(house.urls["portal"] + "/danh-muc/de-xuat/moi", form=wrong, headers=headers)
    assert refused.status == 422 and "Dòng 4" in await refused.text()


async def test_a_year_is_drawn_month_by_month(house: House, page: Any) -> None:
    await page.goto(house.window("/danh-muc/lich"))
    await page.get_by_role("link", name="Việt Nam 2026").click()
    await page.locator("td.holiday").first.wait_for()
    assert await page.locator(".month").count() == 12


async def test_the_administrators_pages_need_no_sideways_scroll_on_a_phone(house: House, page: Any) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/bang-theo-doi", "/hang-loi", "/suc-khoe", "/danh-muc/thu-tuc", "/danh-muc/co-quan", "/danh-muc/de-xuat"):
        await page.goto(house.window(path))
        await page.wait_for_url(f"**{path}")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


async def _pay(house: House, dossier: str) -> None:
    event = FeePaid(dossier_id=dossier, at=datetime.now(UTC), amount_dong=1000, receipt_no="BL-1")
    envelope = Envelope(uuids.uuid7(), "FeePaid", "intake", 1, dossier, datetime.now(UTC))
    producer = AIOKafkaProducer(bootstrap_servers=house.infra.bootstrap_servers)
    await producer.start()
    await producer.send_and_wait(f"{house.prefix}dossier.v1", event.to_json(), key=dossier.encode(), headers=envelope.to_headers())
    await producer.stop()
