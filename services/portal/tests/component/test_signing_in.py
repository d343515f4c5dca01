"""Signing in with a password, and a session's life: as its owner, and as somebody who is after it."""

import asyncio
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from fastapi import Request
from people_at_work import HERE, LASTING, Person, account, at_work, lines
from portal.accounts.entering import Entering
from portal.accounts.passwords import Hasher
from portal.accounts.sessions import REMEMBERED
from portal_at_work import database, running_with, settings_of, token


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Any, Any]]:
    async with database(infra, prefix, "door") as (pool, dsn):
        for login, role in (("thanhtra", "auditor"), ("congdan", "citizen"), ("quantri", "admin")):
            await account(pool, login, role)
        yield at_work(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool)), pool


async def test_a_password_opens_a_session_of_which_the_browser_keeps_a_secret_that_no_script_reads(house: Any) -> None:
    app, pool = house
    person = Person(app)
    inside = await person.enter("Thanhtra ", di="/bang-theo-doi?x=1")
    assert (inside.status_code, inside.headers["location"]) == (303, "/bang-theo-doi?x=1")
    said = inside.headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=lax" in said and "path=/" in said and "secure" not in said
    assert len(person.secret) >= 43 and (await person.get("/bang-theo-doi")).status_code == 200
    async with pool.acquire() as connection:
        kept = str(await connection.fetch("select * from session"))
    assert person.secret not in kept, "the table lets nobody in"
    assert (await lines(pool, "session.begun"))[-1]["detail"] == "password Firefox, Windows"


async def test_over_https_the_cookie_is_this_hosts_alone(house: Any) -> None:
    person = Person(house[0])
    inside = await person.http.post("https://cong.test/vao", data={"login": "thanhtra", "password": LASTING})
    said = inside.headers["set-cookie"]
    assert said.startswith("__Host-lienthong=") and "; Secure" in said and "Path=/" in said and "Domain" not in said


@pytest.mark.parametrize("role", ["congdan"])
async def test_a_citizen_is_not_led_to_the_offices_board(house: Any, role: str) -> None:
    assert (await Person(house[0]).enter(role, di="/bang-theo-doi")).headers["location"] == "/cua-toi"


async def test_a_token_of_the_provider_becomes_a_session_that_ends_with_it(house: Any) -> None:
    app, pool = house
    person = Person(app)
    inside = await person.post("/vao", token=f" {token('auditor')}\n", di="/ho-so?due=overdue")
    assert inside.headers["location"] == "/ho-so?due=overdue" and "." not in person.secret
    assert (await person.get("/ho-so")).status_code == 200
    async with pool.acquire() as connection:
        row = await connection.fetchrow("select via, ends_at - created_at as length from session where subject = 'ntb'")
    assert row["via"] == "link" and row["length"].total_seconds() <= 3600


async def test_a_token_in_the_cookie_is_no_session(house: Any) -> None:
    person = Person(house[0])
    assert (await person.get("/api/board", headers={"Cookie": f"lienthong_session={token('admin')}"})).status_code == 303


def without_login(page: Any) -> str:
    return re.sub(r'name="login" value="[^"]*"', "", page.text)


@pytest.mark.parametrize(("login", "password"), [("thanhtra", "sai rồi, không phải"), ("khongco", LASTING), ("' or 1=1 --", LASTING),
                                                 ("thanhtra", LASTING + "x" * 600), ("thanhtra", "")])  # fmt: skip
async def test_whatever_is_wrong_the_answer_is_the_same(house: Any, login: str, password: str) -> None:
    person = Person(house[0], "198.51.100.9")
    page = await person.enter(login, password)
    assert page.status_code == 422 and "set-cookie" not in page.headers and "hoặc tài khoản đang tạm nghỉ" in page.text
    other = await person.enter("khongcoai", "khong phai mat khau")
    assert without_login(page) == without_login(other)
    assert password not in page.text or not password


