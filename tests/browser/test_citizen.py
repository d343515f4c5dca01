"""Citizens' own pages as they use them: on a phone, with and without scripts, from finding a procedure to a rated result."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services
from playwright.async_api import Browser

DESK = "H32.41"
PHONE = {"width": 360, "height": 740}
PAPER = {"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"}
# What a screen reader needs of every field, image and heading; the whole of axe isn't on this machine.
UNNAMED = """() => {
  const named = (e) => e.labels?.length || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.type === "hidden";
  const faults = [...document.querySelectorAll("input, select, textarea")].filter((e) => !named(e)).map((e) => `field ${e.name}`);
  faults.push(...[...document.querySelectorAll("img:not([alt])")].map((e) => `image ${e.src}`));
  faults.push(...[...document.querySelectorAll("a, button")].filter((e) => !e.textContent.trim() && !e.getAttribute("aria-label")
    && !e.closest("[hidden], .wide-only, .narrow-only, .menu")).map((e) => `nameless ${e.outerHTML.slice(0, 80)}`));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  faults.push(...ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `twice #${id}`));
  const broken = [...document.querySelectorAll("[aria-describedby]")].flatMap((e) => e.getAttribute("aria-describedby").split(" "));
  faults.push(...broken.filter((id) => !document.getElementById(id)).map((id) => `described by nothing: ${id}`));
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
  return faults;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        yield house
        await house.aclose()


@contextlib.asynccontextmanager
async def at_home(house: House, browser: Browser, subject: str = "cd-an", script: bool = True) -> AsyncGenerator[Any]:
    """A citizen's phone, signed in; as nobody where no subject is given."""
    context = await browser.new_context(viewport=PHONE, java_script_enabled=script)
    page = await context.new_page()
    if subject:
        await sign_in(page, house, subject)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield page
    await context.close()
    assert faults == []


async def sign_in(page: Any, house: House, subject: str) -> None:
    """By the door's own form, which needs no script."""
    await page.goto(f"{house.urls['portal']}/vao?di=/cua-toi")
    await page.locator("details:has(#vao) summary").click()
    await page.locator("#vao input[name=token]").fill(house.token("citizen", subject=subject))
    await page.locator("#vao button").click()
    await page.wait_for_url("**/cua-toi")


@contextlib.asynccontextmanager
async def at_work(house: House, browser: Browser) -> AsyncGenerator[Any]:
    """An officer of the desk, at the desk's machine."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(house.window("/phan-anh/can-tra-loi", "officer", agency=DESK))
    await page.wait_for_url("**/can-tra-loi")
    yield page
    await context.close()


async def sound(page: Any) -> None:
    """Nothing on the page is without its name, and it fits."""
    assert await page.evaluate(UNNAMED) == [], page.url


async def hand_in(page: Any, house: House, upload: bool = True) -> str:
    """From the catalogue to the dossier's own page; returns its id."""
    await page.goto(f"{house.urls['portal']}/thu-tuc?q=ho+kinh+doanh")
    await page.get_by_role("link", name="Thành lập hộ kinh doanh").click()
    await page.get_by_role("link", name="Nộp trực tuyến").click()
    await page.get_by_label("Nơi tiếp nhận").select_option(DESK)
    await page.get_by_role("button", name="Tiếp tục").click()
    await page.get_by_label("Họ và tên", exact=True).fill("Chamaléa Thị Hạnh")
    await page.get_by_label("Số điện thoại").first.fill("0912345210")
    async with page.expect_navigation():  # what is counted next is counted on the page that follows, however long that takes
        await page.get_by_role("button", name="Lưu và tiếp tục").click()
    for n in range(await page.locator("form.upload").count() if upload else 0):
        form = page.locator("form.upload").nth(n)
        await form.locator("input[type=file]").set_input_files(PAPER)
        async with page.expect_navigation():
            await form.get_by_role("button", name="Tải lên").click()
    await page.get_by_role("button", name="Tiếp tục").click()
    await page.get_by_role("button", name="Nộp hồ sơ").wait_for()
    async with page.expect_navigation():
        await page.get_by_role("button", name="Nộp hồ sơ").click()
    if await page.get_by_label("Tôi vẫn muốn nộp").count():
        await page.get_by_label("Tôi vẫn muốn nộp").check()
        await page.get_by_role("button", name="Nộp hồ sơ").click()
    await page.wait_for_url("**/cua-toi/*?xong=da-nop")
    return str(page.url.rpartition("/")[2].partition("?")[0])


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
async def test_a_citizen_finds_a_procedure_and_hands_it_in_on_a_phone(house: House, browser: Browser, script: bool) -> None:
    async with at_home(house, browser, f"cd-{script}", script) as page:
        dossier_id = await hand_in(page, house)
        await page.get_by_text("Chúng tôi báo bạn").wait_for()
        await page.goto(f"{house.urls['portal']}/nop-ho-so/nhap/{dossier_id}/xem-lai")
        assert await page.get_by_role("heading", name="Không có trang này").count() > 0  # handed in, it is no draft any more


