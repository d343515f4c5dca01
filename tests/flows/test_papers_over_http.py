"""Papers over HTTP: a file goes in and comes out for those with a part in the dossier; drafts are handed in once; forms are printed."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Any

import httpx2
import pytest
import uuid_utils.compat as uuids
from house import House
from lienthong_calendar import day_of
from lienthong_local.report.asked import Asked
from lienthong_local.report.fetch import Reports
from lienthong_local.report.identities import identities

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MATTER = {"procedure": "1.001612", "name": "Nguyễn Thị Ngọc Ẩn", "phone": "0912345678", "id_no": "058199000001"}
PAPERS = ["form", "id_card"]


@pytest.fixture(scope="module")
async def client(house: House) -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.urls["intake"], trust_env=False, timeout=20) as client:
        yield client


def by(house: House, agency: str | None, *roles: Any, who: str = "mc1") -> dict[str, str]:
    return {"Authorization": f"Bearer {house.services.issuer.token(who, agency, roles)}", "Idempotency-Key": uuids.uuid7().hex}


async def received(house: House, client: Any, **changes: Any) -> dict[str, Any]:
    body = {**MATTER, "papers": PAPERS, "channel": "counter", "although_alike": True, **changes}
    answer = await client.post("/dossiers", json=body, headers=by(house, "H32.41", "desk"))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_file_comes_out_as_it_went_in_and_only_for_those_with_a_part(house: House, client: Any) -> None:
    shown = await received(house, client)
    url = f"/dossiers/{shown['dossier_id']}/documents"
    asked = {"paper": "id_card", "name": "Căn cước của Ẩn.pdf"}
    stored = await client.post(url, params=asked, content=PDF, headers=by(house, "H32.41", "desk"))
    assert stored.status_code == 201, stored.text
    document = stored.json()["documents"][0]["document"]
    assert {c["paper"]: c["digitised"] for c in stored.json()["components"]} == {"form": "pending", "id_card": "scanned"}
    assert (await client.get(f"{url}/{document}", headers=by(house, "H32.41", "desk"))).content == PDF
    assert (await client.get(f"{url}/{document}", headers=by(house, "H32.42", "desk"))).status_code == 404
    assert (await client.post(url, params=asked, content=PDF, headers=by(house, "H32.42", "desk"))).status_code == 404


async def test_a_renamed_programme_is_refused_and_leaves_nothing(house: House, client: Any) -> None:
    shown = await received(house, client)
    url, params = f"/dossiers/{shown['dossier_id']}/documents", {"paper": "form", "name": "don.pdf"}
    answer = await client.post(url, params=params, content=b"MZ" + bytes(5000), headers=by(house, "H32.41", "desk"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")
    now = await client.get(f"/dossiers/{shown['dossier_id']}", headers=by(house, "H32.41", "desk"))
    assert (now.json()["documents"], now.json()["version"]) == ([], shown["version"])


async def test_the_same_matter_twice_is_shown_before_it_is_received(house: House, client: Any) -> None:
    first = await received(house, client, id_no="058199000002")
    body = {**MATTER, "id_no": "058199000002", "papers": PAPERS, "channel": "counter"}
    again = await client.post("/dossiers", json=body, headers=by(house, "H32.41", "desk"))
    assert again.status_code == 422
    assert [error["field"] for error in again.json()["errors"]] == ["although_alike"] and first["code"] in again.text


@pytest.mark.parametrize("said", ["ngoc an", "NGỌC ẨN", "Ngo\u0323c A\u0309n"])
async def test_who_handed_it_in_is_found_with_and_without_marks(house: House, client: Any, said: str) -> None:
    shown = await received(house, client, id_no="058199000003")
    found = await client.get("/dossiers", params={"q": said}, headers=by(house, "H32.41", "desk"))
    assert shown["dossier_id"] in [line["dossier_id"] for line in found.json()]
    assert (await client.get("/dossiers", params={"q": said}, headers=by(house, "H32.42", "desk"))).json() == []


async def test_a_draft_is_handed_in_once_and_every_fault_is_named(house: House, client: Any) -> None:
    citizen = ("citizen",)
    draft = await client.post("/drafts", json={"draft": {"fields": {"name": "Ẩn"}}}, headers=by(house, None, *citizen, who="cd-9"))
    url = f"/dossiers/{draft.json()['dossier_id']}"
    early = await client.post(f"{url}/submit", json={}, headers=by(house, None, *citizen, who="cd-9"))
    assert {"procedure", "desk"} <= {error["field"] for error in early.json()["errors"]}
    whole = {"draft": {"fields": {**MATTER, "papers": PAPERS, "desk": "H32.41", "although_alike": True}}}
    for who, status in (("cd-8", 404), ("cd-9", 200)):
        assert (await client.post(f"{url}/save", json=whole, headers=by(house, None, *citizen, who=who))).status_code == status
    handed_in = await client.post(f"{url}/submit", json={}, headers=by(house, None, *citizen, who="cd-9"))
    assert (handed_in.status_code, handed_in.json()["status"], handed_in.json()["national"]) == (200, "submitted", 1)
    assert (await client.post(f"{url}/submit", json={}, headers=by(house, None, *citizen, who="cd-9"))).status_code == 422


def received_on(shown: dict[str, Any]) -> date:
    return day_of(datetime.fromisoformat(shown["received_at"]))


async def test_the_receipt_and_the_ledger_are_printed(house: House, client: Any) -> None:
    shown = await received(house, client)
    for page in (f"/dossiers/{shown['dossier_id']}/papers/receipt", f"/ledgers/H32.41/{received_on(shown).year}"):
        printed = await client.get(page, headers=by(house, "H32.41", "desk"))
        assert (printed.status_code, printed.headers["content-type"], printed.content[:5]) == (200, "application/pdf", b"%PDF-"), page
    assert (await client.get(f"/dossiers/{shown['dossier_id']}/papers/apology", headers=by(house, "H32.41", "desk"))).status_code == 404
    assert (await client.get("/ledgers/H32.41/2026", headers=by(house, "H32.42", "desk"))).status_code == 403


async def test_some_days_of_the_ledger_keep_the_numbers_of_their_year(house: House, client: Any) -> None:
    shown = [await received(house, client, id_no=f"05819900002{n}", although_alike=True) for n in range(2)]
    await house.quiet()  # a line says when it was forwarded, which comes by event
    first, last = (received_on(one) for one in shown)
    rows, desk, asked = f"/ledgers/H32.41/{last.year}/rows", by(house, "H32.41", "desk"), {"since": str(first), "until": str(last)}
    year, made = [(await client.get(rows, params=params, headers=desk)).json() for params in ({}, asked)]
    assert [row["number"] for row in year["rows"]] == list(range(1, len(year["rows"]) + 1)) and not made["more"]
    assert made["rows"] == year["rows"][-len(made["rows"]) :] and {one["code"] for one in shown} <= {row["code"] for row in made["rows"]}
    rest = (await client.get(rows, params={**asked, "after": 1}, headers=desk)).json()
    assert rest["rows"] == made["rows"][1:]
    assert (await client.get(f"/ledgers/H32.41/{first.year - 1}/rows", params=asked, headers=desk)).json()["rows"] == []
    assert (await client.get(rows, headers=by(house, "H32.42", "desk"))).status_code == 403


async def test_the_verb_s_reports_are_the_services_own(house: House, client: Any) -> None:
    shown = await received(house, client, id_no="058199000031")
    await house.quiet()
    reports, day = Reports(house.urls, house.services.issuer), received_on(shown)
    assert await asyncio.to_thread(reports.knows, "H32.41") and not await asyncio.to_thread(reports.knows, "H99")
    made = {form: (await asyncio.to_thread(reports.facts, Asked(form, "H32.41", day, day))).json()
            for form in ("06a", "766", "scores", "ledger")}  # fmt: skip
    assert made["06a"]["total"]["direct"] == len(made["ledger"]["rows"]) > 0 and all(one.holds for one in identities(made["06a"]))
    assert [line["number"] for line in made["scores"]["lines"]] == list(range(1, 10)) and made["766"]["lines"]
    for form, kind, magic in (("06a", "xlsx", b"PK"), ("06a", "pdf", b"%PDF-"), ("ledger", "pdf", b"%PDF-")):
        assert (await asyncio.to_thread(reports.file, Asked(form, "H32.41", day, day), kind)).startswith(magic), (form, kind)
