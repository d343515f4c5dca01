"""Whatever lies on a topic, a service sets it aside by name and goes on: no record ends one (issue 8)."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import KINDS, BrokenHeader, CatalogueEntry, ClockTicked, DossierEvent, Envelope
from lienthong_runtime.catalogue import Catalogue
from lienthong_runtime.follow_catalogue import taken_in
from lienthong_runtime.records import Broken, Letter, read
from lienthong_runtime.tick import said_by
from outside import outside, tries
from pydantic import ValidationError

HEADERS = dict(Envelope(UUID(int=7), "DossierReceived", "intake", 1, str(UUID(int=9)), datetime(2026, 11, 26, tzinfo=UTC)).to_headers())
VALUES = outside(*HEADERS.values())
headers = some.dictionaries(some.sampled_from(list(HEADERS)), some.none() | VALUES, max_size=9).map(lambda some_: {**HEADERS, **some_})
BODIES = {name: json.dumps(kind.example).encode() for name, kind in KINDS.items()}
kinds = some.sampled_from(sorted(KINDS))
TAKEN: Any = {kind: None for kind in KINDS.values() if issubclass(kind, DossierEvent)}


@tries
@given(headers)
def test_headers_are_an_envelope_that_a_database_takes_or_broken_by_name(found: dict[str, bytes]) -> None:
    try:
        envelope = Envelope.from_headers(found)
    except BrokenHeader as fault:
        assert len(str(fault)) < 30, "it says which fault, not what was read"
        return
    assert 0 <= envelope.number < 2**31 and "\0" not in envelope.kind + envelope.source + envelope.subject
    (envelope.kind + envelope.source + envelope.subject).encode()
    assert datetime(1900, 1, 1, tzinfo=UTC) < envelope.recorded_at < datetime(3000, 1, 1, tzinfo=UTC)


@tries
@given(some.data())
def test_a_body_is_an_event_or_no_event_of_its_kind(data: some.DataObject) -> None:
    name = data.draw(kinds)
    try:
        event = KINDS[name].from_json(data.draw(outside(BODIES[name])))
    except ValidationError:
        return
    assert KINDS[name].from_json(event.to_json()) == event


@tries
@given(some.data(), headers)
def test_a_record_is_opened_skipped_or_broken(data: some.DataObject, found: dict[str, bytes]) -> None:
    name = data.draw(kinds)
    found["ce_type"] = data.draw(some.just(f"vn.lienthong.{name}".encode()) | VALUES)
    body = data.draw(some.none() | outside(BODIES[name]))
    opened = read(
        Letter("dossier.v1", 0, 1, tuple(found.items()), body), TAKEN, every_kind=data.draw(some.booleans())
    )
    assert opened is None or isinstance(opened, Letter | Broken)


CATALOGUE = sorted(name for name, kind in KINDS.items() if issubclass(kind, CatalogueEntry))


@tries
@given(some.data())
def test_an_entry_of_the_catalogue_is_kept_or_refused_and_the_topic_is_read_on(data: some.DataObject) -> None:
    name = data.draw(some.sampled_from(CATALOGUE))
    kind = data.draw(some.just(f"vn.lienthong.{name}".encode()) | some.none() | VALUES)
    taken_in(Catalogue(), [("ce_type", kind)], data.draw(some.none() | outside(BODIES[name])), 5)


@tries
@given(some.none() | outside(BODIES["ClockTicked"]))
def test_a_tick_is_an_instant_or_nothing(body: bytes | None) -> None:
    now = said_by(body)
    assert now is None or now.tzinfo is not None


def test_a_good_tick_is_taken() -> None:
    assert said_by(BODIES["ClockTicked"]) == ClockTicked.from_json(BODIES["ClockTicked"]).now


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_number"])
def test_a_header_without_a_value_is_broken_by_name(name: str) -> None:
    with pytest.raises(BrokenHeader):
        Envelope.from_headers({**HEADERS, name: None})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "name, value",
    [
        ("ce_number", b"2147483648"),
        ("ce_number", b"9" * 4000),
        ("ce_number", b"9" * 5000),
        ("ce_number", b"-1"),
        ("ce_time", b"0001-01-01T00:00:00+14:00"),
        ("ce_time", b"9999-12-31T23:59:59-14:00"),
        ("ce_time", b"2026-11-26T09:00:00"),
        ("ce_source", b"a\0b"),
        ("ce_subject", b"\xff"),
    ],
)
def test_a_header_that_no_database_takes_is_broken_by_name(name: str, value: bytes) -> None:
    with pytest.raises(BrokenHeader):
        Envelope.from_headers({**HEADERS, name: value})
