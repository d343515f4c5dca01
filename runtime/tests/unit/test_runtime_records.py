"""What can be made of a record's headers: an event, nothing to us, or something broken; never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime.records import Broken, Letter, read
from runtime_letters import NOW, ON_EVENT, ONE, TWO, headers_of, paid, record


def test_a_whole_record_is_opened():
    letter = read(record(paid(ONE, 5), 7), ON_EVENT)
    assert (letter.event, letter.dossier_id, letter.envelope.number, letter.envelope.recorded_at) == (paid(ONE, 5), ONE, 7, NOW)
    assert letter.origin == "dossier.v1/0/0"


def test_a_kind_that_is_nothing_to_us_passes_without_being_parsed():  # design.md §2: by a header
    unknown = record(paid(), ce_type=b"vn.lienthong.DossierSung", body=b"\x00 not json")
    assert read(unknown, ON_EVENT) is None


def test_a_kind_that_is_nothing_to_us_passes_even_when_its_headers_are_broken():
    assert read(record(paid(), ce_type=b"vn.lienthong.DossierSung", ce_id=b"x", ce_subject="absent"), ON_EVENT) is None


def test_the_ledger_takes_kinds_in_that_it_doesn_t_know():
    letter = read(record(paid(), ce_type=b"vn.lienthong.DossierSung", body=b"whatever"), ON_EVENT, every_kind=True)
    assert isinstance(letter, Letter)
    assert (letter.event, letter.dossier_id, letter.envelope.kind) == (None, ONE, "DossierSung")


BROKEN = {
    "no headers": dict.fromkeys(dict(headers_of(paid(), 1)), "absent"), "no id": {"ce_id": "absent"}, "no uuid": {"ce_id": b"17"},
    "no type": {"ce_type": "absent"}, "empty type": {"ce_type": b""}, "null type": {"ce_type": None}, "no source": {"ce_source": "absent"},
    "null source": {"ce_source": None}, "no subject": {"ce_subject": "absent"}, "odd subject": {"ce_subject": b"dossier"},
    "no time": {"ce_time": "absent"}, "odd time": {"ce_time": b"noon"}, "odd number": {"ce_number": b"one"},
    "null number": {"ce_number": None}, "latin-1 id": {"ce_id": b"\xff\xfe"}, "null subject": {"ce_subject": None},
}  # fmt: skip


@pytest.mark.parametrize("headers", BROKEN.values(), ids=BROKEN)
def test_a_broken_header_is_told_from_a_broken_body(headers):
    broken = read(record(paid(), **headers), ON_EVENT)
    assert isinstance(broken, Broken)
    assert (broken.reason, broken.letter.dossier_id) == ("BrokenHeader", None)


@pytest.mark.parametrize("body", [None, b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"dossier_id": 1}', b"[" * 5000, b'{"at":"never"}'])
def test_a_body_that_isn_t_its_kind_s_is_broken_and_its_dossier_known(body):  # null is a deleted record
    broken = read(record(paid(), body=body), ON_EVENT)
    assert isinstance(broken, Broken)
    assert (broken.reason, broken.letter.dossier_id, broken.letter.body) == ("BrokenBody", ONE, body)


def test_a_body_with_nul_is_broken():  # PostgreSQL takes none in text: it would fail a whole batch
    body = paid().to_json().replace(b"BL-1", b"BL-\\u0000")
    assert read(record(paid(), body=body), ON_EVENT).reason == "BrokenBody"


def test_a_body_about_another_dossier_than_its_header_says_is_broken():  # its lock would be the wrong one
    assert read(record(paid(ONE), ce_subject=str(TWO).encode()), ON_EVENT).reason == "WrongSubject"


def test_a_field_that_a_newer_producer_added_breaks_nothing():  # design.md §2: optional fields may come
    newer = paid().to_json()[:-1] + b', "currency": "VND"}'
    assert read(record(paid(), body=newer), ON_EVENT).event == paid()


def test_a_record_without_time_zone_is_broken():  # it could be compared with nothing
    assert isinstance(read(record(paid(), ce_time=b"2026-11-23T09:00:00"), ON_EVENT), Broken)


values = some.none() | some.binary(max_size=40) | some.sampled_from([value for _, value in headers_of(paid(), 1)])
NAMES = [name for name, _ in headers_of(paid(), 1)]


odd_headers = some.lists(some.tuples(some.sampled_from(NAMES) | some.text(max_size=8), values), max_size=12)


@given(odd_headers, some.none() | some.binary(max_size=60), some.booleans())
def test_no_record_whatever_stops_the_line(headers, body, every_kind):
    answer = read(Letter("dossier.v1", 0, 0, tuple(headers), body), ON_EVENT, every_kind)
    assert answer is None or isinstance(answer, Letter | Broken)


@given(some.sampled_from(NAMES), some.none() | some.binary(max_size=40), some.booleans())
def test_no_single_odd_header_stops_the_line(name, value, every_kind):
    answer = read(record(paid(), **{name: value}), ON_EVENT, every_kind)
    assert answer is None or isinstance(answer, Letter | Broken)


def test_a_letter_keeps_its_raw_bytes():  # what is set aside is replayed from them
    raw = record(paid(ONE, 5), 7, offset=99)
    letter = read(raw, ON_EVENT)
    assert (letter.headers, letter.body, letter.offset, letter.topic) == (raw.headers, raw.body, 99, "dossier.v1")
