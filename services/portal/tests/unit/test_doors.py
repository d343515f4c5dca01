"""The windows' doors: signing in and out, by whom it may be asked, and where one gets; with no database behind them."""

import time
from datetime import UTC, datetime
from typing import Any

import httpx2
import msgspec
import pytest
from fastapi import FastAPI, Request
from joserfc.jwk import KeySet, OKPKey
from lienthong_local.documents import service_and_app
from lienthong_runtime import Actor
from lienthong_runtime.identity import Identity, signed
from portal.gate.cookies import PLAIN, kept
from portal.gate.origin import cookie_counts
from portal.sign_in import own_path

KEY = OKPKey.generate_key("Ed25519", {"kid": "test", "alg": "Ed25519", "use": "sig"})
HOUSE = "http://cong.test"
HERE = {"Sec-Fetch-Site": "same-origin"}
PERSON = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    _, app = service_and_app("portal")
    app.state.identity = Identity(msgspec.json.encode(KeySet([KEY]).as_dict(private=False)).decode(), lambda: datetime.now(UTC))
    app.state.entering = entering
    return app


async def entering(request: Request) -> tuple[Actor, str] | None:
    """A citizen is signed in at a browser that keeps this secret."""
    known = kept(request) == "secret" and cookie_counts(request)
    return (Actor("an", None, frozenset({"citizen"})), "token") if known else None


@pytest.fixture
def browser(app: FastAPI) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=HOUSE)


def token(*roles: str, agency: str | None = None, seconds: float = 60) -> str:
    return signed({"sub": "an", "agency": agency, "roles": roles, "exp": time.time() + seconds}, KEY)


def form(**fields: str) -> dict[str, Any]:
    return {"data": {"token": token("auditor"), **fields}}


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


@pytest.mark.parametrize("to", ["https://evil.test/", "//evil.test", "/\\evil.test", "evil.test", "", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(to: str) -> None:
    assert own_path(to) == "/bang-theo-doi"


async def test_the_door_keeps_the_way_it_is_given_unless_it_leads_away(browser: Any) -> None:
    assert 'name="di" value="/ho-so/H32"' in (await browser.get("/vao?di=/ho-so/H32")).text
    assert 'name="di" value="/bang-theo-doi"' in (await browser.get("/vao?di=//evil.test")).text


async def test_a_person_who_is_not_signed_in_is_led_to_the_door_and_back(browser: Any) -> None:
    led = await browser.get("/ho-so/H32.1-2", headers=PERSON)
    assert (led.status_code, led.headers["location"]) == (303, "/vao?di=/ho-so/H32.1-2")
    filtered = await browser.get("/ho-so?due=overdue&q=a%26b", headers=PERSON)
    assert filtered.headers["location"] == "/vao?di=/ho-so%3Fdue%3Doverdue%26q%3Da%2526b"
    assert (await browser.get("/ho-so/H32.1-2")).status_code == 401  # a program is told so


async def test_a_session_that_is_over_is_told_so_and_leads_back_to_the_page_that_had_the_form(browser: Any) -> None:
    stale = PERSON | {"Cookie": f"{PLAIN}=over"}
    assert (await browser.get("/ho-so", headers=stale)).headers["location"] == "/vao?di=/ho-so&het=1"
    again = f"/hang-loi/intake/{'0' * 8}-0000-0000-0000-{'0' * 12}/chay-lai"
    before = {"Referer": f"{HOUSE}/hang-loi?x=1", **HERE}
    assert (await browser.post(again, headers=stale | before)).headers["location"] == "/vao?di=/hang-loi&het=1"
    elsewhere = {"Referer": "http://evil.test/hang-loi", **HERE}
    assert (await browser.post(again, headers=stale | elsewhere)).headers["location"] == "/vao?di=/&het=1"
    assert "Phiên làm việc đã kết thúc" in (await browser.get("/vao?het=1")).text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_the_cookie_counts_for_no_other_sites_request_but_for_a_link_that_is_followed(browser: Any, site: str) -> None:
    mine = {"Cookie": f"{PLAIN}=secret"}
    followed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert (await browser.get("/ho-so", headers=mine | {"Sec-Fetch-Site": site})).status_code == 401
    assert (await browser.get("/ho-so", headers=mine | followed | {"Sec-Fetch-Dest": "iframe"})).status_code == 401
    assert (await browser.get("/ho-so", headers=mine | followed)).status_code == 403  # known, and not for citizens
    assert (await browser.get("/ho-so", headers=mine | HERE)).status_code == 403


async def test_over_https_a_plain_cookie_which_a_neighbouring_host_may_have_planted_is_nobodys(browser: Any) -> None:
    assert (await browser.get("https://cong.test/ho-so", headers={"Cookie": f"{PLAIN}=secret"} | HERE)).status_code == 401
    assert (await browser.get("https://cong.test/ho-so", headers={"Cookie": "__Host-lienthong=secret"} | HERE)).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.test"},
                                     {"Origin": f"{HOUSE}.evil.test"}, {"Origin": "null"}])  # fmt: skip
