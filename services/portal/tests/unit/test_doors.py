"""The windows' doors: signing in and out, by whom it may be asked, and where one gets; with no database behind them."""

import time
from datetime import UTC, datetime
from typing import Any

import httpx2
import msgspec
import pytest
from fastapi import FastAPI
from joserfc.jwk import KeySet, OKPKey
from lienthong_local.documents import service_and_app
from lienthong_runtime.identity import COOKIE, Identity, signed
from portal.sign_in import own_path

KEY = OKPKey.generate_key("Ed25519", {"kid": "test", "alg": "Ed25519", "use": "sig"})
HOUSE = "http://cong.test"
HERE = {"Sec-Fetch-Site": "same-origin"}
PERSON = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    _, app = service_and_app("portal")
    app.state.identity = Identity(msgspec.json.encode(KeySet([KEY]).as_dict(private=False)).decode(), lambda: datetime.now(UTC))
    return app


@pytest.fixture
def browser(app: FastAPI) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=HOUSE)


def token(*roles: str, agency: str | None = None, seconds: float = 60) -> str:
    return signed({"sub": "an", "agency": agency, "roles": roles, "exp": time.time() + seconds}, KEY)


def form(**fields: str) -> dict[str, Any]:
    return {"data": {"token": token("auditor"), **fields}}


async def test_a_token_becomes_a_cookie_that_no_script_reads_and_no_other_site_sends(browser: Any) -> None:
    inside = await browser.post("/vao", **form(di="/ho-so?due=overdue"), headers=HERE)
    assert (inside.status_code, inside.headers["location"]) == (303, "/ho-so?due=overdue")
    said = inside.headers["set-cookie"].lower()
    assert said.startswith(COOKIE) and "httponly" in said and "samesite=lax" in said and "secure" not in said


async def test_over_https_the_cookie_is_sent_over_https_only(browser: Any) -> None:
    inside = await browser.post("https://cong.test/vao", **form(), headers=HERE)
    assert "secure" in inside.headers["set-cookie"].lower()


async def test_a_token_that_was_copied_with_the_blanks_around_it_is_the_same_token(browser: Any) -> None:
    mine = token("auditor")
    inside = await browser.post("/vao", **form(token=f" {mine}\n"), headers=HERE)
    assert inside.headers["set-cookie"].startswith(f"{COOKIE}={mine};")


@pytest.mark.parametrize("wrong", ["nonsense", " ", token("auditor", seconds=-1)])
async def test_a_wrong_token_signs_nobody_in_and_is_not_repeated(browser: Any, wrong: str) -> None:
    page = await browser.post("/vao", **form(token=wrong, di="/ho-so"), headers=HERE)
    assert page.status_code == 200 and "set-cookie" not in page.headers
    assert 'role="alert"' in page.text and 'value="/ho-so"' in page.text
    assert not wrong.strip() or wrong not in page.text


async def test_a_token_that_is_too_long_is_not_repeated_either(browser: Any) -> None:
    for headers in (HERE, HERE | PERSON):
        answer = await browser.post("/vao", **form(token="x" * 4001), headers=headers)
        assert answer.status_code == 422 and "xxx" not in answer.text


@pytest.mark.parametrize("door", ["/vao", "/ra"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
                                     {"Origin": "http://evil.test"}, {"Origin": "null"}])  # fmt: skip
