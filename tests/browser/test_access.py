"""Every window can be used by keyboard and screen reader: axe finds no serious fault, light and dark, on a desk and a phone."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest_asyncio
from house import House
from lienthong_local.services import Plan, services

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")  # 4.14.1, MPL-2.0
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
SERIOUS = ("serious", "critical")
# As whom; nobody is signed in without a role.
PAGES: dict[tuple[str, ...], tuple[str, ...]] = {
    (): ("/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc/1.001612", "/thu-tuc/1.001612/niem-yet", "/tra-cuu", "/phan-anh",
         "/so-cai", "/vao", "/tai-lieu", "/khong-co-trang-nay"),
    ("citizen",): ("/cua-toi", "/nop-ho-so/1.001612"),
    ("admin",): ("/bang-theo-doi", "/ho-so", "/bao-cao/06a", "/bao-cao/766", "/bao-cao/diem",
                 "/hang-loi", "/suc-khoe", "/danh-muc/thu-tuc",
                 "/tin-gui/so-lieu", "/quan-tri/nguoi-dung", "/quan-tri/nhat-ky", "/tai-khoan"),
    ("head", "officer"): ("/hop-viec", "/ban-giao", "/canh-bao", "/truc", "/ho-so/{dossier}"),
    ("desk",): ("/tiep-nhan?procedure=1.001612", "/lay-so"),
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[House]:
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix)) as running:
        house = House(infra, running, prefix)
        await house.live(3)
        await house.quiet()
        yield house
        await house.aclose()


async def test_no_window_has_a_serious_fault_of_access(house: House, browser: Any) -> None:
    found: list[str] = []
    dossier = await (await house.lives(seed=21)).begin()
    await house.quiet()
    desk = (await house.desk.get("intake", f"/dossiers/{dossier}"))["desk"]
    for roles, paths in PAGES.items():
        agency = desk if set(roles) & {"head", "desk"} else None
        for width, look in ((1440, "light"), (390, "dark")):
            context = await browser.new_context(viewport={"width": width, "height": 900}, color_scheme=look, reduced_motion="reduce")
            page = await context.new_page()
            if roles:
                await page.goto(house.window("/tai-khoan", *roles, agency=agency))
                await page.wait_for_url("**/tai-khoan")
            for path in paths:
                await page.goto(house.urls["portal"] + path.format(dossier=dossier))
                found += [f"{path} {width} {look}: {fault}" for fault in await faults(page)]
            await context.close()
    assert not found, "\n".join(found)


async def faults(page: Any) -> list[str]:
    """What axe says of a page, by rule and element; evaluated, for the page's own policy lets no script be added to it."""
    await page.evaluate(AXE)
    result = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{v['id']} {node['target']}" for v in result["violations"] if v["impact"] in SERIOUS for node in v["nodes"][:3]]
