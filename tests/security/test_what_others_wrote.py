"""What others wrote is listed whole, licensed freely, and never called clean unasked (issue 8)."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files as resources
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from jsonschema import Draft7Validator
from lienthong_local.audit import documents, known, licences
from lienthong_local.audit.locked import Locked, locked
from lienthong_local.audit.verb import _verdict
from referencing import Registry, Resource

AGAIN = "run `just docs-security`, and commit docs/security"
FREE = {"Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "MPL-2.0", "PSF-2.0", "Zlib", "CC0-1.0", "OFL-1.1",
        "PostgreSQL", "Unlicense", "Python-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"}  # fmt: skip


def bill() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((documents.FOLDER / "sbom.cdx.json").read_text("utf-8"))
    return loaded


def test_both_committed_lists_say_what_the_locks_say() -> None:
    assert not (names := documents.stale()), f"{names} are stale: {AGAIN}"


def test_a_lock_that_moved_on_makes_the_lists_stale(tmp_path: Path) -> None:
    moved = tmp_path / "uv.lock"
    moved.write_text(documents.LOCK.read_text("utf-8").replace('name = "jinja2"\nversion = "', 'name = "jinja2"\nversion = "9', 1), "utf-8")
    assert set(documents.stale(lock=moved)) == {"dependencies.md", "sbom.cdx.json"}


def test_the_bill_of_materials_is_valid_cyclonedx() -> None:
    folder = resources("cyclonedx.schema._res")
    names = ("bom-1.6", "spdx", "jsf-0.82", "cryptography-defs")
    known_here = [folder / f"{name}.SNAPSHOT.schema.json" for name in names if (folder / f"{name}.SNAPSHOT.schema.json").is_file()]
    schemas = [json.loads(file.read_text("utf-8")) for file in known_here]
    registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas)
    faults = [fault.message[:200] for fault in Draft7Validator(schemas[0], registry=registry).iter_errors(bill())]
    assert not faults


def test_every_reference_within_the_bill_leads_somewhere() -> None:
    there = {part["bom-ref"] for part in bill()["components"]} | {"lienthong"}
    assert len(there) == len(bill()["components"]) + 1, "a part stands there twice"
    assert {ref for need in bill()["dependencies"] for ref in (need["ref"], *need.get("dependsOn", ()))} <= there


def test_every_locked_package_stands_in_both_lists() -> None:
    listed = (documents.FOLDER / "dependencies.md").read_text("utf-8")
    parts = {(part["name"], part["version"]) for part in bill()["components"]}
    for package in locked(documents.LOCK):
        assert (package.name, package.version) in parts
        assert f"| {package.name} | {package.version} |" in listed


def test_kafka_java_postgresql_and_what_browsers_are_sent_are_in_the_bill() -> None:
    names = {part["name"] for part in bill()["components"]}
    assert {"OpenJDK", "PostgreSQL", "org.apache.kafka:kafka_2.13", "htmx.org", "echarts", "@fontsource/inter"} <= names


def test_a_package_is_a_test_s_own_unless_a_member_reaches_it() -> None:
    by = {package.name: package for package in locked(documents.LOCK)}
    assert (by["uvicorn"].runtime, by["pytest"].runtime) == (True, False)
    assert by["starlette"].runtime, "reached through fastapi alone"
    assert by["pytest"].direct == ("tests",) and "runtime" in by["asyncpg"].direct


def test_whatever_is_used_has_a_free_licence_and_says_which() -> None:
    packages, beside = documents.parts()
    said = {p.name: licences.of_package(p.name) for p in packages} | {b.name: b.licence for b in beside}
    unknown = {name: licence for name, licence in said.items() if not _free(licence)}
    assert not unknown, f"{unknown}: add it to licences.toml once its licence file was read, or to FREE if it is free"


def _free(licence: str) -> bool:
    choices = [choice.strip() for choice in licence.split(" OR ")]
    return any(all(part.strip() in FREE for part in choice.split(" AND ")) for choice in choices)


class Database(BaseHTTPRequestHandler):
    """An OSV database that knows one flaw, of one package."""

    flawed = "jinja2"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        flaws = {"vulns": [{"id": "TEST-1", "modified": "2026-01-01T00:00:00Z"}]}
        self._answer({"results": [flaws if q["package"]["name"] == self.flawed else {} for q in asked]})

    def do_GET(self) -> None:
        affected = [{"package": {"name": self.flawed, "ecosystem": "PyPI"}, "ranges": []}]
        self._answer({"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "summary": "planted", "affected": affected})

    def _answer(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class Unknowing(Database):
    """One that knows none of ours."""

    flawed = "nothing-of-ours"


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), request.param)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize("database", [Database], indirect=True)
def test_a_known_flaw_is_told_with_its_package(database: str) -> None:
    answer = known.known_flaws(documents.CHECKOUT, database)
    assert [(flaw.package, flaw.id) for flaw in answer.flaws] == [("jinja2", "TEST-1")]
    assert answer.asked == len(locked(documents.LOCK)) and _verdict(answer) == "flawed"


@pytest.mark.parametrize("database", [Unknowing], indirect=True)
def test_a_database_that_knows_nothing_bad_says_clean(database: str) -> None:
    assert _verdict(known.known_flaws(documents.CHECKOUT, database)) == "clean"


def test_a_database_that_cannot_be_reached_is_never_called_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    answer = known.known_flaws(documents.CHECKOUT, "http://127.0.0.1:9/")
    assert answer.failure and _verdict(answer) == "not_asked"
    assert "://" not in answer.failure


def test_no_package_at_all_is_not_clean_either() -> None:
    assert _verdict(known.Answer(0, ())) == "not_asked"


def test_an_address_of_a_package_names_its_version() -> None:
    assert Locked("a", "1", True, (), (), ()).purl == "pkg:pypi/a@1"