async def test_nothing_is_changed_by_a_cookie_whose_sender_is_another_site_or_does_not_say(browser: Any, headers: dict[str, str]) -> None:
    for path in (f"/hang-loi/intake/{'0' * 8}-0000-0000-0000-{'0' * 12}/chay-lai", "/quan-tri/nguoi-dung", "/tai-khoan/mat-khau"):
        answer = await browser.post(path, headers={"Cookie": f"{PLAIN}=secret", **headers})
        assert answer.status_code == 403 and "biểu mẫu này không được gửi từ trang của chúng tôi" in answer.text


async def test_a_letters_link_is_switched_off_from_anywhere(browser: Any) -> None:
    answer = await browser.post("/tin-nhan/a*b", headers={"Sec-Fetch-Site": "cross-site", "Cookie": f"{PLAIN}=secret"})
    assert answer.status_code == 404  # by its own rules, not by the wall


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


async def test_every_answer_tells_browsers_to_be_careful(browser: Any) -> None:
    for path in ("/vao", "/khong-co", "/ho-so", "/static/house.css", "/health/live", "/tai-lieu/asyncapi.json"):
        told = (await browser.get(path)).headers
        assert told["x-content-type-options"] == "nosniff" and "frame-ancestors 'none'" in told["content-security-policy"], path
        assert (told["cross-origin-opener-policy"], told["cross-origin-resource-policy"]) == ("same-origin", "same-origin")
        assert "geolocation=()" in told["permissions-policy"] and "strict-transport-security" not in told
    assert "max-age=31536000" in (await browser.get("https://cong.test/vao")).headers["strict-transport-security"]


async def test_only_a_file_with_the_mark_of_its_content_is_kept(browser: Any) -> None:
    marked = await browser.get("/static/house.css?v=0123456789")
    assert marked.headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/static/house.css", "/static/khong-co.css?v=1", "/tai-lieu/asyncapi.json", "/ho-so"):
        assert (await browser.get(path)).headers["cache-control"] == "no-store", path


async def test_a_fragment_of_a_page_whose_session_is_over_sends_the_whole_page_to_the_door(browser: Any) -> None:
    assert (await browser.get("/bang-theo-doi/so-lieu", headers={"HX-Request": "true"})).headers["hx-refresh"] == "true"
    assert "hx-refresh" not in (await browser.get("/bang-theo-doi/so-lieu")).headers


async def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(browser: Any) -> None:
    async def pieces() -> Any:
        for _ in range(3):
            yield b"x" * (1 << 19)

    form_like = {"Content-Type": "application/x-www-form-urlencoded", **HERE}
    assert (await browser.post("/vao", content=b"x" * ((1 << 20) + 1), headers=form_like)).status_code == 413
    assert (await browser.post("/vao", content=pieces(), headers=form_like)).status_code == 413
    assert (await browser.post("/vao", content=b"x", headers=form_like | {"Content-Length": "9" * 40})).status_code == 413


async def test_a_fault_of_ours_is_told_kindly_without_a_word_of_what_broke(app: FastAPI) -> None:
    async def broken(_request: Request) -> None:
        raise RuntimeError("secret of the house")

    app.state.entering = broken
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app, raise_app_exceptions=False), base_url=HOUSE)
    page, program = await http.get("/ho-so", headers=PERSON), await http.get("/ho-so")
    app.state.entering = entering
    assert (page.status_code, program.status_code) == (500, 500) and "Đây là lỗi của hệ thống, không phải của bạn" in page.text
    for told in (page, program):
        assert "secret of the house" not in told.text and "RuntimeError" not in told.text and told.headers["cache-control"] == "no-store"
        assert told.headers["x-content-type-options"] == "nosniff"
    assert program.json()["title"] == "Hệ thống gặp lỗi"


async def test_who_guesses_codes_has_to_wait_and_is_told_how_long(app: FastAPI) -> None:
    stranger = httpx2.AsyncClient(transport=httpx2.ASGITransport(app, client=("203.0.113.7", 1)), base_url=HOUSE)
    app.middleware_stack = None  # a wall of its own, with nobody's count
    pages = [await stranger.get("/tra-cuu", params={"ma": ""}) for _ in range(60)]
    while (last := await stranger.get("/tra-cuu", params={"ma": ""}, headers=PERSON)).status_code == 200:
        pages.append(last)  # on a busy machine some seconds were paid back meanwhile
    assert {page.status_code for page in pages} == {200} and last.status_code == 429
    assert 1 <= int(last.headers["retry-after"]) <= 60 and "Bạn thao tác hơi nhanh" in last.text
    neighbour = httpx2.AsyncClient(transport=httpx2.ASGITransport(app, client=("203.0.113.8", 1)), base_url=HOUSE)
    assert (await neighbour.get("/tra-cuu", params={"ma": ""})).status_code == 200


@pytest.mark.parametrize("path", ["/vao?di=/x%0d%0aSet-Cookie:%20a=b", "/ngon-ngu/vi%0d%0aX:%201"])
async def test_no_line_break_gets_into_a_header(browser: Any, path: str) -> None:
    answer = await browser.get(path, headers={"Referer": f"{HOUSE}/x%0d%0aSet-Cookie:a=b"})
    assert "a=b" not in answer.headers.get("set-cookie", "") and "x" not in answer.headers
