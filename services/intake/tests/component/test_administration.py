"""The catalogue changes by proposal and decision only: four eyes, whole or not at all, published once (S2-06, S4-26)."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
import yaml
from administration_at_work import AGENCIES, ROUTE, Office, office_on, procedure, written
from intake.app import build
from intake.catalogue import publish
from intake.settings import Settings
from lienthong_local.databases import create_databases, drop_databases
from lienthong_runtime.database import connect_pool
from lienthong_runtime.migrate import migrate

PROCEDURES = [procedure(f"p{n}") for n in range(9)]
DAY = {"valid_from": "2026-12-01"}
NOBODY = "0193aaaa-0000-7000-8000-000000000000"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[tuple[Any, str, Path]]:
    dsn = (await create_databases(infra.postgres_dsn, f"{prefix}adm"))["intake"]
    await migrate(dsn, build(Settings()).migrations)
    pool = await connect_pool(dsn, 8, "test")
    yield pool, dsn, written(tmp_path_factory.mktemp("catalogue"), PROCEDURES)
    await pool.close()
    await drop_databases(infra.postgres_dsn, f"{prefix}adm")


@pytest_asyncio.fixture(loop_scope="session")
async def office(house: tuple[Any, str, Path]) -> AsyncGenerator[Office]:
    async with office_on(*house) as started:
        yield started


ROUTES = [("get", "/proposals"), ("get", f"/proposals/{NOBODY}"), ("get", f"/proposals/{NOBODY}/touched"), ("post", "/proposals"),
          ("post", f"/proposals/{NOBODY}/approve"), ("post", f"/proposals/{NOBODY}/reject"), ("post", f"/proposals/{NOBODY}/withdraw"),
          ("get", "/catalogue/procedures/p0/versions"), ("get", "/catalogue/procedures/p0/diff?from=1&to=1")]  # fmt: skip
APPROVED, REJECTED = {"decision_no": "QĐ 1", "decided_on": "2026-11-24"}, {"reason": "x"}


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_nobody_and_the_wrong_role_are_kept_out(office: Office, method: str, path: str) -> None:
    body = APPROVED if path.endswith("approve") else REJECTED if path.endswith("reject") else {}
    for roles, status in (((), 401), (("citizen",), 403)):
        answer = await (office.get(path, "x", roles) if method == "get" else office.post(path, body, "x", roles))
        assert answer.status_code == status, (path, roles, answer.text)


@pytest.mark.parametrize(("path", "body", "roles"), [
    ("/proposals", {}, ("approver", "auditor", "desk", "head")), (f"/proposals/{NOBODY}/approve", APPROVED, ("admin", "auditor", "head")),
    (f"/proposals/{NOBODY}/reject", REJECTED, ("admin", "auditor")), (f"/proposals/{NOBODY}/withdraw", {}, ("approver", "auditor")),
])  # fmt: skip
async def test_each_step_has_a_role_of_its_own(office: Office, path: str, body: Any, roles: tuple[str, ...]) -> None:
    assert [(await office.post(path, body, "x", (role,))).status_code for role in roles] == [403] * len(roles)


async def test_the_proposer_can_t_approve_even_with_both_roles(office: Office) -> None:
    proposal = await office.propose(procedures=[procedure("p1", term="2wd", **DAY)])
    before = await office.stored()
    path = f"/proposals/{proposal['proposal_id']}/approve"
    answer = await office.post(path, APPROVED, "an", ("admin", "approver"))
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "by", answer.text
    assert await office.stored() == before
    with pytest.raises(asyncpg.CheckViolationError):
        await office.pool.execute("update proposal set state = 'approved', decided_by = proposed_by, decision_no = 'x', decided_on = now()")


async def test_history_is_only_appended_to(office: Office) -> None:
    await office.propose(procedures=[procedure("p1", term="2wd", **DAY)])
    for statement in ("update proposal_step set at = now()", "delete from proposal_step", "truncate proposal_step"):
        with pytest.raises(asyncpg.RaiseError, match="only appended"):
            await office.pool.execute(statement)


async def test_a_circle_and_an_unknown_agency_are_named_and_nothing_is_stored(office: Office) -> None:
    before = await office.stored()
    legs = [{"leg": "a", "agency": "tax", "task": "x", "share": "1wd", "after": ["b"]},
            {"leg": "b", "agency": "castle", "task": "x", "share": "1wd", "after": ["a"]}]  # fmt: skip
    routes, agencies = [ROUTE | DAY | {"legs": legs}], [AGENCIES[0] | DAY | {"id": "H9", "parent": "H99"}]
    answer = await office.post("/proposals", {"title": "x", "entries": {"routes": routes, "agencies": agencies}})
    assert answer.status_code == 422
    said = " | ".join(error["detail"] for error in answer.json()["errors"])
    for words in ("legs.a.after: chặng chờ chính nó", "không cơ quan nào giữ vai trò castle", "không có cơ quan cấp trên H99"):
        assert words in said, said
    assert await office.stored() == before


async def test_an_approval_publishes_once_however_often_it_is_sent(office: Office) -> None:
    proposal = await office.propose(procedures=[procedure("p2", term="2wd", **DAY)], agencies=[AGENCIES[1] | DAY | {"name": "Thuế cơ sở"}])
    sent, key = await office.count("outbox"), uuids.uuid7().hex
    answers = await asyncio.gather(*(office.approve(proposal, key=key) for _ in range(4)), *(office.approve(proposal) for _ in range(4)))
    assert {(a.status_code, a.json()["state"]) for a in answers} == {(200, "approved")}
    assert len({a.content for a in answers}) == 1
    assert await office.count("outbox") == sent + 2
    assert [step["by"] for step in answers[0].json()["history"]] == ["an", "binh"]
    assert (await office.approve(proposal, who="chi")).status_code == 422
    await office.catch_up()
    order = await office.pool.fetch("select aggregateid from outbox order by seq desc limit 2")
    assert [row[0] for row in order] == ["ProcedurePublished/p2@2", "AgencyPublished/H2@2"]


async def test_one_key_is_one_proposal(office: Office) -> None:
    key, body = uuids.uuid7().hex, {"title": "x", "entries": {"procedures": [procedure("p1", **DAY)]}}
    before = await office.count("proposal")
    answers = await asyncio.gather(*(office.post("/proposals", body, key=key) for _ in range(5)))
    assert {a.status_code for a in answers} == {201} and len({a.content for a in answers}) == 1
    assert sum("idempotent-replayed" in a.headers for a in answers) == 4
    assert await office.count("proposal") == before + 1
    assert (await office.post("/proposals", body | {"title": "y"}, key=key)).status_code == 422
    assert (await office.post("/proposals", body, "chi", key=key)).status_code == 422


async def test_of_two_proposals_for_one_version_the_second_is_overtaken(office: Office) -> None:
    one, other = [await office.propose(procedures=[procedure("p3", term=term, **DAY)]) for term in ("1wd", "2wd")]
    assert (await office.approve(one)).status_code == 200
    sent = await office.count("outbox")
    assert (await office.approve(other)).status_code == 422
    assert await office.count("outbox") == sent
    assert (await office.post("/proposals", {"title": "x", "entries": {"procedures": [procedure("p3", **DAY)]}})).status_code == 503
    await office.catch_up()
    assert (await office.propose(procedures=[procedure("p3", **DAY)]))["entries"][0]["entry_version"] == 3


async def test_what_an_approval_relies_on_is_looked_at_again(office: Office) -> None:
    relying = await office.propose(routes=[ROUTE | DAY | {"id": "r2", "legs": [dict(ROUTE["legs"][0], agency="land")]}],  # type: ignore[index]
                                   agencies=[AGENCIES[1] | DAY | {"id": "H4", "parent": "H5", "roles": ["land"]},
                                             AGENCIES[1] | DAY | {"id": "H5", "roles": []}])  # fmt: skip
    taking = await office.propose(agencies=[AGENCIES[1] | DAY | {"id": "H5", "roles": []}])
    assert (await office.approve(taking)).status_code == 200
    await office.catch_up()
    assert (await office.approve(relying)).status_code == 422
    assert not await office.pool.fetchval("select true from catalogue_entry where key like '%/H4@%'")


async def test_a_repealed_procedure_is_chosen_until_its_last_day_and_open_dossiers_keep_their_version(office: Office) -> None:
    dossier = await office.submitted("p4")
    await office.submitted("p4", code="H1-1", status="received")
    await office.submitted("p4", code="H1-2", status="returned")
    proposal = await office.propose(procedures=[procedure("p4", term="2wd", valid_from="2026-11-25", valid_to="2026-12-02")])
    (line,) = (await office.get(f"/proposals/{proposal['proposal_id']}/touched")).json()
    assert (line["open"], line["not_received"], line["codes"], line["needs_succeed"]) == (2, 1, ["H1-1"], False)
    assert "2026-12-02" in line["vi"]
    assert (await office.approve(proposal)).status_code == 200
    await office.catch_up()
    for day, version in (("2026-11-24", 1), ("2026-11-25", 2), ("2026-12-01", 2), ("2026-12-02", None), ("2027-06-01", None)):
        office.day(day)
        assert office.chosen("p4") == version, day
    row = await office.running.transactor.rows.look(office.pool, dossier)
    assert row is not None and row.state is not None and row.state.procedure_version == 1
    assert office.running.catalogue.procedure("p4", 1).term == "3wd"


async def test_a_desk_that_ends_needs_its_dossiers_handed_over(office: Office) -> None:
    await office.submitted("p5", desk="H3")
    proposal = await office.propose(agencies=[AGENCIES[2] | DAY | {"valid_to": "2026-12-31", "successor": "H1"}])
    (line,) = (await office.get(f"/proposals/{proposal['proposal_id']}/touched", "chi", ("auditor",))).json()
    assert (line["open"], line["needs_succeed"], line["codes"]) == (1, True, []) and "H1" in line["vi"]


async def test_another_route_touches_the_dossiers_of_its_procedures(office: Office) -> None:
    await office.submitted("p0")
    proposal = await office.propose(routes=[ROUTE | DAY | {"legs": [dict(ROUTE["legs"][0], share="2wd")]}])  # type: ignore[index]
    (line,) = (await office.get(f"/proposals/{proposal['proposal_id']}/touched")).json()
    assert line["kind"] == "routes" and line["open"] >= 1


async def test_a_data_file_doesn_t_undo_a_decision(office: Office, tmp_path: Path) -> None:
    assert (await office.approve(await office.propose(procedures=[procedure("p6", term="2wd", **DAY)]))).status_code == 200
    sent = await office.count("outbox")
    older = [*PROCEDURES, procedure("p6", entry_version=2, term="9wd", **DAY)]
    await publish(office.running.parts, written(tmp_path, older))
    assert await office.count("outbox") == sent


async def test_a_sum_above_the_term_needs_a_reason(office: Office) -> None:
    slow = ROUTE | DAY | {"id": "slow", "legs": [dict(ROUTE["legs"][0], share="8wd")]}  # type: ignore[index]
    proposal = await office.propose(routes=[slow], procedures=[procedure("slow", route="slow", **DAY)])
    assert len(proposal["warnings"]) == 1
    refused = await office.approve(proposal)
    assert refused.status_code == 422 and [e["field"] for e in refused.json()["errors"]] == ["override"]
    approved = await office.approve(proposal, override="Sở đồng ý, có nhánh song song")
    assert approved.status_code == 200 and approved.json()["history"][1]["reason"] == "Sở đồng ý, có nhánh song song"
    await office.catch_up()


async def test_versions_and_differences_are_shown(office: Office) -> None:
    proposal = await office.propose(procedures=[procedure("p7", term="2wd", papers=[{"id": "form", "name": "Đơn"}], **DAY)])
    assert proposal["entries"][0]["follows"] == 1
    assert {c["path"] for c in proposal["entries"][0]["changes"]} == {"term", "papers[form]", "valid_from"}
    await office.approve(proposal)
    await office.catch_up()
    versions = (await office.get("/catalogue/procedures/p7/versions", "x", ("desk",))).json()
    assert [(v["entry_version"], v["in_force"], v["entry"]["term"]) for v in versions] == [(1, True, "3wd"), (2, False, "2wd")]
    there, back = [(await office.get(f"/catalogue/procedures/p7/diff?from={a}&to={b}")).json() for a, b in ((1, 2), (2, 1))]
    assert {"path": "term", "label": "thời hạn giải quyết", "old": "3wd", "new": "2wd"} in there
    assert back == [change | {"old": change["new"], "new": change["old"]} for change in there]
    assert (await office.get("/catalogue/calendars/VN/2026/versions")).json()[0]["entry"]["year"] == 2026
    for path in ("/catalogue/routes/p7/versions", "/catalogue/procedures/p7/diff?from=1&to=9"):
        assert (await office.get(path)).status_code == 404
    again = (await office.get(f"/proposals/{proposal['proposal_id']}")).json()
    assert again["entries"] == proposal["entries"] and again["state"] == "approved"


async def test_rejected_and_withdrawn_ones_publish_nothing(office: Office) -> None:
    first, second = [await office.propose(procedures=[procedure("p8", **DAY)]) for _ in range(2)]
    sent = await office.count("outbox")
    for _ in range(2):
        answer = await office.post(f"/proposals/{first['proposal_id']}/reject", {"reason": "Thiếu căn cứ"}, "binh", ("approver",))
        assert (answer.status_code, answer.json()["state"]) == (200, "rejected")
        answer = await office.post(f"/proposals/{second['proposal_id']}/withdraw")
        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert (await office.approve(first)).status_code == (await office.approve(second)).status_code == 422
    assert await office.count("outbox") == sent
    listed = (await office.get("/proposals?state=rejected&most=1")).json()
    assert [(p["proposal_id"], p["decided_by"]) for p in listed] == [(first["proposal_id"], "binh")]


async def test_yaml_is_imported_and_a_bomb_is_not(office: Office) -> None:
    headers = {"content-type": "application/yaml"}
    text = yaml.safe_dump({"title": "Nhập", "entries": {"procedures": [procedure("imported", **DAY)]}}, allow_unicode=True)
    answer = await office.post("/proposals", content=text.encode(), headers=headers)
    assert answer.status_code == 201 and answer.json()["entries"][0]["entry_version"] == 1, answer.text
    before = await office.stored()
    bomb = "l0: &l0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"l{n + 1}: &l{n + 1} [{','.join([f'*l{n}'] * 9)}]\n" for n in range(9))
    for body in (bomb.encode(), b"[" * 100_000, b" " * 2_000_001, b"\xff\xfe\x00", b"!!python/name:os.system"):
        assert (await office.post("/proposals", content=body, headers=headers)).status_code == 422
    assert await office.stored() == before


async def test_an_unknown_proposal_is_not_found(office: Office) -> None:
    for path in (f"/proposals/{NOBODY}", f"/proposals/{NOBODY}/touched"):
        assert (await office.get(path)).status_code == 404
    assert (await office.approve({"proposal_id": NOBODY})).status_code == 404