async def test_a_right_password_is_refused_while_its_account_rests_and_nobody_can_tell(house: Any) -> None:
    app, pool = house
    await account(pool, "nghiviec", "auditor")
    person = Person(app, "198.51.100.10")
    for _ in range(5):
        await person.enter("nghiviec", "sai mật khẩu mãi")
    resting, unknown = await person.enter("nghiviec"), await person.enter("nghivie2")
    assert resting.status_code == 422 and without_login(resting) == without_login(unknown)
    assert [line["detail"] for line in await lines(pool, "sign_in.failed") if line["subject"] == "nghiviec"] == ["wrong"] * 5 + ["paused"]
    async with pool.acquire() as connection:
        await connection.execute("update account set locked_until = now() - interval '1 second' where login = 'nghiviec'")
    assert (await person.enter("nghiviec")).status_code == 303
    async with pool.acquire() as connection:
        assert await connection.fetchval("select failures from account where login = 'nghiviec'") == 0


async def test_of_thirty_guesses_at_the_same_moment_five_are_looked_at(house: Any) -> None:
    app, pool = house
    await account(pool, "tancong", "auditor")
    people = [Person(app) for _ in range(30)]
    await asyncio.gather(*(person.enter("tancong", "sai mật khẩu mãi") for person in people))
    reasons = [line["detail"] for line in await lines(pool, "sign_in.failed") if line["subject"] == "tancong"]
    assert sorted(reasons) == ["paused"] * 25 + ["wrong"] * 5


class Counting(Hasher):
    """Counts how often a password is hashed."""

    times = 0

    async def is_right(self, password: str, hashed: str | None) -> bool:
        self.times += 1
        return await super().is_right(password, hashed)


@pytest.mark.parametrize("state", ["unknown", "disabled", "paused", "wrong", "right"])
async def test_the_same_work_is_done_whether_there_is_such_an_account_or_not(house: Any, state: str) -> None:
    app, pool = house
    if state != "unknown":
        await account(pool, f"tai-{state}", "auditor")
    async with pool.acquire() as connection:
        await connection.execute("update account set disabled_at = now() where login = 'tai-disabled'")
        await connection.execute("update account set locked_until = now() + interval '1 minute' where login = 'tai-paused'")
    hasher = Counting()
    entering = Entering(app.state.entering.__self__, hasher)
    person = await entering.person(f"tai-{state}", LASTING if state != "wrong" else "sai mật khẩu mãi")
    assert hasher.times == 1 and (person is not None) is (state == "right")


async def test_what_was_typed_where_a_login_should_stand_is_not_written_down(house: Any) -> None:
    app, pool = house
    await Person(app, "198.51.100.11").enter("079123456789", "x")
    assert "079123456789" not in str([dict(line) for line in await lines(pool, "sign_in.failed")])


async def test_one_address_may_not_try_for_ever(house: Any) -> None:
    app = at_work(running_with(settings_of("http://127.0.0.1:9"), house[1]))
    sessions = app.state.entering.__self__
    now = sessions.now()
    sessions.now = lambda: now  # on a busy machine a guess takes longer than the pace allows
    person = Person(app, "198.51.100.12")
    answers = [await person.enter(f"ten{n}", "sai mật khẩu mãi") for n in range(21)]
    assert [a.status_code for a in answers] == [422] * 20 + [429] and int(answers[-1].headers["retry-after"]) >= 1
    assert (await Person(app, "198.51.100.13").enter("thanhtra")).status_code == 303


async def test_every_sign_in_has_a_secret_of_its_own_and_the_one_before_is_over(house: Any) -> None:
    person = Person(house[0])
    person.http.cookies.set("lienthong_session", "planted-by-somebody-else", domain="cong.test")
    await person.enter("thanhtra")
    first = person.secret
    assert first != "planted-by-somebody-else"
    await person.enter("thanhtra")
    assert person.secret != first
    assert (await person.get("/bang-theo-doi", headers=HERE | {"Cookie": f"lienthong_session={first}"})).status_code == 303


async def test_a_cookie_that_was_stolen_is_worth_nothing_after_signing_out(house: Any) -> None:
    app, pool = house
    person, thief = Person(app), Person(app)
    await person.enter("thanhtra")
    stolen = HERE | {"Cookie": f"lienthong_session={person.secret}"}
    assert (await thief.get("/bang-theo-doi", headers=stolen)).status_code == 200
    outside = await person.post("/ra")
    assert outside.headers["location"] == "/vao" and outside.headers["set-cookie"].startswith('lienthong_session=""')
    led = await thief.get("/bang-theo-doi", headers=stolen)
    assert (led.status_code, led.headers["location"]) == (303, "/vao?di=/bang-theo-doi&het=1")
    assert (await lines(pool, "session.ended"))[-1]["detail"] == "left"


