"""Numbers before the windows: each given once, each called to one window, those whom the law favours first and nobody for ever last."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from intake.queue.turns import MOST_IN_A_ROW, whose_turn
from papers_at_work import office_with_papers

DESK = "H32.41"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}que", tmp_path_factory.mktemp("papers")):
        yield office


async def post(office: Office, path: str, said: Any = None, key: str = "", agency: str = DESK, role: Any = "desk") -> httpx2.Response:
    headers = {**signed("mc1", role, agency=agency), "Idempotency-Key": key or uuids.uuid7().hex}
    return await office.client.post(f"/desks/{DESK}{path}", headers=headers, json=said or {})


async def take(office: Office, favoured: bool = False) -> int:
    answer = await post(office, "/tickets", {"favoured": favoured})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["number"])


async def call(office: Office, window: str = "1") -> int | None:
    found: int | None = (await post(office, "/calls", {"window": window})).json()["number"]
    return found


async def empty(office: Office) -> None:
    while await call(office) is not None:
        pass


async def test_many_take_a_number_at_once_and_each_has_its_own(office: Office) -> None:
    numbers = await asyncio.gather(*(take(office) for _ in range(20)))
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 20))


async def test_windows_that_call_at_once_never_call_the_same_number(office: Office) -> None:
    await empty(office)
    taken = [await take(office) for _ in range(12)]
    called = await asyncio.gather(*(call(office, str(n)) for n in range(12)))
    assert sorted(one for one in called if one) == taken and await call(office) is None


async def test_the_same_key_is_one_number_and_one_call(office: Office) -> None:
    await empty(office)
    key = uuids.uuid7().hex
    first, second = [(await post(office, "/tickets", {"favoured": False}, key)).json()["number"] for _ in range(2)]
    assert first == second
    again = uuids.uuid7().hex
    calls = [(await post(office, "/calls", {"window": "1"}, again)).json()["number"] for _ in range(2)]
    assert calls == [first, first]


async def test_the_favoured_go_first_until_somebody_has_waited_behind_enough_of_them(office: Office) -> None:
    await empty(office)
    ordinary = await take(office)
    favoured = [await take(office, favoured=True) for _ in range(MOST_IN_A_ROW + 1)]
    order = [await call(office) for _ in range(MOST_IN_A_ROW + 2)]
    assert order == [*favoured[:MOST_IN_A_ROW], ordinary, favoured[-1]]


async def test_a_number_is_called_again_or_passed_over_but_not_before_it_was_called(office: Office) -> None:
    await empty(office)
    number = await take(office)
    assert (await post(office, f"/tickets/{number}/recall", {"window": "2"})).status_code == 404
    assert await call(office, "1") == number
    again = (await post(office, f"/tickets/{number}/recall", {"window": "2"})).json()
    assert again["called"][0]["number"] == number and again["called"][0]["window"] == "2"
    passed = (await post(office, f"/tickets/{number}/skip")).json()
    assert number not in [one["number"] for one in passed["called"]]
    assert (await post(office, f"/tickets/{number}/recall", {"window": "2"})).json()["called"][0]["number"] == number


@pytest.mark.parametrize("path", ["/tickets", "/calls", "/tickets/1/skip", "/tickets/1/recall"])
async def test_another_desk_and_another_role_get_nowhere(office: Office, path: str) -> None:
    said = {"window": "1"} if "call" in path else {}
    assert (await post(office, path, said, agency="H01.1")).status_code == 403
    assert (await post(office, path, said, role="officer")).status_code == 403


def test_whose_turn_it_is_is_nobodys_when_nobody_waits() -> None:
    assert whose_turn(None, None, 9) is None and whose_turn(4, None, 9) == 4 and whose_turn(None, 7, 0) == 7
