"""Every route of every service, as nobody, as the wrong role and as the wrong agency: each gets nowhere, and learns nothing.

A new route is walked as soon as it is there: it is public by name below, or closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from fastapi import FastAPI
from fastapi.routing import APIRoute
from house import House
from lienthong_local.documents import SERVICES, service_and_app
from lienthong_runtime.identity import AT_WORK, Role, open_to

# What anybody may see: whether it works, what procedures there are, and how far a dossier is whose code they know;
# and whoever has a letter's link may switch off what isn't owed. A password that somebody else gave opens the page for one's own.
PUBLIC = {"/health/live", "/health/ready", "/metrics", "/procedures", "/agencies", "/", "/tra-cuu", "/ngon-ngu/{lang}", "/vao", "/ra",
          "/vao/dinh-danh", "/vao/dinh-danh/ve", "/tai-khoan/mat-khau", "/bat-dau",
          "/tai-lieu", "/tai-lieu/{name}.json", "/tin-nhan/{token}", "/so-cai", "/thu-tuc", "/thu-tuc/{procedure_id}",
          "/thu-tuc/{procedure_id}/niem-yet", "/phan-anh", "/phan-anh/{code}",
          "/man-hinh-goi/{desk}", "/man-hinh-goi/{desk}/so"}  # fmt: skip
STRANGE = "H01.1"  # an agency of another province
OF_A_DOSSIER = ("dossier_id", "code_or_id", "agency", "desk")
ROLES = frozenset(get_args(Role))


@dataclass(frozen=True)
class Door:
    """A route: its service, method and path, who is let in (None: only the services themselves), and a body that it takes."""

    service: str
    method: str
    path: str
    roles: frozenset[str] | None
    body: Any

    def __str__(self) -> str:
        return f"{self.service} {self.method} {self.path}"


def doors(service: str) -> Iterator[Door]:
    _, app = service_and_app(service)
    paths = app.openapi()
    for route in routes(app):
        for method in route.methods or ():
            yield Door(service, method, route.path, roles_of(route), body_of(paths, route.path, method.lower()))


def routes(app: FastAPI) -> Iterator[APIRoute]:
    for included in app.routes:
        router = getattr(included, "original_router", None)
        yield from (route for route in (router.routes if router else ()) if isinstance(route, APIRoute))


def roles_of(route: APIRoute) -> frozenset[str] | None:
    """Whom the route's dependency lets in, also one that what it is asked for depends on."""
    line = [*route.dependant.dependencies]
    for each in line:
        line += each.dependencies
    found = [d.call.roles for d in line if isinstance(d.call, open_to)]
    return found[0] if found else None


def body_of(document: dict[str, Any], path: str, method: str) -> Any:
    content = document["paths"].get(path, {}).get(method, {}).get("requestBody", {}).get("content", {})
    return smallest(content["application/json"]["schema"], document["components"]["schemas"]) if "application/json" in content else {}


