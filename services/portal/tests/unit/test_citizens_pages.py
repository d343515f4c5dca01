"""The pure parts of citizens' pages: the way as steps, what is told and what isn't, what a form says, what an act still lacks."""

from datetime import datetime
from typing import Any

import msgspec
import pytest
from lienthong_calendar import WorkingCalendar
from lienthong_contracts import KINDS, ProcedurePublished
from portal.domain.record import LegRecord, Record
from portal.format import long_moment
from portal.mine.acts import clean, given_since, scores_of, unsure
from portal.mine.life import happened
from portal.mine.way import steps
from portal.online.form import groups, page_of, written
from portal.payment.api import receipt_no
from portal.web.life_phrases import LIFE

NOW = datetime.fromisoformat("2026-11-25T14:32:00+07:00")


def entry(kind: str, **body: Any) -> dict[str, Any]:
    return {"kind": kind, "seq": 1, "body": msgspec.json.encode({"at": NOW.isoformat(), "dossier_id": "x", **body})}


def record(**legs: LegRecord) -> Record:
    return Record(status="open", desk="H32.41", received_at=NOW, legs=legs)


def test_legs_that_wait_for_the_same_stand_in_one_step_and_the_result_is_last() -> None:
    known = record(a=LegRecord("Khai sinh", "X", "done", place=0), b=LegRecord("Thường trú", "Y", "here", begun_at=NOW, place=1),
                   c=LegRecord("Thẻ", "Z", "done", place=2))  # fmt: skip
    plan = entry("JourneyPlanned", legs=[{"leg": "a"}, {"leg": "b", "after": ["a"]}, {"leg": "c", "after": ["a"]}])
    clock = entry("ClockStarted", clock="b", due_at="2026-11-27T11:30:00+07:00")
    over = entry("ClockStarted", clock="c", due_at="2026-11-26T11:30:00+07:00")
    found = steps(known, [clock, over, plan], WorkingCalendar(), str, NOW)
    assert [(s.kind, s.state) for s in found] == [("received", "done"), ("work", "done"), ("work", "here"), ("result", "waiting")]
    assert [p.task for p in found[2].parts] == ["Thường trú", "Thẻ"]
    assert found[2].parts[0].until == datetime.fromisoformat("2026-11-27T11:30:00+07:00")
    assert found[2].parts[1].until is None, "what is done has no date any more"


def test_without_a_plan_each_leg_is_a_step_of_its_own() -> None:
    known = record(a=LegRecord("A", "X", place=0), b=LegRecord("B", "Y", place=1))
    assert [len(s.parts) for s in steps(known, [], WorkingCalendar(), str, NOW)] == [0, 1, 1, 0]


def test_a_clock_that_was_moved_says_its_last_date() -> None:
    known = record(a=LegRecord("A", "X", "here", begun_at=NOW, place=0))
    moved = entry("ClockResumed", clock="a", due_at="2026-11-30T17:00:00+07:00")
    first = entry("ClockStarted", clock="a", due_at="2026-11-27T17:00:00+07:00")
    assert steps(known, [moved, first], WorkingCalendar(), str, NOW)[1].parts[0].until.day == 30  # type: ignore[union-attr]


def test_what_concerns_the_citizen_is_told_and_the_agencies_inner_life_is_not() -> None:
    inner = [kind for kind in ("OfficerAssigned", "ResultSentBack", "DelayEscalated", "ConsultationAsked", "HandOverRefused",
                               "LegReturned", "DeadlineBreached", "ResultProposed") if kind in LIFE]  # fmt: skip
    assert inner == []
    told = happened([entry("SupplementAsked", content="Bản sao căn cước"), entry("OfficerAssigned", officer="cb1")], str, "vi")
    assert [line.text for line in told] == ["Cần bạn bổ sung: Bản sao căn cước"]


def test_a_legs_clock_moves_no_date_and_is_not_told_as_if_it_did() -> None:
    moved = {"due_at": "2026-12-01T17:00:00+07:00"}
    assert happened([entry("ClockRestarted", clock="tax", **moved)], str, "vi") == ()
    assert len(happened([entry("ClockRestarted", clock="dossier", **moved)], str, "vi")) == 1