async def test_every_fault_is_at_its_field_and_what_was_typed_stays(house: House, browser: Browser) -> None:
    async with at_home(house, browser, "cd-loi") as page:
        await page.goto(f"{house.urls['portal']}/nop-ho-so/1.001612")
        await page.get_by_role("button", name="Tiếp tục").click()
        await page.get_by_text("Chọn nơi tiếp nhận trong danh sách.").first.wait_for()
        await sound(page)
        await page.get_by_label("Nơi tiếp nhận").select_option(DESK)
        await page.get_by_role("button", name="Tiếp tục").click()
        await page.get_by_label("Nơi ở").fill("<b>Thôn 3</b>")
        await page.get_by_label("Số định danh").first.fill("12 34")
        await page.get_by_role("button", name="Lưu và tiếp tục").click()
        summary = page.get_by_role("alert")
        await summary.get_by_role("link").first.wait_for()
        for field in ("name", "phone", "id_no"):
            assert await page.locator(f"#{field}").get_attribute("aria-invalid") == "true"
            assert await summary.locator(f"a[href='#{field}']").count() == 1
        assert await page.get_by_label("Nơi ở").input_value() == "<b>Thôn 3</b>"
        await sound(page)
        await page.goto(f"{page.url.partition('?')[0]}/giay-to")
        await page.get_by_role("button", name="Tiếp tục").click()
        assert await page.locator(".paper .fault:not([hidden])").count() == 2  # each paper that is needed
        await sound(page)


async def test_a_file_that_isnt_what_its_name_says_is_refused_beside_its_paper(house: House, browser: Browser) -> None:
    async with at_home(house, browser, "cd-tep") as page:
        await page.goto(f"{house.urls['portal']}/nop-ho-so/1.001612")
        await page.get_by_label("Nơi tiếp nhận").select_option(DESK)
        await page.get_by_role("button", name="Tiếp tục").click()
        await page.wait_for_url("**/nhap/*")
        await page.goto(f"{page.url}/giay-to")
        form = page.locator("form.upload").first
        await form.locator("input[type=file]").set_input_files({**PAPER, "name": "anh.jpg", "mimeType": "image/jpeg"})
        await form.get_by_role("button", name="Tải lên").click()
        await form.locator("[data-fault]").filter(has_text="nội dung").wait_for()


async def test_a_citizen_sees_who_has_it_until_when_and_why_and_nobody_else_sees_it(house: House, browser: Browser) -> None:
    async with at_home(house, browser, "cd-xem") as page:
        dossier_id = await hand_in(page, house)
        await house.desk.act("intake", dossier_id, "receive", DESK, "mc1")
        await house.quiet()
        await page.goto(f"{house.urls['portal']}/cua-toi/{dossier_id}")
        await page.get_by_text("Trả kết quả trước").wait_for()
        await page.get_by_text("Vì sao là").wait_for()
        await page.get_by_text("Hồ sơ đang ở đâu").wait_for()
        await sound(page)
        form = await page.request.get(f"{house.urls['portal']}/cua-toi/{dossier_id}/giay/receipt")
        assert form.status == 200 and (await form.body()).startswith(b"%PDF")
        await page.goto(f"{house.urls['portal']}/cua-toi")
        await page.get_by_role("link", name="Thành lập hộ kinh doanh").wait_for()
        await sound(page)
    async with at_home(house, browser, "cd-nguoi-la") as page:
        for path in ("", "/giay/receipt"):
            seen = await page.request.get(f"{house.urls['portal']}/cua-toi/{dossier_id}{path}")
            assert seen.status == 404 and "Thành lập" not in await seen.text()
        await page.goto(f"{house.urls['portal']}/cua-toi")
        await page.get_by_text("Bạn chưa có hồ sơ nào ở đây").wait_for()
        await sound(page)


