"""A bad request is answered with every fault, in the reader's language, and changes nothing (issue 3)."""

from typing import Any

import asyncpg
import httpx2
import pytest
import uuid_utils.compat as uuids
from house import House
from lienthong_local.failure import StackError


@pytest.fixture(scope="module")
async def client(house: House) -> Any:
    """Somebody at work at a desk that doesn't exist, which a command has to notice by itself."""
    async with httpx2.AsyncClient(trust_env=False, timeout=10, headers=signed_in(house, "H32")) as client:
        yield client


def signed_in(house: House, agency: str, officer: str = "mc1") -> dict[str, str]:
    return {"Authorization": f"Bearer {house.services.issuer.token(officer, agency, ('desk', 'officer', 'head', 'clerk'))}"}


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuids.uuid7().hex}


BAD = {"procedure": "1.001612", "channel": "post", "name": "A", "phone": "123", "papers": ["no-such"]}


async def test_every_fault_of_a_submission_is_named_at_once_in_either_language(house: House, client: Any) -> None:
    vi = await client.post(house.urls["intake"] + "/dossiers", json=BAD, headers=key())
    en = await client.post(house.urls["intake"] + "/dossiers", json=BAD, headers={**key(), "Accept-Language": "en"})
    assert (vi.status_code, vi.headers["content-type"], vi.headers["content-language"]) == (422, "application/problem+json", "vi")
    fields = [error["field"] for error in vi.json()["errors"]]
    assert {"phone", "desk", "papers.no-such"} <= set(fields)
    assert any(field.startswith("papers.") and field != "papers.no-such" for field in fields)
    assert [error["field"] for error in en.json()["errors"]] == fields
    assert "không phải số điện thoại" in vi.text and "not a phone number" in en.text


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"procedure": "1"}', b'{"procedure": "a\\u0000b", "extra": 1}'])
async def test_a_body_that_is_no_submission_is_a_problem_and_never_an_accident(house: House, client: Any, body: bytes) -> None:
    answer = await client.post(house.urls["intake"] + "/dossiers", content=body, headers={**key(), "content-type": "application/json"})
    assert answer.status_code == 422 and answer.json()["errors"]


async def test_a_command_without_a_key_is_refused(house: House, client: Any) -> None:
    answer = await client.post(house.urls["intake"] + "/dossiers", json=BAD)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.text


async def test_a_refused_submission_takes_no_number_and_leaves_no_contact(house: House, client: Any) -> None:
    before = await _codes(house)
    await client.post(house.urls["intake"] + "/dossiers", json=BAD, headers=key())
    assert await _codes(house) == before


async def test_a_stale_version_is_answered_with_the_state_as_it_is(house: House, client: Any) -> None:
    lives = await house.lives(seed=4)
    dossier = await lives.begin()
    journey = await lives._planned(dossier)
    task = journey["tasks"][0]
    body = {"consignment": task["consignment"], "version": journey["version"]}
    url = f"{house.urls['routing']}/dossiers/{dossier}/acknowledge"
    officer = signed_in(house, task["agency"])
    assert (await client.post(url, json=body, headers={**key(), **officer})).status_code == 200
    stale = await client.post(url, json=body, headers={**key(), **officer})
    assert stale.status_code == 409
    assert stale.json()["current"]["version"] == journey["version"] + 1


async def test_an_unknown_dossier_and_an_unknown_page_are_problems_too(house: House, client: Any) -> None:
    answer = await client.post(
        f"{house.urls['routing']}/dossiers/{uuids.uuid7()}/pause", json={"ground": "y"}, headers=key()
    )
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert (await client.get(house.urls["routing"] + "/nothing-here")).headers["content-type"] == "application/problem+json"


async def test_nobody_the_wrong_role_and_the_wrong_agency_get_nowhere(house: House, client: Any) -> None:
    lives = await house.lives(seed=5)
    dossier = await lives.begin()
    journey = await lives._planned(dossier)
    url, body = f"{house.urls['routing']}/dossiers/{dossier}/acknowledge", {"consignment": journey["tasks"][0]["consignment"]}
    citizen = f"Bearer {house.services.issuer.token('cd-1', None, ('citizen',))}"
    for who, status in (("", 401), ("Bearer nonsense", 401), (citizen, 403), (signed_in(house, "H01.1")["Authorization"], 404)):
        answer = await client.post(url, json=body, headers={**key(), "Authorization": who})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), who
    assert (await client.get(f"{house.urls['routing']}/inbox/H32.42", headers=signed_in(house, "H01.1"))).status_code == 403
    for service, page in (("routing", "journeys"), ("intake", "dossiers")):
        found = await client.get(f"{house.urls[service]}/{page}/{dossier}", headers=signed_in(house, "H01.1"))
        assert found.status_code == 404, "row-level security hides what isn't theirs"


async def test_contacts_and_dead_letters_are_for_services_only(house: House, client: Any) -> None:
    assert (await client.post(house.urls["intake"] + "/internal/contacts", json={"dossier_ids": []})).status_code == 401
    assert (await client.get(house.urls["intake"] + "/dead-letters")).status_code == 401


async def _codes(house: House) -> tuple[int, int]:
    connection = await asyncpg.connect(house.services.dsns["intake"])
    try:
        return await connection.fetchval("select coalesce(sum(last), 0) from code_sequence"), await connection.fetchval(
            "select count(*) from person"
        )
    finally:
        await connection.close()


async def test_a_service_cannot_read_another_ones_database(house: House) -> None:
    intake, routing = house.services.dsns["intake"], house.services.dsns["routing"]
    name = intake.partition("?")[0].rpartition("/")[2]
    own = routing.partition("?")[0].rpartition("/")[2]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(routing.replace(f"/{own}?", f"/{name}?"))


async def test_a_database_of_a_newer_schema_stops_the_service_with_a_sentence(house: House) -> None:
    service = house.services.processes["sla-monitor-0"]
    connection = await asyncpg.connect(house.services.dsns["sla-monitor"])
    await connection.execute("insert into schema_migrations (version) values ('9999')")
    await service.stop()
    await service.start()
    with pytest.raises(StackError, match="newer"):
        await service.ready(30)
    await connection.execute("delete from schema_migrations where version = '9999'")
    await connection.close()
    await service.start()
    await service.ready()