@pytest.mark.parametrize("kind", LIFE)
def test_every_sentence_is_of_a_known_kind_and_says_something_in_both_languages(kind: str) -> None:
    name, _, outcome = kind.partition("/")
    body = {**KINDS[name].example, **({"outcome": outcome} if outcome else {})}
    for lang in ("vi", "en"):
        (line,) = happened([entry(name, **msgspec.to_builtins(msgspec.json.decode(msgspec.json.encode(body, enc_hook=str))))], str, lang)
        assert line.text and "{" not in line.text and not line.text.endswith(":")


def procedure(**more: Any) -> ProcedurePublished:
    return ProcedurePublished.model_validate({**ProcedurePublished.example, "at": "2026-01-01T00:00:00Z", **more})


def test_the_form_is_the_procedures_own() -> None:
    names = {f.name for _, fields in groups(procedure(who="person"), {}) for f in fields}
    assert "organisation" not in names and {"name", "phone", "postal_address", "delegate.name"} <= names
    pages = procedure(who="both", fees=[{"id": "p", "name": "Phí", "amount_dong": 2000, "per": "page"}])
    names = {f.name for _, fields in groups(pages, {}) for f in fields}
    assert {"organisation", "tax_code", "quantities.p"} <= names


def test_what_a_form_says_goes_over_what_was_kept_and_the_rest_stays() -> None:
    kept = {"procedure": "1.001612", "desk": "H32.41", "name": "A", "email": "a@example.vn"}
    now = written(procedure(), {"name": " B ", "email": "", "delegate.name": "C", "desk": "H1", "version": "9"}, kept)
    assert now == {"procedure": "1.001612", "desk": "H32.41", "name": "B", "delegate": {"name": "C"}}


@pytest.mark.parametrize("field, page", [("name", "who"), ("delegate.phone", "who"), ("papers.form", "papers"), ("papers", "papers"),
                                         ("although_alike", "review"), ("case", "review"), ("postal_address", "who")])  # fmt: skip
def test_each_fault_leads_to_the_page_where_it_is_mended(field: str, page: str) -> None:
    assert page_of(field) == page


def test_a_rating_needs_four_figures_and_the_fifth_is_for_who_gave_feedback() -> None:
    said, faults = scores_of({"access": "5", "formalities": "6", "staff": "x", "outcome": "1"})
    assert said == {"access": 5, "outcome": 1} and set(faults) == {"formalities", "staff"}
    assert scores_of(dict.fromkeys(("access", "formalities", "staff", "outcome"), "3"))[1] == {}


def test_nobody_withdraws_by_a_slip() -> None:
    assert set(unsure("", "")) == {"reason", "sure"} and unsure("Không còn nhu cầu", "yes") == {}


def test_only_files_since_the_request_answer_it() -> None:
    state = {"notices": [{"form": "supplement", "at": "2026-11-25T00:00:00Z"}, {"form": "apology", "at": "2026-11-30T00:00:00Z"}],
             "documents": [{"paper": "a", "at": "2026-11-24T00:00:00Z", "origin": "electronic"},
                           {"paper": "b", "at": "2026-11-26T00:00:00Z", "origin": "electronic"},
                           {"paper": "c", "at": "2026-11-26T00:00:00Z", "origin": "result"}]}  # fmt: skip
    assert given_since(state) == ["b"]


def test_a_key_that_no_form_of_ours_had_is_replaced() -> None:
    assert clean("a" * 32) == "a" * 32
    assert clean("x\r\nEvil: 1") != clean("x\r\nEvil: 1") and len(clean("")) == 32


def test_a_sandbox_receipt_is_the_clicks_own_and_says_what_it_is() -> None:
    assert receipt_no("ab" * 16) == receipt_no("ab" * 16) == "THU-NGHIEM-ABABABABABAB"


def test_a_promise_is_said_as_people_say_it() -> None:
    assert long_moment(datetime.fromisoformat("2026-11-27T17:00:00+07:00")) == "17 giờ, thứ Sáu 27/11/2026"
    assert long_moment(datetime.fromisoformat("2026-11-27T11:30:00+07:00")) == "11 giờ 30, thứ Sáu 27/11/2026"
    assert long_moment(datetime.fromisoformat("2026-11-27T11:30:00+07:00"), "en") == "11:30, Friday 27/11/2026"
