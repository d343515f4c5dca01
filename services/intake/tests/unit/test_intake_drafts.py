"""A draft is its citizen's alone, until it is handed in, once; and nobody's when its time is over."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest
from intake import commands as c
from intake.decisions import ON_COMMAND
from intake.domain.dossier import Document, Dossier
from intake.erasure import forget_person
from intake.submitting import Prepared
from intake_lives import DESK, DOSSIER_ID, NOON, at, context, do, dossier, faults_of_refusal, submission
from lienthong_runtime import Refused
from pydantic import ValidationError

FIELDS = {"procedure": "1.001612", "name": "Cao Thị E", "phone": "0912345678", "papers": ["form", "id_card"], "desk": DESK}
FILE = Document("d1", f"{DOSSIER_ID}/d1", "form", "application/pdf", 9, "ab", "electronic", NOON)


def draft(**more):
    return do(None, c.StartDraft(owner="cd1", draft=c.Draft())).state.with_(**more)


def hand_in(state, owner="cd1", now=NOON, alike=(), **fields):
    extra = Prepared(draft={**FIELDS, **fields}, alike=alike)
    return ON_COMMAND[c.SubmitDraft](state, c.SubmitDraft(owner=owner), replace(context(now), extra=extra))


def test_a_draft_that_is_handed_in_is_a_submission_with_its_files():
    decision = hand_in(draft(documents=(FILE,)), now=at("2026-11-24T09:00"))
    assert (decision.state.status, decision.state.owner, decision.state.documents) == ("submitted", "cd1", (FILE,))
    assert decision.state.submitted_at == at("2026-11-24T09:00")
    assert [type(event).__name__ for event in decision.events] == ["DossierSubmitted"]


@pytest.mark.parametrize("act", [hand_in, lambda state, who: do(state, c.SaveDraft(owner=who, draft=c.Draft()))], ids=["submit", "save"])
def test_nobody_touches_another_s_draft_and_nobody_one_that_was_handed_in(act):
    for state, who, field in ((draft(), "cd2", "owner"), (dossier("submitted", owner="cd1"), "cd1", "status")):
        with pytest.raises(Refused) as caught:
            act(state, who)
        assert [fault.field for fault in caught.value.faults] == [field]


def test_what_a_draft_says_of_its_owner_counts_for_nothing():
    extra = Prepared(draft={**FIELDS, "owner": "cd2"})
    decision = ON_COMMAND[c.SubmitDraft](draft(), c.SubmitDraft(owner="cd1"), replace(context(), extra=extra))
    assert decision.state.owner == "cd1"


@pytest.mark.parametrize("said", ["\ud800", reduce(lambda inner, _: [inner], range(2000), [])], ids=["half", "deep"])
def test_what_nobody_can_write_down_is_no_draft(said):
    with pytest.raises(ValidationError):
        c.Draft(fields={"name": said})
    assert c.Draft(fields={"name": "Ẩn 😀", "papers": [{"a": [1.5, None]}], "n": 10**30}).fields["n"] == 10**30


def test_every_field_that_is_missing_is_named_at_once():
    with pytest.raises(Refused) as caught:
        ON_COMMAND[c.SubmitDraft](draft(), c.SubmitDraft(owner="cd1"), replace(context(), extra=Prepared(draft={"papers": []})))
    assert {"procedure", "desk", "name"} <= {fault.field for fault in caught.value.faults}


def test_each_saving_keeps_a_draft_for_another_ninety_days():
    saved = do(draft(), c.SaveDraft(owner="cd1", draft=c.Draft()), at("2026-12-01T09:00")).state
    assert (draft().keep_until, saved.keep_until) == (at("2027-02-21T00:00").date(), at("2027-03-01T00:00").date())


@pytest.mark.parametrize("act", [c.SaveDraft(owner="cd1", draft=c.Draft()), c.SubmitDraft(owner="cd1"), c.Attach(
    document=DOSSIER_ID, key="k", file="a.pdf", paper="form", media_type="x", size=1, sha256="ab", origin="electronic")])  # fmt: skip
def test_a_draft_whose_time_was_over_is_begun_anew_not_taken_up(act):  # it was forgotten: what came in now would never be
    assert faults_of_refusal(draft(erased=True), act) == ["status"]


@pytest.mark.parametrize(("ended", "days"), [(dossier("returned", ended_at=NOON, retention_days=30, documents=(FILE,)), 30),
                                             (draft(documents=(FILE,)), 90)], ids=["a dossier", "a draft"])  # fmt: skip
def test_who_it_was_is_forgotten_on_the_day_and_no_earlier_and_the_files_with_them(ended, days):  # Luật 91/2025
    eve = forget_person(ended, context(NOON + timedelta(days=days - 1)))
    assert (eve.state, eve.events) == (ended, ())
    day = forget_person(ended, context(NOON + timedelta(days=days)))
    assert (day.state.erased, day.state.documents, day.state.keep_until) == (True, (), None)
    assert [type(event).__name__ for event in day.events] == (["PersonErased"] if ended.ended_at else [])
    assert forget_person(day.state, context(NOON + timedelta(days=400))).events == ()


def test_an_open_dossier_is_never_forgotten():
    state = dossier()
    assert forget_person(state, context(NOON + timedelta(days=9999))).state == state and isinstance(state, Dossier)


def test_the_same_matter_twice_is_said_with_its_codes_and_taken_by_whoever_insists():
    alike = replace(context(), extra=Prepared(1, alike=("H32.41-261120-0001",)))
    for command, kind in ((submission(), c.Submit), (submission(channel="online"), c.SubmitOnline)):
        with pytest.raises(Refused, match=r"H32\.41-261120-0001") as caught:
            ON_COMMAND[kind](None, command, alike)
        assert [fault.field for fault in caught.value.faults] == ["although_alike"]
        ON_COMMAND[kind](None, command.model_copy(update={"although_alike": True}), alike)
