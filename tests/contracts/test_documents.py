"""The generated documents are those of the code, and what the portal shows of them is whole."""

import json
import re
from typing import Any

import pytest
from lienthong_contracts.document import stale
from lienthong_local.documents import DOCUMENTS, SERVICES, api_files, service_and_app
from portal.documents import docs_view

AGAIN = "run `uv run --frozen python -m lienthong_local.documents`, and commit docs/api"
PROBLEM = "application/problem+json"


def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text("utf-8"))
    return loaded


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{service} {method.upper()} {path}", operation)
        for service in SERVICES
        for path, methods in document(f"openapi-{service}")["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_committed_document_says_what_the_code_says() -> None:
    assert not (names := stale(api_files(), DOCUMENTS)), f"{names} are stale: {AGAIN}"


def test_a_document_does_not_depend_on_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_SERVICE_TOKEN", "another")
    monkeypatch.setenv("LIENTHONG_HTTP_PORT", "no number")
    assert not stale(api_files(), DOCUMENTS)


def test_the_portal_shows_each_kind_with_its_fields_and_an_example() -> None:
    topics = [chapter for chapter in docs_view(DOCUMENTS).chapters if chapter.raw.endswith("asyncapi.json")]
    assert {chapter.title for chapter in topics} == set(document("asyncapi")["channels"])
    shown = [entry for chapter in topics for entry in chapter.entries]
    assert len(shown) == len(document("asyncapi")["components"]["messages"])
    assert all(entry.text and entry.parts and entry.example and entry.tag for entry in shown)


def test_the_portal_shows_each_service_that_has_something_to_show() -> None:
    chapters = {chapter.id: chapter for chapter in docs_view(DOCUMENTS).chapters}
    assert {f"openapi-{service}" for service in SERVICES} <= set(chapters)
    assert all(entry.text for service in SERVICES for entry in chapters[f"openapi-{service}"].entries)


def test_every_operation_says_in_words_what_it_does() -> None:
    # FastAPI makes "Busy Inbox Get" of a function's name when nobody says anything.
    silent = [place for place, o in operations() if len(o.get("summary", "")) < 10 or o["summary"].istitle()]
    assert not silent, f"{silent}: the command's docstring or the route's summary is the text that people read"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_a_short_name_of_its_own(service: str) -> None:
    ids = [o["operationId"] for methods in document(f"openapi-{service}")["paths"].values() for o in methods.values()]
    assert len(set(ids)) == len(ids)
    unreadable = [name for name in ids if not re.fullmatch(r"[a-z]+(_[a-z]+){0,3}", name)]
    assert not unreadable, f"{unreadable}: generated clients call their functions so; a route's name says it"


@pytest.mark.parametrize("service", SERVICES)
def test_a_document_has_whatever_it_refers_to(service: str) -> None:
    text = json.dumps(document(f"openapi-{service}"))
    named = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', text))
    assert named <= set(document(f"openapi-{service}")["components"]["schemas"])
    assert "$defs" not in text


def test_who_asks_is_told_by_a_scheme_and_whoever_must_may_be_refused() -> None:
    assert not [place for place, o in operations() for p in o.get("parameters", ()) if p["name"].lower() == "authorization"]
    silent = [place for place, o in operations() if "security" in o and not {"401", "403"} <= set(o["responses"])]
    assert not silent, f"{silent} ask who it is, and don't say what happens to others"


def test_faults_are_documented_as_the_problem_documents_that_they_are() -> None:
    taking = [(place, operation) for place, operation in operations() if "422" in operation["responses"]]
    wrong = [place for place, operation in taking if list(operation["responses"]["422"]["content"]) != [PROBLEM]]
    assert not wrong, f"{len(wrong)} operations, {wrong[:2]} …: RFC 9457 is answered, so {PROBLEM} must be documented"


@pytest.mark.parametrize("service", SERVICES)
def test_every_command_of_a_service_is_documented(service: str) -> None:
    parts, _ = service_and_app(service)
    paths = document(f"openapi-{service}")["paths"]
    assert {f"/dossiers/{{dossier_id}}/{name}" for name in parts.commands} <= set(paths)
    assert {f"/{name}" for name in parts.create} <= set(paths)
