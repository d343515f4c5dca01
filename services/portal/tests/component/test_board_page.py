"""The board counts for each reader what is theirs, by what the address asks, and for all who ask the same at once."""

import asyncio
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_contracts import AgencyPublished
from portal.web.render import STATIC
from portal_at_work import browser, database, letter, running_with, settings_of, token

FONTS = STATIC / "fonts"
MINE, OTHER = "H32.41", "H32.42"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "board") as (pool, dsn):
        portal = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)
        for agency in (MINE, OTHER):
            portal.catalogue.put(AgencyPublished.model_validate(AgencyPublished.example | {"id": agency, "name": f"UBND {agency}"}))
        for number, (agency, channel) in enumerate(((MINE, "online"), (MINE, "counter"), (OTHER, "counter"))):
            dossier = uuids.uuid7()
            await portal.transactor.take_in([
                letter("DossierReceived", 1, dossier, desk=agency, channel=channel, code=f"{agency}-261123-000{number}")])  # fmt: skip
        yield portal


def who(role: str, agency: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(role, agency=agency)}", "Accept": "text/html"}


async def figures(portal: Any, headers: dict[str, str], query: str = "") -> Any:
    async with browser(portal) as client:
        answer = await client.get(f"/api/board?tu=2026-01-01&den=2026-12-31{query}", headers=headers | {"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.mark.parametrize(("headers", "query", "counted"), [
    (who("auditor"), "", 3), (who("admin"), f"&co-quan={OTHER}", 1), (who("officer", MINE), "", 2), (who("head", OTHER), "", 1),
    (who("officer", OTHER), f"&co-quan={MINE}", 1),
])  # fmt: skip
async def test_a_board_counts_what_its_reader_may_see(portal: Any, headers: dict[str, str], query: str, counted: int) -> None:
    found = await figures(portal, headers, query)
    assert sum(found["received"].values()) == sum(found["open"].values()) == counted


async def test_boards_that_fetch_figures_at_once_get_their_own(portal: Any) -> None:
    async with browser(portal) as client:
        asked = [client.get("/bang-theo-doi/so-lieu", headers=who("officer", agency)) for agency in (MINE, OTHER) * 10]
        pages = [(await page).text for page in asyncio.as_completed(asked)]
    assert sum(f"UBND {MINE}" in page for page in pages) == sum(f"UBND {OTHER}" in page for page in pages) == 10
    assert not any(f"UBND {MINE}" in page and f"UBND {OTHER}" in page for page in pages)


async def test_the_page_has_every_chart_with_its_table(portal: Any) -> None:
    async with browser(portal) as client:
        page = (await client.get("/bang-theo-doi?tu=2026-01-01&den=2026-12-31&theo=kenh", headers=who("auditor"))).text
    for place in ("luong", "co-quan", "cham", "lich", "tin-nhan", "xep-hang", "can-nguoi"):
        assert f'id="{place}"' in page, place
    assert "Trực tuyến" in page and page.count('<details class="twin">') == 3


async def test_what_a_board_cannot_be_asked_for(portal: Any) -> None:
    async with browser(portal) as client:
        assert (await client.get("/bang-theo-doi?co-quan=H99", headers=who("admin"))).status_code == 404
        odd = await client.get("/bang-theo-doi?tu=%3Cb%3E&den=9999-99-99&theo=%3Cscript%3E", headers=who("admin"))
        assert odd.status_code == 200 and "<script>" not in odd.text.replace('<script src', "")


async def test_the_first_view_of_the_board_is_small_enough_for_a_slow_line(portal: Any) -> None:
    """All that the page names, and every font, as they go over the line; the charts' library comes after the first paint."""
    headers = who("auditor") | {"Accept-Encoding": "gzip"}
    async with browser(portal) as client:
        page = (await client.get("/bang-theo-doi?tu=2026-01-01&den=2026-12-31", headers=headers)).text
        named = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page)) | {f"/static/fonts/{font.name}" for font in FONTS.glob("*.woff2")}
        sizes = {address: await _over_the_line(client, address, headers) for address in named | {"/bang-theo-doi"}}
        library = re.findall(r'data-library="([^"]+)"', page)
        sizes |= {address: await _over_the_line(client, address, headers) for address in library}
    assert sum(sizes.values()) <= 300_000, sizes


async def _over_the_line(client: Any, address: str, headers: dict[str, str]) -> int:
    async with client.stream("GET", address, headers=headers) as answer:
        assert answer.status_code == 200, address
        return sum([len(piece) async for piece in answer.aiter_raw()])