UNUSED = "update session set seen_at = now() - interval '121 minutes' where subject = 'thanhtra'"
OLD = "update session set ends_at = now() where subject = 'thanhtra'"


@pytest.mark.parametrize("over", [UNUSED, OLD], ids=["unused", "old"])
async def test_a_session_that_nobody_uses_or_that_is_old_is_over(house: Any, over: str) -> None:
    app, pool = house
    person = Person(app)
    await person.enter("thanhtra")
    async with pool.acquire() as connection:
        await connection.execute(over)
    assert (await person.get("/bang-theo-doi")).headers["location"] == "/vao?di=/bang-theo-doi&het=1"


async def test_a_board_that_asks_by_itself_keeps_nobody_signed_in_and_a_click_does(house: Any) -> None:
    app, pool = house
    person = Person(app)
    await account(pool, "treomay", "citizen")
    await person.enter("treomay")
    seen = "select seen_at < now() - interval '1 minute' from session where subject = 'treomay'"
    async with pool.acquire() as connection:
        await connection.execute("update session set seen_at = now() - interval '5 minutes' where subject = 'treomay'")
        await person.get("/tai-khoan", headers={"HX-Request": "true"})
        assert await connection.fetchval(seen)
        await person.get("/tai-khoan")
        assert not await connection.fetchval(seen)


async def test_whoever_is_signed_out_elsewhere_sees_no_more_lines_of_the_open_board(house: Any) -> None:
    app, _ = house
    person, elsewhere = Person(app), Person(app)
    await person.enter("quantri")
    await elsewhere.enter("quantri")
    asked = Request({"type": "http", "method": "GET", "path": "/su-kien", "query_string": b"", "scheme": "http", "app": app,
                     "server": ("cong.test", 80), "headers": [(b"cookie", f"lienthong_session={person.secret}".encode())]})  # fmt: skip

    async def board() -> AsyncGenerator[bytes]:
        yield b"one"
        await elsewhere.post("/tai-khoan/phien-khac/ket-thuc")
        yield b"two"

    sessions = app.state.entering.__self__
    assert [message async for message in sessions.while_open(asked, board())] == [b"one"]


async def test_another_instance_lets_nobody_in_two_seconds_after_they_were_signed_out(house: Any) -> None:
    app, pool = house
    other = at_work(running_with(settings_of("http://127.0.0.1:9"), pool))
    person = Person(app)
    await person.enter("thanhtra")
    sessions, secret = other.state.entering.__self__, {"Cookie": f"lienthong_session={person.secret}"}
    assert (await Person(other).get("/bang-theo-doi", headers=secret)).status_code == 200
    await person.post("/ra")
    began = sessions.now()
    sessions.now = lambda: began + REMEMBERED
    assert (await Person(other).get("/bang-theo-doi", headers=secret)).status_code == 303


@pytest.mark.parametrize("to", ["https://evil.test/", "//evil.test", "/\\evil.test", "evil.test", "javascript:alert(1)", "/\t/evil.test"])
async def test_signing_in_leads_to_no_other_site(house: Any, to: str) -> None:
    where = (await Person(house[0]).enter("thanhtra", di=to)).headers["location"]
    assert where.startswith("/") and not where.startswith(("//", "/\\", "/\t"))


async def test_one_sees_and_ends_ones_own_sessions_only(house: Any) -> None:
    app, pool = house
    await account(pool, "haimay", "auditor")
    here, there, stranger = Person(app), Person(app), Person(app)
    for person, login in ((here, "haimay"), (there, "haimay"), (stranger, "congdan")):
        await person.enter(login)
    page = await here.get("/tai-khoan")
    assert "Bạn đang đăng nhập ở 2 nơi" in page.text and page.text.count("Firefox, Windows") == 3  # two, and one button's name
    async with pool.acquire() as connection:
        other = await connection.fetchval("select id from session where subject = 'congdan' order by created_at desc limit 1")
    assert (await here.post(f"/tai-khoan/phien/{other}/ket-thuc")).status_code == 404
    assert (await stranger.get("/tai-khoan")).status_code == 200
    assert (await here.post("/tai-khoan/phien-khac/ket-thuc")).headers["location"] == "/tai-khoan?xong=ended"
    assert (await here.get("/tai-khoan")).status_code == 200
