"""What citizens do online, on a real database: a draft is theirs alone and says all that it lacks; a gateway's word counts once."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from papers_at_work import office_with_papers

MINE = ("cd-1", "citizen")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}cit", tmp_path_factory.mktemp("papers")):
        yield office


async def begun(office: Office, **fields: Any) -> str:
    headers = {**signed(*MINE), "Idempotency-Key": uuids.uuid7().hex}
    answer = await office.client.post("/drafts", headers=headers, json={"draft": {"fields": fields}})
    assert answer.status_code == 201, answer.text
    return answer.json()["dossier_id"]  # type: ignore[no-any-return]


async def test_a_draft_is_read_by_its_owner_and_by_nobody_else(office: Office) -> None:
    draft = await begun(office, name="Cao Thị E", procedure="none")
    for path in (f"/dossiers/{draft}/draft", f"/dossiers/{draft}/draft/faults"):
        assert (await office.client.get(path, headers=signed(*MINE))).status_code == 200
        assert (await office.client.get(path, headers=signed("cd-2", "citizen"))).status_code == 404
    assert (await office.client.get(f"/dossiers/{draft}/draft", headers=signed(*MINE))).json()["name"] == "Cao Thị E"


async def test_a_draft_says_everything_that_it_lacks_although_one_field_cannot_be_read(office: Office) -> None:
    known = (await office.client.get("/procedures")).json()[0]["id"]
    draft = await begun(office, procedure=known, desk="H1", id_no="12 34", phone="12")
    faults = (await office.client.get(f"/dossiers/{draft}/draft/faults", headers=signed(*MINE))).json()
    assert {"name", "id_no", "phone"} <= {fault["field"] for fault in faults}
    words = (await office.client.get(f"/dossiers/{draft}/draft/faults", headers={**signed(*MINE), "Accept-Language": "en"})).json()
    assert "is missing" in {fault["detail"] for fault in words}


async def test_a_gateways_word_counts_once_and_only_for_the_sum_that_is_owed(office: Office) -> None:
    known = (await office.client.get("/procedures")).json()[0]["id"]
    dossier = await office.submitted(known, reception_dong=100_000, owner="cd-1")
    token = {"Authorization": f"Bearer {office.running.parts.settings.service_token}"}

    async def paid(key: str, dong: int = 100_000) -> int:
        said = {"amount_dong": dong, "receipt_no": f"SB-{key}"}
        return (await office.client.post(f"/internal/payments/{dossier}", headers={**token, "Idempotency-Key": key}, json=said)).status_code

    assert await paid("a" * 16, 99_999) == 422
    assert [await paid("b" * 16), await paid("b" * 16), await paid("c" * 16)] == [200, 200, 422]
    state = (await office.client.get(f"/dossiers/{dossier}", headers=signed("cd-1", "citizen"))).json()
    assert [payment["receipt_no"] for payment in state["payments"]] == ["SB-" + "b" * 16] and state["owed"] == ["reception", 0]
    outside = await office.client.post(f"/internal/payments/{dossier}", headers={**signed(*MINE), "Idempotency-Key": "d" * 16},
                                       json={"amount_dong": 1, "receipt_no": "x"})  # fmt: skip
    assert outside.status_code == 401
