"""Users and their roles: one-time passwords, four eyes, the last administrator, and agencies that don't touch each other's."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from people_at_work import DESK, LASTING, STRANGE, Person, account, at_work, given_password, lines
from portal_at_work import database, running_with, settings_of, token

USERS = "/quan-tri/nguoi-dung"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Any, Any]]:
    async with database(infra, prefix, "people") as (pool, dsn):
        await account(pool, "mot", "admin")
        await account(pool, "hai", "admin")
        await account(pool, "cuahuyen", "admin", "desk", agency=DESK)
        yield at_work(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool)), pool


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mot(house: Any) -> Person:
    person = Person(house[0], "198.51.100.21")
    await person.enter("mot")
    return person


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hai(house: Any) -> Person:
    person = Person(house[0], "198.51.100.22")
    await person.enter("hai")
    return person


async def id_of(pool: Any, login: str) -> str:
    async with pool.acquire() as connection:
        return str(await connection.fetchval("select id from account where login = $1", login))


async def roles_of(pool: Any, login: str) -> list[str]:
    async with pool.acquire() as connection:
        return sorted(await connection.fetchval("select roles from account where login = $1", login))


async def test_a_new_officer_gets_a_password_that_is_good_for_choosing_their_own_and_nothing_else(house: Any, mot: Person) -> None:
    app, pool = house
    page = await mot.post(USERS, login="Can.Bo1", agency=DESK, roles=["officer", "head"])
    once, person = given_password(page), Person(app)
    assert (await person.enter("can.bo1", once)).headers["location"] == "/tai-khoan/mat-khau"
    for path in ("/ho-so", "/bang-theo-doi", "/tai-khoan", USERS):
        assert (await person.get(path)).headers["location"] == "/tai-khoan/mat-khau", path
    assert (await person.get("/api/board", headers={"Accept": "*/*"})).status_code == 403
    wrong = await person.post("/tai-khoan/mat-khau", old=once, new="ngắn", again="khác")
    assert wrong.status_code == 422 and "Còn ngắn" in wrong.text and "chưa giống nhau" in wrong.text
    before = person.secret
    done = await person.post("/tai-khoan/mat-khau", old=once, new=LASTING, again=LASTING)
    assert done.headers["location"] == "/bang-theo-doi" and person.secret != before
    assert (await person.get("/ho-so")).status_code == 200
    assert (await Person(app).enter("can.bo1", once)).status_code == 422
    assert once not in (await mot.get(f"{USERS}/{await id_of(pool, 'can.bo1')}")).text


async def test_a_one_time_password_lapses(house: Any, mot: Person) -> None:
    app, pool = house
    once = given_password(await mot.post(USERS, login="cham.tre", agency=DESK, roles=["officer"]))
    async with pool.acquire() as connection:
        await connection.execute("update account set one_time_until = now() where login = 'cham.tre'")
    assert (await Person(app).enter("cham.tre", once)).status_code == 422
    assert (await lines(pool, "sign_in.failed"))[-1]["detail"] == "lapsed"


async def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(mot: Person) -> None:
    page = await mot.post(USERS, login="079123456789", agency="H99", roles=["desk", "citizen"])
    assert page.status_code == 422 and all(f'id="{field}-loi"' in page.text for field in ("login", "agency", "roles"))
    assert 'value="079123456789"' in page.text and 'value="H99"' in page.text and 'value="desk" checked' in page.text
    assert "này đã có" in (await mot.post(USERS, login="mot", agency="", roles=["auditor"])).text


async def test_a_role_that_sees_every_agency_counts_only_once_another_administrator_confirms(house: Any, mot: Person, hai: Person) -> None:
    app, pool = house
    once = given_password(await mot.post(USERS, login="kiemtra", agency="", roles=["auditor"]))
    page, person = f"{USERS}/{await id_of(pool, 'kiemtra')}", Person(app)
    assert await roles_of(pool, "kiemtra") == []
    for early in (mot, hai):  # not who asked; and nobody while who asked knows the password
        assert (await early.post(f"{page}/xac-nhan", confirmed="yes")).status_code == 422
    await person.enter("kiemtra", once)
    await person.post("/tai-khoan/mat-khau", old=once, new=LASTING, again=LASTING)
    assert (await mot.post(f"{page}/xac-nhan", confirmed="yes")).status_code == 422
    assert (await hai.post(f"{page}/xac-nhan", confirmed="yes")).headers["location"] == f"{page}?xong=done"
    assert await roles_of(pool, "kiemtra") == ["auditor"]
    assert [(line["subject"], line["detail"]) for line in await lines(pool, "account.confirmed")] == [("hai", "auditor")]


async def test_who_has_no_role_yet_but_a_password_of_their_own_is_told_so(house: Any, mot: Person) -> None:
    app, _ = house
    once = given_password(await mot.post(USERS, login="dangcho", agency="", roles=["approver"]))
    person = Person(app)
    await person.enter("dangcho", once)
    await person.post("/tai-khoan/mat-khau", old=once, new=LASTING, again=LASTING)
    page = await person.get("/bang-theo-doi")
    assert page.status_code == 403 and "chưa có vai trò" in page.text


async def test_an_administrator_can_not_take_a_colleagues_place_to_be_two_pairs_of_eyes(house: Any, mot: Person) -> None:
    _, pool = house
    page = await mot.post(f"{USERS}/{await id_of(pool, 'hai')}/mat-khau")
    assert page.status_code == 422 and "chỉ cấp lại được từ máy chủ" in page.text and 'class="given"' not in page.text


async def test_nobody_changes_their_own_rights(house: Any, mot: Person) -> None:
    _, pool = house
    mine = f"{USERS}/{await id_of(pool, 'mot')}"
    for act, fields in (("quyen", {"agency": DESK, "roles": ["admin", "desk"]}), ("khoa", {"disabled": "yes"}), ("mat-khau", {})):
        assert (await mot.post(f"{mine}/{act}", **fields)).status_code == 422, act
    assert await roles_of(pool, "mot") == ["admin"]


async def test_a_change_of_roles_ends_the_sessions_that_had_the_old_ones(house: Any, mot: Person) -> None:
    app, pool = house
    officer = await account(pool, "doivai", "officer", agency=DESK)
    person = Person(app)
    await person.enter("doivai")
    assert (await mot.post(f"{USERS}/{officer}/quyen", agency=DESK, roles=["desk"])).status_code == 303
    assert (await person.get("/ho-so")).headers["location"].endswith("&het=1")
    assert (await lines(pool, "account.changed"))[-1]["detail"] == f"officer@{DESK} > desk@{DESK}"


async def test_who_is_disabled_is_out_at_once_and_can_not_come_in(house: Any, mot: Person) -> None:
    app, pool = house
    officer = await account(pool, "nghihuu", "officer", agency=DESK)
    person = Person(app)
    await person.enter("nghihuu")
    assert (await mot.post(f"{USERS}/{officer}/khoa", disabled="yes")).status_code == 303
    assert (await person.get("/ho-so")).status_code == 303 and (await Person(app).enter("nghihuu")).status_code == 422
    await mot.post(f"{USERS}/{officer}/khoa", disabled="no")
    assert (await Person(app).enter("nghihuu")).status_code == 303


async def test_the_administrator_of_one_agency_sees_and_touches_only_its_accounts_and_those_below(house: Any) -> None:
    app, pool = house
    mine, below = await account(pool, "trongnha", "officer", agency=DESK), await account(pool, "duoi", "officer", agency=f"{DESK}.2")
    strange, auditor = await account(pool, "nhakhac", "officer", agency=STRANGE), await account(pool, "tructhuoc", "auditor", agency=DESK)
    local = Person(app, "198.51.100.23")
    await local.enter("cuahuyen")
    page = (await local.get(USERS)).text
    assert "trongnha" in page and "duoi" in page and "nhakhac" not in page and ">mot<" not in page and "Người duyệt danh mục" not in page
    assert [(await local.get(f"{USERS}/{a}")).status_code for a in (mine, below, strange)] == [200, 200, 404]
    for act in ("quyen", "khoa", "mat-khau", "xac-nhan", "ket-thuc-phien"):
        for other in (strange, auditor):
            answer = await local.post(f"{USERS}/{other}/{act}", agency=DESK, roles=["desk"], confirmed="yes")
            assert answer.status_code == 404, (act, other)
    assert (await local.post(f"{USERS}/{mine}/quyen", agency=STRANGE, roles=["desk"])).status_code == 422
    assert (await local.post(f"{USERS}/{mine}/quyen", agency=DESK, roles=["admin"])).status_code == 422
    assert (await local.post(USERS, login="tuthem", agency=STRANGE, roles=["desk"])).status_code == 422
    assert (await local.post(f"{USERS}/{mine}/quyen", agency=f"{DESK}.2", roles=["desk"])).status_code == 303
    log = (await local.get("/quan-tri/nhat-ky")).text
    assert "cuahuyen" in log and ">mot<" not in log
    assert (await local.get("/quan-tri/nhat-ky?ai=mot")).text.count("<tr>") == 1  # the head alone


@pytest.mark.parametrize("login", ["thuong", "thanhtra1"])
async def test_nobody_but_administrators_reaches_the_users(house: Any, login: str) -> None:
    app, pool = house
    await account(pool, login, *(["officer"] if login == "thuong" else ["auditor"]), agency=DESK if login == "thuong" else "")
    person = Person(app)
    await person.enter(login)
    assert (await person.get(USERS)).status_code == 403 and (await person.post(USERS, login="x1")).status_code == 403


@pytest.mark.parametrize("asked", [{"q": "%"}, {"q": "' or ''='"}, {"q": "<b>"}, {"role": "x" * 64}, {"sau": "\x01"},
                                   {"agency": "<script>"}])  # fmt: skip
async def test_a_filter_is_only_a_filter(mot: Person, asked: dict[str, str]) -> None:
    page = await mot.http.get(USERS, params=asked)
    assert page.status_code == 200 and "<script>" not in page.text.replace("<script src", "") and "<b>" not in page.text


async def test_nobody_removes_the_last_administrator(infra: Any, prefix: str) -> None:
    async with database(infra, prefix, "last") as (pool, dsn):
        last, local = await account(pool, "cuoi", "admin"), await account(pool, "tam", "admin")
        app = at_work(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool))
        first, second = Person(app, "198.51.100.31"), Person(app, "198.51.100.32")
        await first.enter("cuoi")
        await second.enter("tam")
        assert (await first.post(f"{USERS}/{local}/khoa", disabled="yes")).status_code == 303
        link = Person(app, "198.51.100.33")
        await link.post("/vao", token=token("admin"))
        moved = ("quyen", {"agency": DESK, "roles": ["admin"]})
        for act, fields in (("khoa", {"disabled": "yes"}), ("quyen", {"agency": DESK, "roles": ["desk"]}), moved):
            page = await link.post(f"{USERS}/{last}/{act}", **fields)
            assert page.status_code == 422 and "quản trị viên toàn tỉnh cuối cùng" in page.text, act
        # Who is left alone gives no such role alone: they may have disabled the others to be that.
        await first.post(USERS, login="thuhai", agency="", roles=["admin"])
        assert await roles_of(pool, "thuhai") == []
