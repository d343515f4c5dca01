"""A contract never narrows: it grows by optional fields, and everything else is a new version beside the old."""

import json
from copy import deepcopy
from typing import Any

import pytest
from history import CHECKOUT, committed, narrowing, texts
from lienthong_contracts import KINDS
from lienthong_contracts.document import SCHEMAS, schema_files, schema_of, stale

AGAIN = "run `uv run --frozen python -m lienthong_local.documents`, and commit contracts/schemas"
NEW_VERSION = "old events stay on the topic for ever: keep this version, make a new one beside it, write an ADR"


def test_every_committed_schema_says_what_the_code_says() -> None:
    assert not (names := stale(schema_files(), SCHEMAS)), f"{names} are stale: {AGAIN}"


def test_every_schema_file_is_of_a_version_that_was_reached() -> None:
    ahead = [path.name for path in SCHEMAS.glob("*.json") if int(path.stem.rpartition(".v")[2]) > version_of(path.stem)]
    assert not ahead, f"{ahead} are of versions that no kind has"


def version_of(stem: str) -> int:
    kind = KINDS.get(stem.rpartition(".v")[0])
    return kind.version if kind else 1_000_000  # a retired kind keeps all its versions


@pytest.mark.parametrize("name", schema_files())
def test_a_contract_never_narrows(name: str) -> None:
    now = (SCHEMAS / name).read_text("utf-8")
    faults = [fault for old in texts(name) if (fault := narrowing(old, now))]
    assert not faults, f"{name} narrows, {faults}: {NEW_VERSION}"


def test_no_committed_contract_disappears() -> None:
    gone = [name for name in committed() if not (SCHEMAS / name).is_file()]
    assert not gone, f"{gone} were in {CHECKOUT.name}'s history: {NEW_VERSION}"


FIELDS = schema_of(KINDS["DeadlineMet"])["properties"]
GROWTH: dict[str, dict[str, Any]] = {
    "an optional field is added": {"remark": {"type": "string", "default": "", "maxLength": 2000}},
    "a field that may be null is added": {"leg": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}},
    "only a field's description changes": {"agency": {**FIELDS["agency"], "description": "whose"}},
}
NARROWINGS: dict[str, dict[str, Any]] = {
    "a field's type changes": {"verdict": {"type": "integer"}},
    "a permitted value is taken away": {"verdict": {"type": "string", "enum": ["early", "on_time"]}},
    "a permitted value is added": {"verdict": {"type": "string", "enum": ["early", "on_time", "late", "never"]}},
    "a text gets shorter": {"agency": {**FIELDS["agency"], "maxLength": 8}},
}


def changed(fields: dict[str, Any], required: list[str] | None = None) -> str:
    schema = deepcopy(schema_of(KINDS["DeadlineMet"]))
    schema["properties"] |= fields
    schema["required"] = schema["required"] if required is None else required
    return json.dumps(schema)


@pytest.mark.parametrize("change", GROWTH)
def test_growing_is_allowed(change: str) -> None:
    assert narrowing(changed({}), changed(GROWTH[change])) == ""


@pytest.mark.parametrize("change", NARROWINGS)
def test_narrowing_is_noticed(change: str) -> None:
    assert narrowing(changed({}), changed(NARROWINGS[change])) != ""


def test_a_new_field_that_old_events_lack_is_noticed() -> None:
    required = [*schema_of(KINDS["DeadlineMet"])["required"], "judge"]
    assert narrowing(changed({}), changed({"judge": {"type": "string"}}, required)) != ""


def test_a_field_that_readers_relied_upon_and_is_no_longer_sure_is_noticed() -> None:
    required = [name for name in schema_of(KINDS["DeadlineMet"])["required"] if name != "finished_at"]
    assert narrowing(changed({}), changed({}, required)) != ""
