"""Whatever is asked of a service, it answers as its own OpenAPI document says; and what fuzzing once found stays mended."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from fuzzing import Asking, fuzz
from house import House
from lienthong_runtime import AT_WORK

DESK, OFFICE, CITIZEN = "H32.41", "H32.41.KT", "cd-1"  # the office has the first leg
MATTER = {"procedure": "1.001612", "name": "Nguyễn Thị Ngọc Ẩn", "phone": "0912345678", "papers": ["form", "id_card"]}
OF_DOSSIERS = ("commands", "dossiers", "documents", "forms")
ASKING = {
    "officers": (Asking("intake", DESK, AT_WORK, (*OF_DOSSIERS, "catalogue")), Asking("routing", OFFICE, AT_WORK)),
    "a citizen, and an administrator who also approves": (
        Asking("intake", None, ("citizen",), OF_DOSSIERS, "fuzzing", CITIZEN),
        Asking("intake", None, ("admin", "approver"), ("administration",)),
    ),
    "auditors": (
        Asking("routing", None, ("auditor",), ("inbox", "journeys"), "fuzzing"),
        Asking("sla-monitor", None, ("auditor",)),
        Asking("portal", None, ("auditor",)),
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def journeys(house: House) -> list[dict[str, Any]]:
    """Journeys that have begun at the desk."""
    return [await _journey(house, number) for number in range(6)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def known(house: House, journeys: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Values of dossiers that are really there: those journeys, submissions that wait for the desk, a citizen's drafts."""
    online = [await _post(house, "/submissions", {**MATTER, "id_no": f"05820000000{n}", "desk": DESK}) for n in range(3)]
    drafts = [await _post(house, "/drafts", {"draft": {"fields": {"name": "Ẩn"}}}) for _ in range(2)]
    tasks = [task for journey in journeys for task in journey["tasks"]]
    return {
        "path.dossier_id": [dossier["dossier_id"] for dossier in (*journeys, *online, *drafts)],
        "path.agency": [OFFICE],
        "path.desk": [DESK],
        "body.leg": sorted({task["leg"] for task in tasks}),
        "body.consignment": [task["consignment"] for task in tasks if "consignment" in task],
    }


async def _journey(house: House, number: int) -> dict[str, Any]:
    body = {**MATTER, "id_no": f"05810000000{number}", "channel": "counter", "desk": DESK}
    return await (await house.lives())._planned((await house.desk.submit(body))["dossier_id"])


async def _post(house: House, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return await house.desk._post("intake", path, body, house.services.issuer.token(CITIZEN, None, ("citizen",)))


@pytest.mark.parametrize("who", ASKING)
async def test_a_service_answers_as_its_document_says(house: House, known: dict[str, list[str]], who: str, tmp_path: Path) -> None:
    found = await asyncio.gather(*(fuzz(house, asking, known, tmp_path / str(n)) for n, asking in enumerate(ASKING[who])))
    assert not any(found), "\n".join(found)


async def test_fuzzing_has_moved_dossiers_and_lost_nothing(house: House, journeys: list[dict[str, Any]]) -> None:
    now = [await house.desk.get("routing", f"/journeys/{journey['dossier_id']}") for journey in journeys]
    moved = [journey for journey, before in zip(now, journeys, strict=True) if journey["version"] > before["version"]]
    assert moved, "every command was refused: what follows a refusal has not been tried"
    await house.quiet()
    assert (await house.verify()).found == []


@pytest_asyncio.fixture(loop_scope="session")
async def client() -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(trust_env=False, timeout=10) as client:
        yield client


def by(house: House, agency: str | None, *roles: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.services.issuer.token('mc1', agency, roles)}", "Idempotency-Key": uuids.uuid7().hex}


async def test_a_head_who_also_oversees_acts_as_a_head(house: House, client: Any, known: dict[str, list[str]]) -> None:
    dossier_id, both = known["path.dossier_id"][0], by(house, DESK, "head", "auditor")
    answer = await client.post(f"{house.urls['routing']}/dossiers/{dossier_id}/pause", json={"ground": "y"}, headers=both)
    assert answer.status_code == 422, answer.text
    assert (await client.get(f"{house.urls['intake']}/dossiers/{dossier_id}/person", headers=both)).status_code == 200


async def test_an_officer_of_no_agency_is_kept_out(house: House, client: Any, known: dict[str, list[str]]) -> None:
    url = f"{house.urls['routing']}/journeys/{known['path.dossier_id'][0]}"
    answer = await client.get(url, headers=by(house, None, "officer"))
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")


async def test_nobody_has_seen_a_version_of_what_isn_t_there_yet(house: House, client: Any) -> None:
    answer = await client.post(f"{house.urls['intake']}/drafts", json={"draft": {}, "version": 3}, headers=by(house, None, "citizen"))
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["version"])


async def test_a_body_that_is_no_text_is_a_fault_of_the_body(house: House, client: Any) -> None:
    headers = {**by(house, DESK, "desk"), "Content-Type": "application/json"}
    answer = await client.post(f"{house.urls['intake']}/dossiers", content=b'{"name": "\xff"}', headers=headers)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["body"])


async def test_a_method_that_isn_t_there_is_answered_with_those_that_are(house: House, client: Any) -> None:
    answer = await client.put(f"{house.urls['routing']}/inbox/{DESK}")
    assert (answer.status_code, answer.headers["allow"], answer.json()["title"]) == (405, "GET", "Không làm được như vậy ở đây")
