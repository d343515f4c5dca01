"""Who works where is kept by an administrator, read by their own head, and told to services for the moment of sending."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from intake.contacts_api import Wanted, who_is_told
from intake.sealing import Seal
from lienthong_contracts import AgencyPublished
from papers_at_work import drafted, office_with_papers


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}stf", tmp_path_factory.mktemp("papers")):
        yield office


async def entered(office: Office, agency: str, officer: str, role: str = "officer", email: str = "", key: str = "",
                  by: str = "admin") -> httpx2.Response:  # fmt: skip
    headers = {**signed("an", by, agency=None if by == "admin" else agency), "Idempotency-Key": key or uuids.uuid7().hex}  # type: ignore[arg-type]
    body = {"role": role, "email": email or f"{officer}@{agency.lower()}.gov.vn"}
    return await office.client.put(f"/agencies/{agency}/staff/{officer}", headers=headers, json=body)


async def struck(office: Office, agency: str, officer: str) -> httpx2.Response:
    headers = {**signed("an", "admin"), "Idempotency-Key": uuids.uuid7().hex}
    return await office.client.delete(f"/agencies/{agency}/staff/{officer}", headers=headers)


async def listed(office: Office, agency: str, *roles: str, of: str | None = None) -> httpx2.Response:
    return await office.client.get(f"/agencies/{agency}/staff", headers=signed("an", *roles, agency=of))


async def told(office: Office, *posts: tuple[str, str, str], ids: tuple[str, ...] = ()) -> Any:
    staff = [dict(zip(("agency", "role", "officer"), post, strict=True)) for post in posts]
    headers = {"Authorization": f"Bearer {office.running.parts.settings.service_token}"}
    answer = await office.client.post("/internal/contacts", headers=headers, json={"dossier_ids": ids, "staff": staff})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def emails(office: Office, *posts: tuple[str, str, str]) -> list[list[str]]:
    found = (await told(office, *posts))["staff"]
    assert [(one["agency"], one["role"], one["officer"]) for one in found] == list(posts), "in the order asked"
    return [one["emails"] for one in found]


async def test_whoever_is_entered_is_listed_and_changed_and_struck_out(office: Office) -> None:
    assert [(await entered(office, "H1", who, role)).status_code for who, role in (("tam", "officer"), ("binh", "head"))] == [204, 204]
    assert (await entered(office, "H1", "tam", "head", "tam@moi.vn")).status_code == 204
    known = [{"officer": "binh", "role": "head", "email": "binh@h1.gov.vn"}, {"officer": "tam", "role": "head", "email": "tam@moi.vn"}]
    assert (await listed(office, "H1", "admin")).json() == known
    assert [(await struck(office, "H1", who)).status_code for who in ("tam", "tam", "binh")] == [204, 404, 204]
    assert (await listed(office, "H1", "admin")).json() == []


async def test_a_repeated_request_changes_nothing_and_an_answer_keeps_no_address(office: Office) -> None:
    key = uuids.uuid7().hex
    assert (await entered(office, "H1", "mai", key=key)).status_code == 204
    await struck(office, "H1", "mai")
    again = await entered(office, "H1", "mai", key=key)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (204, "true")
    assert (await listed(office, "H1", "admin")).json() == []
    assert not await office.pool.fetchval("select count(*) from answer where position('mai' in encode(body, 'escape')) > 0")


async def test_every_fault_of_an_entry_is_named(office: Office) -> None:
    wrong = await entered(office, "H99", "tam", email="a@b\nBcc: c@d.vn")
    assert (wrong.status_code, [error["field"] for error in wrong.json()["errors"]]) == (422, ["agency", "email"])
    assert (await entered(office, "H1", "tam", "queen")).status_code == 422


async def test_a_head_reads_their_own_agency_s_register_and_no_other(office: Office) -> None:  # RLS holds it beneath
    await entered(office, "H1", "hoa")
    assert [line["officer"] for line in (await listed(office, "H1", "head", of="H1")).json()] == ["hoa"]
    assert (await listed(office, "H1", "head", of="H3")).status_code == 403
    assert [(await listed(office, "H1", role, of="H1")).status_code for role in ("officer", "desk", "auditor")] == [403, 403, 403]
    assert (await entered(office, "H1", "hoa", by="head")).status_code == 403
    async with office.pool.acquire() as connection, connection.transaction():
        await connection.execute("set local role lienthong_officer; set local lienthong.agencies = 'H3'")
        assert await connection.fetchval("select count(*) from staff") == 0
    await struck(office, "H1", "hoa")


async def test_an_officer_is_told_and_an_agency_s_heads_are(office: Office) -> None:
    for agency, officer, role in (("H1", "tam", "officer"), ("H1", "binh", "head"), ("H1", "chi", "head"), ("H2", "tam", "officer")):
        await entered(office, agency, officer, role)
    heads = ["binh@h1.gov.vn", "chi@h1.gov.vn"]
    asked = [("H1", "officer", "tam"), ("H1", "head", ""), ("H1", "supervisor", ""), ("H2", "officer", "tam"), ("H1", "officer", ""),
             ("H2", "head", ""), ("H1", "officer", "binh"), ("H2", "officer", "chi"), ("H9", "head", "")]  # fmt: skip
    assert await emails(office, *asked) == [["tam@h1.gov.vn"], heads, heads, ["tam@h2.gov.vn"], [], [], ["binh@h1.gov.vn"], [], []]
    assert await emails(office) == []
    for agency, officer in (("H1", "tam"), ("H1", "binh"), ("H1", "chi"), ("H2", "tam")):
        await struck(office, agency, officer)


async def test_in_a_predecessor_s_place_the_successor_s_heads_are_told(office: Office) -> None:  # NĐ 118/2025
    base = {"valid_from": "2026-01-01", "kind": "one_stop", "name": "Phước Kháng"}
    for more in ({"id": "H5"}, {"id": "H4", "valid_to": "2026-12-01", "successor": "H5"}):
        office.running.catalogue.put(AgencyPublished.model_validate(base | more))
    for agency, officer, role in (("H4", "cu", "head"), ("H4", "lan", "officer"), ("H5", "moi", "head")):
        await entered(office, agency, officer, role)
    asked = [("H4", "head", ""), ("H4", "officer", "lan")]
    assert await emails(office, *asked) == [["cu@h4.gov.vn"], ["lan@h4.gov.vn"]], "it is there still"
    office.day("2026-12-01")
    try:
        assert await emails(office, *asked) == [["moi@h5.gov.vn"], ["lan@h4.gov.vn"]]
        await entered(office, "H5", "lan")
        assert await emails(office, *asked) == [["moi@h5.gov.vn"], ["lan@h5.gov.vn"]]
        assert [line["officer"] for line in (await listed(office, "H4", "head", of="H5")).json()] == ["cu", "lan"]
    finally:
        office.day("2026-11-24")


async def test_the_delegate_is_told_in_the_language_that_was_asked_for(office: Office) -> None:  # domain.md §5.1
    delegate = {"name": "Trần B", "id_no": "079", "authority": "Giấy uỷ quyền 1", "phone": "0120 123 4567", "email": "t@b.vn"}
    plain, through = await drafted(office), await drafted(office, delegate=delegate, language="en", email="an@b.vn")
    for dossier in (plain, through):
        assert (await office.post(f"/dossiers/{dossier}/submit", {}, "cd1", ("citizen",))).status_code == 200
    found = {one.pop("dossier_id"): one for one in (await told(office, ids=(plain, through, str(uuids.uuid7()))))["contacts"]}
    assert found == {
        plain: {"name": "Nguyễn Thị Ngọc Ẩn", "phone": "+84912345678", "email": "", "language": "vi"},
        through: {"name": "Trần B", "phone": "+84701234567", "email": "t@b.vn", "language": "en"}}  # fmt: skip


async def test_the_addresses_of_many_are_two_statements(office: Office) -> None:
    statements: list[str] = []
    ids, posts = [str(uuids.uuid7()) for _ in range(50)], [{"agency": f"H{n}", "role": "officer", "officer": f"o{n}"} for n in range(50)]
    wanted = Wanted.model_validate({"dossier_ids": ids, "staff": posts})
    async with office.pool.acquire() as connection:
        connection.add_query_logger(lambda query: statements.append(query.query))
        await who_is_told(connection, wanted, Seal("0" * 32), office.running.catalogue, date(2026, 11, 24))
    assert len([statement for statement in statements if statement.lstrip().startswith("select")]) == len(statements) == 2


@pytest.mark.parametrize("token", ["", "Bearer nonsense"])
async def test_only_services_are_told(office: Office, token: str) -> None:
    answer = await office.client.post("/internal/contacts", headers={"Authorization": token}, json={})
    assert answer.status_code == 401
