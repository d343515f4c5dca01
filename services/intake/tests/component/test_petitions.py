"""Petitions on a real database: anybody hands one in once, its code shows the answer and never the words, only its agency answers."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from papers_at_work import office_with_papers

SAID = {"agency": "H1", "subject": "delay", "text": "Hẹn thứ Sáu mà thứ Ba mới có.", "name": "Pinăng Thị A", "contact": "0912345678"}
REPLY = "Chúng tôi xin lỗi vì đã chậm."


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}pet", tmp_path_factory.mktemp("papers")):
        yield office


def service(office: Office, key: str = "") -> dict[str, str]:
    return {"Authorization": f"Bearer {office.running.parts.settings.service_token}", "Idempotency-Key": key or uuids.uuid7().hex}


async def handed_in(office: Office, key: str = "", **more: Any) -> httpx2.Response:
    return await office.client.post("/internal/petitions", headers=service(office, key), json={**SAID, **more})


async def listed(office: Office, agency: str | None, *roles: str, who: str = "cb") -> list[dict[str, Any]]:
    answer = await office.client.get("/petitions", headers=signed(who, *roles, agency=agency))
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def reply(office: Office, petition_id: str, agency: str, who: str = "cb", **more: Any) -> int:
    headers = {**signed(who, "officer", agency=agency), "Idempotency-Key": uuids.uuid7().hex}
    body = {"answer": REPLY, **more}
    return (await office.client.post(f"/petitions/{petition_id}/answer", headers=headers, json=body)).status_code


async def found(office: Office, code: str) -> dict[str, Any]:
    (one,) = [p for p in await listed(office, "H1", "officer") if p["code"] == code]
    return one


async def test_a_second_click_hands_in_the_same_petition(office: Office) -> None:
    first, second, other = [await handed_in(office, key) for key in ("k" * 16, "k" * 16, "l" * 16)]
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json() and first.json() != other.json()


async def test_whoever_has_the_code_sees_facts_and_dates_and_nothing_that_was_written(office: Office) -> None:
    code = (await handed_in(office)).json()["code"]
    shown = (await office.client.get(f"/internal/petitions/{code.lower()}", headers=service(office))).text
    assert "delay" in shown and SAID["text"] not in shown and "Pinăng" not in shown and "0912345678" not in shown
    # Handed in on Tuesday 24 November 2026, a holiday: two and fifteen working days from the opening after it.
    one = await found(office, code)
    assert (one["refuse_by"][:10], one["answer_by"][:10]) == ("2026-11-27", "2026-12-16")


async def test_who_wrote_and_what_stand_sealed(office: Office) -> None:
    await handed_in(office)
    rows = await office.pool.fetch("select row_to_json(p)::text as whole from petition p")
    assert rows and not any("Pinăng" in row["whole"] or "thứ Ba" in row["whole"] for row in rows)


async def test_only_the_agency_it_is_about_reads_and_answers_it_once(office: Office) -> None:
    code = (await handed_in(office)).json()["code"]
    one = await found(office, code)
    assert one["text"] == SAID["text"] and one["name"] == SAID["name"]
    assert [p for p in await listed(office, "H3", "officer") if p["code"] == code] == []
    assert await reply(office, one["petition_id"], "H3") == 404
    assert await reply(office, one["petition_id"], "H1") == 200
    assert await reply(office, one["petition_id"], "H1") == 200, "the same answer again is the same answer"
    assert await reply(office, one["petition_id"], "H1", who="khac", answer="Một câu trả lời khác hẳn.") == 404
    shown = (await office.client.get(f"/internal/petitions/{code}", headers=service(office))).json()
    assert (shown["status"], shown["answer"]) == ("answered", REPLY)


async def test_a_citizen_who_is_signed_in_finds_their_own_again_and_nobody_elses(office: Office) -> None:
    headers = {**signed("cd-1", "citizen"), "Idempotency-Key": uuids.uuid7().hex}
    code = (await office.client.post("/petitions", headers=headers, json=SAID)).json()["code"]
    assert [p["code"] for p in await listed(office, None, "citizen", who="cd-1")] == [code]
    assert await listed(office, None, "citizen", who="cd-2") == []


async def test_every_fault_is_named_and_nothing_is_kept(office: Office) -> None:
    before = await office.pool.fetchval("select count(*) from petition")
    answer = await handed_in(office, agency="H2", subject="delay")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "agency"
    answer = await handed_in(office, subject="x", text="a")
    assert {error["field"] for error in answer.json()["errors"]} == {"subject", "text"}
    assert await office.pool.fetchval("select count(*) from petition") == before
