"""Who is away and who stands in: kept by their own head, never by two who are away for each other."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from papers_at_work import office_with_papers

AGENCY = "H32.41"
SATURDAY, SUNDAY = "2099-11-28", "2099-11-29"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}ros", tmp_path_factory.mktemp("papers")):
        yield office


async def post(office: Office, path: str, said: Any, agency: str = AGENCY, role: Any = "head") -> httpx2.Response:
    headers = {**signed("ld1", role, agency=agency), "Idempotency-Key": uuids.uuid7().hex}
    return await office.client.post(f"/agencies/{AGENCY}{path}", headers=headers, json=said)


def away(officer: str, stand_in: str, first: str = "2099-03-02", last: str = "2099-03-06") -> dict[str, str]:
    return {"officer": officer, "stand_in": stand_in, "from_on": first, "until_on": last}


def named(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json()["errors"]]


async def test_an_absence_stands_until_it_is_struck_and_everybody_at_work_there_reads_it(office: Office) -> None:
    entered = await post(office, "/absences", away("a1", "a2"))
    assert entered.status_code == 200 and away("a1", "a2") in entered.json()["absences"]
    mine = await office.client.get(f"/agencies/{AGENCY}/roster", headers=signed("a3", "officer", agency=AGENCY))
    assert away("a1", "a2") in mine.json()["absences"]
    struck = await post(office, "/absences/strike", {"officer": "a1", "from_on": "2099-03-02"})
    assert struck.status_code == 200 and away("a1", "a2") not in struck.json()["absences"]


async def test_nobody_stands_in_who_is_away_or_is_away_who_stands_in(office: Office) -> None:
    await post(office, "/absences", away("b1", "b2"))
    assert named(await post(office, "/absences", away("b3", "b1", first="2099-03-06", last="2099-03-09"))) == ["stand_in"]
    assert named(await post(office, "/absences", away("b2", "b4"))) == ["officer"]
    assert named(await post(office, "/absences", away("b1", "b5", first="2099-03-04"))) == ["officer"]
    assert (await post(office, "/absences", away("b3", "b1", first="2099-03-07", last="2099-03-09"))).status_code == 200
    assert (await post(office, "/absences", away("b1", "b6", last="2099-03-05"))).status_code == 200, "its own end may be changed"


@pytest.mark.parametrize(("said", "fields"), [(away("c1", "c1"), ["stand_in"]), (away("c1", "c2", first="2099-03-07"), ["until_on"]),
                                              (away("c1", "c2", first="2001-01-01", last="2001-01-02"), ["until_on"])])  # fmt: skip
async def test_an_absence_that_cannot_be_is_named_at_its_field(office: Office, said: dict[str, str], fields: list[str]) -> None:
    assert named(await post(office, "/absences", said)) == fields


async def test_duty_is_on_a_saturday_and_of_somebody_who_is_there(office: Office) -> None:
    first = {"on_day": SATURDAY, "officer": "d1"}
    assert (await post(office, "/duties", first)).json()["duties"] == [first]
    assert named(await post(office, "/duties", {"on_day": SUNDAY, "officer": "d1"})) == ["on_day"]
    await post(office, "/absences", away("d2", "d1", first=SATURDAY, last=SATURDAY))
    assert named(await post(office, "/duties", {"on_day": SATURDAY, "officer": "d2"})) == ["officer"]
    assert (await post(office, "/duties/strike", first)).json()["duties"] == []


@pytest.mark.parametrize(("agency", "role"), [("H01.1", "head"), (AGENCY, "officer")])
async def test_another_head_and_an_officer_keep_nothing(office: Office, agency: str, role: str) -> None:
    assert (await post(office, "/absences", away("e1", "e2"), agency, role)).status_code == 403
    assert (await post(office, "/duties", {"on_day": SATURDAY, "officer": "e1"}, agency, role)).status_code == 403
