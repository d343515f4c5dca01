"""Signing in, one's own account and users, as people meet them in a real browser with the real services behind it."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services
from lienthong_local.trial_accounts import run
from playwright.async_api import Browser

OWN = "ba con trâu gặm cỏ trên đồi"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        wanted = [{"login": login, "roles": roles, "agency": agency, "password": OWN}
                  for login, roles, agency in (("motcua", "desk", "H32.41"), ("quantri", "admin", ""))]  # fmt: skip
        await run({"dsns": running.dsns}, "add-all", said=json.dumps(wanted))
        yield house
        await house.aclose()


async def enter(page: Any, login: str, password: str = OWN) -> None:
    await page.get_by_label("Tên đăng nhập").fill(login)
    await page.get_by_label("Mật khẩu", exact=True).fill(password)
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()


async def test_whoever_wanted_a_page_gets_to_it_by_login_and_password_and_sees_what_their_agency_has(house: House, page: Any) -> None:
    await page.goto(house.urls["portal"] + "/ho-so?due=overdue")
    await page.wait_for_url("**/vao?di=/ho-so*")
    await enter(page, "motcua")
    await page.wait_for_url("**/ho-so?due=overdue")
    await page.get_by_text("motcua · H32.41").wait_for()


async def test_what_a_window_asks_of_another_service_goes_with_the_rights_of_who_signed_in(house: House, page: Any) -> None:
    lives = await house.lives(seed=41)
    dossier = await lives.begin()
    await lives._planned(dossier)
    await house.quiet()
    desk = (await house.desk.get("intake", f"/dossiers/{dossier}"))["desk"]
    await page.goto(house.window(f"/ho-so/{dossier}", "desk", agency=desk))
    # Who used how much of the time is the monitor's to say: to a token that it doesn't take it stays silent; on a busy machine at first.
    await page.locator("#ai-dung").wait_for()
    for _ in range(20):
        if "chưa trả lời" not in (said := await page.locator("#ai-dung").inner_text()):
            break
        await page.reload()
    assert "chưa trả lời" not in said


async def test_a_session_that_was_ended_elsewhere_leads_to_the_door_and_back(house: House, page: Any, browser: Browser) -> None:
    await page.goto(house.urls["portal"] + "/vao?di=/ho-so")
    await enter(page, "motcua")
    await page.wait_for_url("**/ho-so")
    elsewhere = await (await browser.new_context()).new_page()
    await elsewhere.goto(house.urls["portal"] + "/vao?di=/tai-khoan")
    await enter(elsewhere, "motcua")
    await elsewhere.get_by_role("button", name="Kết thúc mọi phiên khác").click()
    await elsewhere.get_by_text("Đã kết thúc.").wait_for()
    await page.goto(house.urls["portal"] + "/ho-so?due=paused")
    await page.get_by_text("Phiên làm việc đã kết thúc").wait_for()
    await enter(page, "motcua")
    await page.wait_for_url("**/ho-so?due=paused")
    await elsewhere.context.close()


async def test_a_new_user_chooses_a_password_of_their_own_before_anything_else(house: House, page: Any, browser: Browser) -> None:
    await page.goto(house.urls["portal"] + "/vao?di=/quan-tri/nguoi-dung")
    await enter(page, "quantri")
    form = page.locator("#them")
    await form.get_by_label("Tên đăng nhập").fill("can.bo9")
    await form.get_by_label("Cơ quan").fill("H32.41")
    await form.get_by_label("Cán bộ thụ lý").check()
    await form.get_by_role("button", name="Tạo tài khoản").click()
    once = await page.locator(".given").inner_text()
    theirs = await (await browser.new_context(viewport={"width": 360, "height": 740})).new_page()
    await theirs.goto(house.urls["portal"] + "/vao")
    await enter(theirs, "can.bo9", once)
    await theirs.get_by_role("heading", name="Chọn mật khẩu của riêng bạn").wait_for()
    assert await theirs.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await theirs.get_by_label("Mật khẩu dùng một lần vừa nhập").fill(once)
    await theirs.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    await theirs.get_by_label("Nhập lại mật khẩu mới").fill(OWN)
    await theirs.get_by_role("button", name="Lưu mật khẩu").click()
    await theirs.wait_for_url("**/bang-theo-doi")
    await theirs.context.close()
    await page.get_by_role("link", name="Xem nhật ký của người này").click()
    await page.get_by_role("cell", name="Đổi mật khẩu", exact=True).wait_for()


@pytest.mark.parametrize("path", ["/vao", "/vao?het=1", "/tai-khoan", "/tai-khoan/mat-khau", "/quan-tri/nguoi-dung", "/quan-tri/nhat-ky",
                                  "/bat-dau"])  # fmt: skip
async def test_the_phone_needs_no_sideways_scroll(house: House, page: Any, path: str) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(house.urls["portal"] + "/vao?di=/tai-khoan")
    await enter(page, "quantri")
    await page.wait_for_url("**/tai-khoan")
    await page.goto(house.urls["portal"] + path)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_another_sites_form_does_nothing_in_the_name_of_who_is_signed_in(house: House, page: Any, browser: Browser) -> None:
    portal = house.urls["portal"]
    context = await browser.new_context()
    victim = await context.new_page()
    await victim.goto(portal + "/vao?di=/tai-khoan")
    await enter(victim, "quantri")
    await victim.wait_for_url("**/tai-khoan")
    evil = portal.replace("127.0.0.1", "localhost")  # another host to a browser; the form comes from a page of nobody's
    await victim.goto(evil + "/tra-cuu")
    fields = '<input name="login" value="ke.gian"><input name="roles" value="citizen">'
    form = f'<form method="post" action="{portal}/quan-tri/nguoi-dung">{fields}</form>'
    await victim.route("**/bay", lambda route: route.fulfill(body=form, content_type="text/html"))
    await victim.goto(evil + "/bay")
    async with victim.expect_navigation():
        await victim.evaluate("document.forms[0].submit()")
    assert "không được gửi từ trang của chúng tôi" in await victim.inner_text("body")
    accounts = await run({"dsns": house.services.dsns}, "list")
    assert "ke.gian" not in [one["login"] for one in accounts]
    await context.close()
