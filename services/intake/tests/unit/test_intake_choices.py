"""A case of a linked procedure stands for a set of services: the term is that of what was chosen (NĐ 63/2024)."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake import commands as c
from intake.decisions import ON_COMMAND
from intake.domain.submission import choice_faults, needed, with_choice
from intake_lives import DESK, context, do, faults_of_refusal, submission
from lienthong_contracts import ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue, Refused

DEATH = {"procedure": "2.002913", "desk": DESK, "channel": "counter"}
BRANCHES = ("residence", "funeral", "survivors")
TERMS = {  # by the set of services, the death itself included
    ("residence",): ("two", "6wd"), ("residence", "funeral"): ("three_funeral", "10wd"),
    ("residence", "survivors"): ("three_survivors", "15wd"), BRANCHES: ("four", "18wd"),
}  # fmt: skip
CLAIMS = {"funeral": "funeral_claim", "survivors": "survivor_claim"}


def death(branches=(), case=None, **more):
    papers = ("form", "death_proof", "id_card", *(CLAIMS[b] for b in branches if b in CLAIMS))
    return submission(**{**DEATH, "branches": tuple(branches), "case": case, "papers": papers, **more})


@pytest.mark.parametrize("branches", TERMS, ids="+".join)
def test_what_is_chosen_makes_the_case_and_so_the_term(branches):
    decision = do(None, death(tuple(reversed(branches))))
    submitted, received = decision.events
    assert (received.case, received.term) == TERMS[branches]
    assert submitted.case == decision.state.case == received.case
    assert set(received.branches) == set(branches)


@pytest.mark.parametrize("branches", TERMS, ids="+".join)
def test_a_case_that_is_named_brings_its_services_with_it(branches):  # else the usual ones would be gone in the term of two
    case, term = TERMS[branches]
    decision = do(None, death(branches, case).model_copy(update={"branches": ()}))
    assert (decision.events[1].term, decision.events[1].branches) == (term, branches)
    assert decision.state.branches == decision.events[0].branches == branches


def test_who_names_neither_gets_the_usual_services_in_the_procedure_s_own_term():
    received = do(None, death()).events[1]
    assert (received.case, received.branches, received.term) == (None, (), "18wd")


@given(some.sampled_from(sorted(TERMS)), some.sampled_from(sorted(TERMS)))
def test_services_and_case_that_don_t_fit_are_refused(chosen, named):
    fields = faults_of_refusal(None, death(chosen, TERMS[named][0]))
    assert ("branches" in fields) == (set(chosen) != set(named))


def test_the_refusal_says_in_both_languages_which_services_the_case_has():
    with pytest.raises(Refused) as caught:
        do(None, death(("residence", "funeral"), "two"))
    (fault,) = caught.value.faults
    assert fault.vi == "trường hợp “02 dịch vụ: khai tử, xoá thường trú” chỉ gồm: residence"
    assert fault.en == "the case two is made of: residence"


def test_what_goes_back_for_more_papers_has_a_choice_that_fits_too():  # nothing can change it afterwards
    said = {"exit": "return", "reason": "Thiếu giấy báo tử", "legal_ground": "Đ.17.1"}
    assert faults_of_refusal(None, death(("residence", "funeral"), "two", **said)) == ["branches"]
    back = do(None, death(("residence", "funeral"), papers=("form",), **said)).state
    assert (back.status, back.case) == ("incomplete", "three_funeral")


def test_a_choice_that_doesn_t_fit_may_be_what_a_submission_is_declined_for():
    said = {"exit": "decline", "reason": "Chọn sai", "legal_ground": "Đ.17.1"}
    assert do(None, death(("residence", "funeral"), "two", **said)).state.status == "declined"


def test_online_and_from_a_draft_the_case_is_chosen_as_well():
    online = do(None, death(("residence",), channel="online"))
    assert (online.state.case, online.events[0].case) == ("two", "two")
    draft = do(None, c.StartDraft(owner="cd1", draft=c.Draft())).state
    fields = death(("residence",), channel="online").model_dump(exclude={"owner", "version"})
    whole = replace(context(), extra=context().extra.__class__(draft=fields))
    assert ON_COMMAND[c.SubmitDraft](draft, c.SubmitDraft(owner="cd1"), whole).state.case == "two"


@pytest.mark.parametrize("chosen", [choice for n in (1, 2, 3) for choice in combinations(BRANCHES, n)], ids="+".join)
def test_every_set_of_services_that_the_route_has_has_a_term(chosen):
    received = do(None, death(chosen)).events[1]
    assert received.case is not None and (set(received.branches), received.branches) == (set(chosen), chosen)


def small(cases=(), least=1, **more):
    """A route of two branches, and a procedure over it."""
    legs = [{"leg": n, "agency": "tax", "task": "x", "share": "1wd", "branch": n} for n in ("a", "b")]
    route = RoutePublished.model_validate({**RoutePublished.example, "id": "r", "legs": legs, "least_branches": least,
                                           "branches": [{"id": n, "name": n} for n in ("a", "b")]})  # fmt: skip
    return route, ProcedurePublished.model_validate({**ProcedurePublished.example, "id": "1.1", "route": "r", "cases": cases, **more})


CASES = [{"id": "alone", "name": "Một", "branches": ["a"]}, {"id": "other", "name": "Khác"}]


@pytest.mark.parametrize(("cases", "branches", "case", "fields"), [
    (CASES[:1], ("b",), None, ["branches"]),  # nobody knows how long it would take
    (CASES, ("b",), None, []),  # a case that says nothing of branches may be meant
    (CASES, ("b",), "other", []), (CASES, ("b",), "alone", ["branches"]), (CASES[1:], ("a", "b"), None, []),
    (CASES[:1], ("z",), None, ["branches"]), (CASES[:1], ("a", "a"), None, []),
])  # fmt: skip
def test_services_that_no_case_has_are_refused_where_every_case_says_what_it_is_made_of(cases, branches, case, fields):
    route, procedure = small(cases)
    matter = with_choice(submission(branches=branches, case=case), procedure)
    found = choice_faults(procedure, matter, Catalogue([route, procedure]), date(2026, 11, 23))
    assert [fault.field for fault in found] == fields


@pytest.mark.parametrize(("branches", "faults"), [((), 0), (("a",), 1), (("a", "a"), 1), (("a", "b"), 0)])
def test_fewer_than_have_to_be_chosen_are_refused_and_naming_one_twice_doesn_t_help(branches, faults):
    route, procedure = small(least=2)
    found = choice_faults(procedure, submission(branches=branches), Catalogue([route, procedure]), date(2026, 11, 23))
    assert [fault.en for fault in found] == ["at least 2 have to be chosen"] * faults


def test_a_case_may_ask_for_no_paper_at_all():
    _, procedure = small([{"id": "bare", "name": "x", "papers": []}, {"id": "usual", "name": "x"}], papers=[{"id": "form", "name": "Đơn"}])
    assert [needed(procedure, case) for case in ("bare", "usual", None)] == [set(), {"form"}, {"form"}]