async def test_another_sites_form_signs_nobody_in_or_out(browser: Any, door: str, headers: dict[str, str]) -> None:
    answer = await browser.post(door, **form(), headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("headers", [HERE, {"Origin": HOUSE}, {"Origin": "https://cong.test"}, {}])
async def test_the_windows_own_form_signs_in_and_out(browser: Any, headers: dict[str, str]) -> None:
    inside, outside = await browser.post("/vao", **form(), headers=headers), await browser.post("/ra", headers=headers)
    assert (inside.headers["location"], outside.headers["location"]) == ("/bang-theo-doi", "/vao")
    assert outside.headers["set-cookie"].startswith(f'{COOKIE}="";')


@pytest.mark.parametrize("to", ["https://evil.test/", "//evil.test", "/\\evil.test", "evil.test", "", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(to: str) -> None:
    assert own_path(to) == "/bang-theo-doi"


async def test_the_door_keeps_the_way_it_is_given_unless_it_leads_away(browser: Any) -> None:
    assert 'name="di" value="/ho-so/H32"' in (await browser.get("/vao?di=/ho-so/H32")).text
    assert 'name="di" value="/bang-theo-doi"' in (await browser.get("/vao?di=//evil.test")).text
    assert (await browser.post("/vao", **form(di="/\t/evil.test"), headers=HERE)).headers["location"] == "/%09/evil.test"


async def test_a_person_who_is_not_signed_in_is_led_to_the_door_and_back(browser: Any) -> None:
    led = await browser.get("/ho-so/H32.1-2", headers=PERSON)
    assert (led.status_code, led.headers["location"]) == (303, "/vao?di=/ho-so/H32.1-2")
    assert (await browser.get("/ho-so/H32.1-2")).status_code == 401  # a program is told so


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_the_cookie_counts_for_no_other_sites_request(browser: Any, site: str) -> None:
    kept = {"Cookie": f"{COOKIE}={token('citizen')}"}
    assert (await browser.get("/ho-so", headers=kept | {"Sec-Fetch-Site": site})).status_code == 401
    assert (await browser.get("/ho-so", headers=kept | HERE)).status_code == 403  # known, and not for citizens


async def test_nothing_is_changed_by_a_cookie_whose_sender_does_not_say_where_from(browser: Any) -> None:
    again = f"/hang-loi/intake/{'0' * 8}-0000-0000-0000-{'0' * 12}/chay-lai"
    assert (await browser.post(again, headers={"Cookie": f"{COOKIE}={token('admin')}"})).status_code == 401


@pytest.mark.parametrize("path", ["/ho-so", "/bang-theo-doi", "/su-kien", "/api/board", "/hang-loi", "/tin-gui", "/api/alarms",
                                  "/tin-gui/so-lieu", "/api/tin-gui/so-lieu"])  # fmt: skip
async def test_a_citizens_token_opens_no_window_of_the_offices(browser: Any, path: str) -> None:
    assert (await browser.get(path, headers={"Authorization": f"Bearer {token('citizen', agency='H32')}"})).status_code == 403


async def test_kept_messages_and_dead_letters_are_not_an_officers(browser: Any) -> None:
    mine = {"Authorization": f"Bearer {token('head', agency='H32')}"}
    closed = ("/tin-gui", "/hang-loi", "/api/alarms", "/tin-gui/so-lieu", "/api/tin-gui/so-lieu")
    assert [(await browser.get(path, headers=mine)).status_code for path in closed] == [403] * len(closed)
    auditor = {"Authorization": f"Bearer {token('auditor')}"}
    assert (await browser.get("/tin-gui", headers=auditor)).status_code == 403


async def test_a_problem_is_told_on_a_page_in_the_readers_language_with_their_name(browser: Any) -> None:
    mine = {"Authorization": f"Bearer {token('citizen')}"} | PERSON
    vi, en = await browser.get("/ho-so", headers=mine), await browser.get("/ho-so?lang=en", headers=mine)
    assert (vi.status_code, en.status_code) == (403, 403)
    assert "vai trò hoặc cơ quan của bạn không được làm việc này" in vi.text and "your role or agency may not do this" in en.text
    assert 'class="who"' in vi.text


async def test_no_page_is_kept_by_a_cache_or_told_of_to_another_site(browser: Any) -> None:
    mine = {"Authorization": f"Bearer {token('citizen')}"} | PERSON
    for page in (await browser.get("/vao"), await browser.get("/ho-so", headers=mine), await browser.get("/khong-co", headers=mine)):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin" and "form-action 'self'" in page.headers["content-security-policy"]
