"""A proposal's body is read whole or refused with every fault; no body costs more than it is long."""

import json
from datetime import date
from time import perf_counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some
from intake.administration.entries import MOST_NAMED, numbered, proposed
from intake.administration.reading import MOST_BYTES, read, read_whole
from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import Refused

TODAY = date(2026, 11, 24)
AGENCY = {"id": "H32.41", "valid_from": "2026-12-01", "name": "Thuận Bắc", "kind": "one_stop"}
BILLION = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
MERGED = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 8))
BOMBS = {
    "a billion laughs": BILLION,
    "a list that holds itself": "a: &a [*a]",
    "merges of merges": MERGED,
    "a long text a thousand times": "a: &a " + "x" * 1_000_000 + "\nb: [" + ",".join(["*a"] * 1000) + "]",
    "brackets for ever": "[" * 100_000,
    "deep brackets": "[" * 500 + "]" * 500,
}


def faults(raw):
    with pytest.raises(Refused) as fact:
        proposed(raw)
    return {fault.field for fault in fact.value.faults}


def body(**kinds):
    return {"title": "x", "entries": kinds}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_unfolds(bomb):
    began = perf_counter()
    with pytest.raises(Refused):
        read(BOMBS[bomb].encode(), "application/yaml; charset=utf-8")
    assert perf_counter() - began < 5


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system [id]", "a: [", "{a: b}: c", "--- 1\n--- 2", "a: !!int " + "9" * 5000,
                                  "a: 2026-13-45", "*x"])  # fmt: skip
def test_yaml_that_is_more_or_less_than_data_is_refused(text):
    with pytest.raises(Refused):
        read(text.encode(), "application/yaml")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": "\\ud800"}', "nul"])
def test_what_isn_t_json_is_refused(text):
    with pytest.raises(Refused):
        read(text.encode(), "application/json")


@given(some.binary(max_size=200), some.sampled_from(["application/json", "application/yaml", "", "text/html"]))
def test_any_bytes_are_read_or_refused(raw, kind):
    try:
        proposed(read(raw, kind))
    except Refused as fact:
        assert fact.faults


async def test_a_body_that_is_too_long_is_refused_on_the_way():
    async def endless():
        while True:
            yield b" " * 100_000

    with pytest.raises(Refused, match="2 MB"):
        await read_whole(endless(), "application/json")
    assert MOST_BYTES == 2_000_000


def test_yaml_and_json_say_the_same():
    said = body(agencies=[AGENCY])
    anchored = yaml.safe_dump(said, sort_keys=False).replace("title: x", "title: &x x") + "  letters: []\n"
    flow = b"{title: &x a, entries: {agencies: [{id: *x, valid_from: 2026-12-01, name: *x, kind: one_stop}]}}"
    shared = proposed(read(flow, "text/yaml"))
    assert shared.entries.agencies[0].id == shared.title == "a"
    assert proposed(read(anchored.encode(), "application/yaml")) == proposed(read(json.dumps(said).encode(), "application/json"))


def test_every_fault_is_named_at_once():
    wrong = body(agencies=[AGENCY | {"kind": "castle"}, {"id": "a b"}], procedures=[{"id": "1"}])
    named = faults(wrong)
    assert {"entries.agencies.0.kind", "entries.agencies.1.id", "entries.agencies.1.name", "entries.procedures.0.term"} <= named


def test_a_field_that_nobody_knows_is_a_fault():  # a misspelt valid_to would leave a repealed procedure open for ever
    hours = {"work": {"mon": ["07:30-11:30"]}, "reciption": {}}
    assert faults(body(agencies=[AGENCY | {"valid_too": "2027-01-01", "hours": hours}])) == {
        "entries.agencies.0.valid_too", "entries.agencies.0.hours.reciption"}  # fmt: skip


@pytest.mark.parametrize("raw", [None, [], 1, "x", {}, {"title": " ", "entries": {"agencies": [AGENCY]}}, body(), body(castles=[])])
def test_a_body_of_another_shape_is_refused(raw):
    assert faults(raw)


def test_very_many_faults_are_told_in_part():
    with pytest.raises(Refused) as fact:
        proposed(body(agencies=[{}] * 2000))
    assert len(fact.value.faults) == MOST_NAMED


def test_versions_count_on_from_what_was_published():
    published = [AgencyPublished.model_validate(AGENCY | {"entry_version": n}) for n in (1, 2)]
    said = proposed(body(agencies=[AGENCY, AGENCY | {"valid_from": "2027-01-01"}, AGENCY | {"id": "H32.42"}],
                         procedures=[{**ProcedurePublished.example, "id": "H32.41", "valid_from": "2027-01-01"}]))  # fmt: skip
    assert [e.key for e in numbered(said.entries, published, TODAY)] == [
        "AgencyPublished/H32.41@3", "AgencyPublished/H32.41@4", "AgencyPublished/H32.42@1", "ProcedurePublished/H32.41@1"]  # fmt: skip


@pytest.mark.parametrize(("fields", "place"), [
    ({"entry_version": 1}, "entry_version"), ({"entry_version": 3}, "entry_version"),
    ({"valid_from": "2026-11-23"}, "valid_from"), ({"valid_to": "2026-11-30"}, "valid_to"),
])  # fmt: skip
def test_a_version_that_isn_t_the_next_or_has_begun_is_refused(fields, place):
    published = [AgencyPublished.model_validate(AGENCY)]
    with pytest.raises(Refused) as fact:
        numbered(proposed(body(agencies=[AGENCY | fields])).entries, published, TODAY)
    assert [fault.field for fault in fact.value.faults] == [f"entries.agencies.0.{place}"]