async def test_a_supplement_is_given_a_fee_is_paid_once_and_a_dossier_is_withdrawn(house: House, browser: Browser) -> None:
    async with at_home(house, browser, "cd-bo-sung") as page:
        dossier_id = await hand_in(page, house)
        await house.desk.act("intake", dossier_id, "return-submission", DESK, "mc1", content="Tờ khai bị mờ", legal_ground="Đ.17.2a")
        mine = f"{house.urls['portal']}/cua-toi/{dossier_id}"
        await page.goto(mine)
        await page.get_by_text("Tờ khai bị mờ").first.wait_for()
        await page.get_by_role("button", name="Gửi phần bổ sung").click()
        await page.get_by_text("Chưa có tệp nào được tải lên").first.wait_for()
        await page.locator("form.upload input[type=file]").set_input_files(PAPER)
        async with page.expect_navigation():
            await page.get_by_role("button", name="Tải lên").click()
        await page.get_by_role("button", name="Gửi phần bổ sung").click()
        await page.get_by_text("Đã gửi phần bổ sung").wait_for()
        await page.get_by_role("link", name="Nộp trực tuyến").click()
        await page.get_by_text("Không có tiền nào được chuyển").wait_for()
        await sound(page)
        await page.get_by_role("button", name="Giả như ngân hàng từ chối").click()
        await page.get_by_text("Chưa trừ tiền").wait_for()
        sent = {name: await page.locator(f"input[name={name}]").input_value() for name in ("key", "dong")}
        await page.get_by_role("button", name="Trả 100.000").click()
        await page.get_by_text("Đã nộp tiền").wait_for()
        again = await page.request.post(f"{house.urls['portal']}/thanh-toan/{dossier_id}", form={**sent, "outcome": "paid"},
                                        headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
        assert again.ok and "THU-NGHIEM" in await again.text()
        state = await house.desk.get("intake", f"/dossiers/{dossier_id}")
        assert [payment["dong"] for payment in state["payments"]] == [100_000]
        await page.goto(mine)
        await page.locator("summary", has_text="Rút hồ sơ").click()
        await page.get_by_role("button", name="Rút hồ sơ").click()
        await page.get_by_text("Viết lý do").first.wait_for()
        await sound(page)
        await page.get_by_label("Vì sao bạn rút?").fill("Không còn nhu cầu")
        await page.get_by_label("Tôi muốn rút hồ sơ này").check()
        await page.get_by_role("button", name="Rút hồ sơ").click()
        await page.get_by_text("Đã rút hồ sơ.").wait_for()


async def test_anybody_gives_feedback_and_reads_the_answer_by_its_code(house: House, browser: Browser) -> None:
    async with at_home(house, browser, "") as page:
        await page.goto(f"{house.urls['portal']}/phan-anh")
        await page.get_by_role("button", name="Gửi phản ánh").click()
        await page.get_by_text("Chọn cơ quan trong danh sách.").first.wait_for()
        await sound(page)
        await page.get_by_label("Về cơ quan nào?").select_option(DESK)
        await page.get_by_label("Chậm trễ").check()
        await page.get_by_label("Bạn muốn nói gì?").fill("<script>alert(1)</script> Hẹn thứ Sáu mà thứ Ba mới có.")
        await page.get_by_role("button", name="Gửi phản ánh").click()
        await page.get_by_text("Đã gửi. Hãy giữ mã này").wait_for()
        code = page.url.rpartition("/")[2].partition("?")[0]
        assert "Hẹn thứ Sáu" not in await page.inner_text("main")  # whoever has the code reads the answer, not what was written
        await sound(page)
        async with at_work(house, browser) as office:
            await office.goto(f"{house.urls['portal']}/phan-anh/can-tra-loi")
            await office.get_by_text("Hẹn thứ Sáu mà thứ Ba mới có.").wait_for()
            await office.get_by_label("Trả lời (người gửi").first.fill("Chúng tôi xin lỗi vì đã chậm và đã nhắc bộ phận liên quan.")
            await office.get_by_role("button", name="Gửi trả lời").first.click()
            await office.get_by_text("Đã gửi trả lời.").wait_for()
        await page.goto(f"{house.urls['portal']}/phan-anh?ma={code.lower()}")
        await page.get_by_text("Chúng tôi xin lỗi vì đã chậm").wait_for()


async def test_anybody_finds_reads_and_prints_procedures(house: House, page: Any) -> None:
    await page.set_viewport_size(PHONE)
    for path in ("/", "/thu-tuc", "/thu-tuc?q=so+do", "/thu-tuc?q=zzzz", "/thu-tuc/3.000722", "/thu-tuc/1.013831/niem-yet"):
        await page.goto(house.urls["portal"] + path)
        await sound(page)
    await page.emulate_media(media="print")
    assert await page.locator(".public").is_hidden() and await page.locator(".posted").is_visible()