def smallest(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    """The least that the schema takes."""
    if "$ref" in schema:
        return smallest(known[schema["$ref"].rpartition("/")[2]], known)
    if "enum" in schema or "const" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if "anyOf" in schema:
        return smallest(schema["anyOf"][0], known)
    if schema.get("type") == "object":
        return {name: smallest(part, known) for name, part in schema.get("properties", {}).items() if name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [smallest(schema["items"], known) for _ in range(schema.get("minItems", 0))]
    formats = {"uuid": str(uuids.uuid7()), "date-time": "2030-01-01T09:00:00+07:00", "date": "2030-01-01"}
    return {"integer": schema.get("minimum", 1), "boolean": False}.get(schema["type"], formats.get(schema.get("format", ""), "x"))


@dataclass(frozen=True)
class Said:
    """What was answered."""

    status_code: int
    text: str


DOORS = [door for service in SERVICES for door in doors(service)]
CLOSED = [door for door in DOORS if door.path not in PUBLIC]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def dossier(house: House) -> dict[str, str]:
    """A dossier under way at a desk of Khánh Hoà, with its code and its desk."""
    lives = await house.lives(seed=31)
    dossier_id = await lives.begin()
    await lives._planned(dossier_id)
    await house.quiet()
    shown = await house.desk.get("intake", f"/dossiers/{dossier_id}")
    return {"dossier_id": dossier_id, "code_or_id": shown["code"], "code": shown["code"], "desk": shown["desk"], "agency": shown["desk"]}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client() -> Any:
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as client:
        yield client


async def ask(house: House, client: Any, door: Door, dossier: dict[str, str], token: str) -> "Said":
    unknown = dict.fromkeys(("document", "proposal_id", "petition_id", "account", "session"), str(uuids.uuid7()))
    values = {**unknown, "service": "routing", "officer": "ntb", "name": "receipt", "template": "received", "kind": "procedures",
              "entry_id": "1.001612", "procedure_id": "1.001612", "channel": "sms", "year": "2026", "token": "abcd", "word": "thu-tuc",
              "number": "1", "act": "rut", "command": "start", **dossier}  # fmt: skip
    headers = {"Idempotency-Key": uuids.uuid7().hex, **({"Authorization": f"Bearer {token}"} if token else {})}
    query = {"paper": "form", "name": "a.pdf", "since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    body = {"json": door.body} if door.method != "GET" else {}
    url = house.urls[door.service] + door.path.replace(":path", "").format_map(values)
    async with client.stream(door.method, url, params=query, headers=headers, **body) as answer:
        endless = answer.headers.get("content-type", "").startswith("text/event-stream")  # its first line is all there is for a stranger
        text = (await anext(answer.aiter_bytes())).decode() if endless else (await answer.aread()).decode("utf-8", "replace")
    return Said(answer.status_code, text)


def test_there_are_doors_of_every_service_and_every_public_one_is_there() -> None:
    assert {door.service for door in CLOSED} == set(SERVICES)
    assert {door.path for door in DOORS} >= PUBLIC, "a public name that no route has"
    assert len(CLOSED) > 90


@pytest.mark.parametrize("door", CLOSED, ids=str)
async def test_nobody_gets_in(house: House, client: Any, dossier: dict[str, str], door: Door) -> None:
    for token in ("", "nonsense", house.services.token if door.roles is not None else "nonsense"):
        answer = await ask(house, client, door, dossier, token)
        assert answer.status_code == 401, answer.text


@pytest.mark.parametrize("door", CLOSED, ids=str)
async def test_the_wrong_role_gets_nowhere(house: House, client: Any, dossier: dict[str, str], door: Door) -> None:
    wrong = ROLES if door.roles is None else ROLES - door.roles
    answer = await ask(house, client, door, dossier, house.token(*wrong, agency=dossier["desk"]))
    assert answer.status_code == (401 if door.roles is None else 403), answer.text


MINE = [door for door in CLOSED if door.roles and door.roles & {*AT_WORK, "citizen", "system"}]


@pytest.mark.parametrize("door", MINE, ids=str)
async def test_the_wrong_agency_gets_nowhere_and_reads_nothing(house: House, client: Any, dossier: dict[str, str], door: Door) -> None:
    assert door.roles is not None
    role = next(role for role in (*AT_WORK, "citizen", "system") if role in door.roles)
    answer = await ask(house, client, door, dossier, house.token(role, agency=None if role == "citizen" else STRANGE, subject="nguoi-la"))
    if any("{" + name + "}" in door.path for name in OF_A_DOSSIER):
        assert answer.status_code in (403, 404), (answer.status_code, answer.text)
    assert answer.status_code < 500
    assert dossier["dossier_id"] not in answer.text and dossier["code"] not in answer.text


async def test_what_the_strangers_asked_for_has_changed_nothing(house: House, dossier: dict[str, str]) -> None:
    await house.quiet()
    shown = await house.desk.get("routing", f"/journeys/{dossier['dossier_id']}")
    assert shown["status"] == "moving" and {task["do"] for task in shown["tasks"]} <= {"acknowledge", "expect", "supervise"}
    assert (await house.verify()).found == []
