"""A version ends where the next one begins; checks and dry runs look at the catalogue as it would then be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.administration.domain.fates import fate
from intake.administration.domain.fault_words import said
from intake.administration.domain.holding import as_they_hold, followed
from intake.administration.whole import broken_by, warned_of
from intake.catalogue import read_catalogue
from intake_lives import CATALOGUES
from lienthong_contracts import AgencyPublished, LetterPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue, Fault

DAY0 = date(2026, 1, 1)


def agency(version=1, since=DAY0, until=None, own="H1", **fields):
    return AgencyPublished(id=own, entry_version=version, valid_from=since, valid_to=until, name="x", kind="resolving", **fields)


def line_of(periods):
    days = [(DAY0 + timedelta(since), None if held is None else DAY0 + timedelta(since + held)) for since, held in periods]
    return [agency(number, *period) for number, period in enumerate(days, 1)]


lines = some.lists(some.tuples(some.integers(0, 6), some.none() | some.integers(0, 6)), min_size=1, max_size=4).map(line_of)


@given(lines, some.integers(-1, 14))
def test_each_day_is_answered_as_before_and_by_one_version_only(line, number):
    day = DAY0 + timedelta(number)
    answer = Catalogue(line).in_force(AgencyPublished, "H1", day)
    assert [e.entry_version for e in as_they_hold(line) if e.in_force(day)] == ([answer.entry_version] if answer else [])


def test_a_version_follows_what_else_would_answer_for_its_first_day():
    one, two = agency(1), agency(2, DAY0 + timedelta(9))
    assert followed(agency(3, DAY0 + timedelta(5)), [one, two]) is one
    assert followed(agency(3, DAY0 + timedelta(9)), [one, two]) is two
    assert followed(agency(1, own="H2"), [one, two]) is None


ROUTE = {**RoutePublished.example, "id": "r", "valid_from": DAY0,
         "legs": [{"leg": "a", "agency": "tax", "task": "x", "share": "1wd"}]}  # fmt: skip
PROCEDURE = {**ProcedurePublished.example, "id": "p", "valid_from": DAY0, "route": "r", "term": "3wd"}
PUBLISHED = [agency(roles=("tax",)), RoutePublished.model_validate(ROUTE), ProcedurePublished.model_validate(PROCEDURE)]
LATER = DAY0 + timedelta(30)


def leg(name, *after, share="1wd", who="tax"):
    return {"leg": name, "agency": who, "task": "x", "share": share, "after": after}


def broken(*entries):
    return {(fault.field, fault.en) for fault in broken_by(entries, PUBLISHED)}


def test_what_fits_breaks_nothing():
    assert not broken(agency(2, LATER, roles=("tax", "land")))


def test_an_agency_that_gives_its_role_away_leaves_the_route_without_an_owner():
    assert broken(agency(2, LATER)) == {("RoutePublished/r@1", f"legs.a.agency: nobody is tax on {LATER}")}
    assert not broken(agency(2, LATER), agency(1, LATER, own="H2", roles=("tax",)))


def test_a_route_that_is_repealed_alone_leaves_its_procedure_without_one():
    repealed = RoutePublished.model_validate(ROUTE | {"entry_version": 2, "valid_from": LATER, "valid_to": LATER})
    assert broken(repealed) == {("ProcedurePublished/p@1", f"route: no route r on {LATER}")}
    gone = ProcedurePublished.model_validate(PROCEDURE | {"entry_version": 2, "valid_from": LATER, "valid_to": LATER})
    assert not broken(repealed, gone)


def test_a_circle_and_an_unknown_agency_are_both_named():
    circle = RoutePublished.model_validate(
        ROUTE | {"entry_version": 2, "valid_from": LATER, "legs": [leg("a", "b"), leg("b", "a", who="castle")]})  # fmt: skip
    found = broken(circle, agency(1, LATER, own="H2", parent="H99"), agency(1, LATER, own="H3", parent="H3"))
    assert {text for _, text in found} >= {"legs.a.after: waits for itself", f"legs.b.agency: nobody is castle on {LATER}",
                                           "H2: no agency H99, its parent", "H3: a circle of parents"}  # fmt: skip


def test_a_sum_above_the_term_is_a_warning_and_no_fault():  # domain.md §4.1
    slow = RoutePublished.model_validate(ROUTE | {"entry_version": 2, "valid_from": LATER, "legs": [leg("a", share="8wd")]})
    assert not broken_by([slow], PUBLISHED)
    assert len(warned_of([slow], PUBLISHED)) == 1
    assert not warned_of([slow.model_copy(update={"sum_override": "Sở đồng ý"})], PUBLISHED)


def test_faults_are_told_in_vietnamese_too():
    assert said("RoutePublished/r@2: legs.b.agency: nobody is castle on 2026-01-31") == Fault(
        "RoutePublished/r@2", "legs.b.agency: ngày 2026-01-31 không cơ quan nào giữ vai trò castle",
        "legs.b.agency: nobody is castle on 2026-01-31")  # fmt: skip
    assert said("something new") == Fault("entries", "something new", "something new")


LETTER = LetterPublished.model_validate(LetterPublished.example)


@pytest.mark.parametrize(("fields", "vi"), [
    ({"template": "x"}, "template: không có mẫu thư x"), ({"template": "digest"}, "channel: mẫu digest không gửi qua sms"),
    ({"id": "x"}, "id: phải có mã received.sms.vi thì mới tìm thấy"), ({"text": "{{ who }}"}, "text: không có từ who; chỉ có agency, "),
    ({"text": "a\n{{ code|upper }}"}, "text: dòng 2: không được dùng bộ lọc"), ({"text": "{{ code"}, "text: dòng 1: sai cú pháp: "),
    ({"text": "{% if code < due %}{% endif %}"}, "text: dòng 1: không được dùng so sánh khác == và !="),
    ({"text": "{{ agency }}"}, "text: không được đưa agency vào tin nhắn"), ({"text": ""}, "text: chưa có nội dung"),
    ({"text": "中"}, "text: tin nhắn không gửi được 中 (GSM-7)"), ({"text": "{{ " + "(" * 900}, "text: quá rắc rối"),
    ({"text": "a" * 161}, "text: thành 2 phần tin nhắn (161 ký tự), chỉ được 1"),
    ({"channel": "email", "id": "received.email.vi", "subject": "a\nb"}, "subject: không được xuống dòng"),
    ({"channel": "email", "id": "received.email.vi", "subject": "a"}, "text: thiếu agency (NĐ 224/2026 Đ.15.1g)"),
])  # fmt: skip
def test_a_faulty_letter_is_refused_when_it_is_proposed_in_both_languages(fields, vi):  # S2-06
    faults = broken_by([LETTER.model_copy(update={"entry_version": 2, **fields})], PUBLISHED)
    assert any(fault.field.startswith("LetterPublished/") and fault.vi.startswith(vi) and fault.en != fault.vi for fault in faults)


def test_the_delivered_catalogue_takes_a_proposal_quickly_and_without_faults():
    entries = read_catalogue(CATALOGUES)
    day = max(entry.valid_from for entry in entries)
    procedure = next(e for e in entries if isinstance(e, ProcedurePublished) and e.valid_to is None)
    repealed = procedure.model_copy(update={"entry_version": 99, "valid_from": day, "valid_to": day})
    assert not broken_by([repealed], entries)


@pytest.mark.parametrize(("old", "new", "by", "succeed"), [
    (PUBLISHED[2], ProcedurePublished.model_validate(PROCEDURE | {"entry_version": 2}), "procedure", False),
    (agency(), agency(2), "desk", False),
    (agency(), agency(2, until=LATER, successor="H2"), "desk", True),
    (PUBLISHED[1], RoutePublished.model_validate(ROUTE | {"entry_version": 2}), "route", False),
])  # fmt: skip
def test_what_becomes_of_open_dossiers_is_said(old, new, by, succeed):
    what = fate(old, new)
    assert (what.by, what.needs_succeed) == (by, succeed)
    assert fate(None, new) is None


def test_letters_touch_no_dossier():
    letter = LetterPublished.model_validate(LetterPublished.example)
    assert fate(letter, letter) is None
