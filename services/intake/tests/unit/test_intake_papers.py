"""What a dossier lacks is asked for once and named whole; what is handed in is of it from then on (R01, R03)."""

import uuid

import pytest
from intake import commands as c
from intake.domain.dossier import Component, Status
from intake_lives import DESK, DOSSIER_ID, NOON, do, dossier, faults_of_refusal, submission

AT = {"desk": DESK, "officer": "ntb"}
ASKING = c.ReturnSubmission(**AT, content="Thiếu căn cước", legal_ground="Đ.17.2a")
RETURNED = {"exit": "return", "reason": "Thiếu căn cước", "legal_ground": "Đ.17.1a"}
FORM = (Component("form"), Component("id_card"))


def file(paper="form", origin="scanned", number=1):
    document = uuid.UUID(int=number)
    return c.Attach(document=document, key=f"{DOSSIER_ID}/{document}", file="Đơn.pdf", paper=paper, media_type="application/pdf", size=9,
                    sha256="ab", origin=origin)  # fmt: skip


def test_a_desk_asks_once_before_reception_and_then_receives_or_declines():  # R01, R05
    asked = do(dossier("submitted"), ASKING)
    assert (asked.events[0].content, asked.events[0].legal_ground) == ("Thiếu căn cước", "Đ.17.2a")
    assert [(notice.form, notice.reason) for notice in asked.state.notices] == [("supplement", "Thiếu căn cước")]
    again = do(asked.state, c.GiveSupplement(papers=("form", "id_card"))).state
    assert faults_of_refusal(again, ASKING) == ["status"]
    assert do(again, c.Receive(**AT)).state.status == "received"


def test_at_the_counter_a_submission_may_go_back_or_be_declined_with_its_reason():  # R04
    back, declined = do(None, submission(papers=("form",), **RETURNED)), do(None, submission(**{**RETURNED, "exit": "decline"}))
    assert (back.state.status, declined.state.status) == ("incomplete", "declined")
    assert [type(event).__name__ for event in back.events] == ["DossierSubmitted", "SubmissionReturned"]
    assert (back.events[1].content, declined.events[1].reason) == ("Thiếu căn cước", "Thiếu căn cước")
    assert back.state.code is declined.state.code is None


@pytest.mark.parametrize("exit", ["return", "decline"])
def test_whoever_sends_a_citizen_away_says_why_and_by_which_law(exit):
    assert faults_of_refusal(None, submission(exit=exit)) == ["reason", "legal_ground"]
    assert faults_of_refusal(None, submission(**{**RETURNED, "exit": exit, "procedure": "9.9"})) == ["procedure"]


def test_what_still_is_missing_is_named_again_and_nothing_has_happened():  # R01
    back = do(None, submission(papers=("form",), **RETURNED)).state
    assert faults_of_refusal(back, c.GiveSupplement()) == ["papers.id_card"]
    whole = do(back, c.GiveSupplement(papers=("id_card", "id_card", "form")))
    assert [component.paper for component in whole.state.components] == ["form", "id_card"]
    assert [type(event).__name__ for event in whole.events] == ["SubmissionCompleted"]


def test_a_case_asks_for_its_own_papers():
    debt = {"procedure": "1.013831", "procedure_version": 1, "case": "debt_cleared"}
    assert do(dossier("incomplete", **debt), c.GiveSupplement(papers=("form", "certificate"))).state.status == "submitted"
    assert faults_of_refusal(dossier("incomplete", **debt), c.GiveSupplement(papers=("form",))) == ["papers.certificate"]
    whole = submission(procedure="1.013831", case="debt_cleared", papers=("form", "certificate"))
    assert faults_of_refusal(None, whole) == []


@pytest.mark.parametrize(("channel", "digitised"), [("online", "electronic"), ("counter", "pending"), ("post", "pending")])
def test_a_paper_that_came_online_is_electronic_and_any_other_waits_to_be_scanned(channel, digitised):  # R03
    assert {component.digitised for component in do(None, submission(channel=channel)).state.components} == {digitised}
    added = do(dossier("supplement", channel=channel), c.GiveSupplement(papers=("map",))).state
    assert [component.digitised for component in added.components] == [digitised]


def test_a_file_is_put_to_its_paper_beside_those_that_are_there():
    first = do(dossier(components=FORM), file())
    assert [component.digitised for component in first.state.components] == ["scanned", "pending"]
    (event,) = first.events
    assert (event.paper, event.sha256, event.size, event.origin) == ("form", "ab", 9, "scanned")
    second = do(first.state, file("id_card", "electronic", 2)).state
    assert [component.digitised for component in second.components] == ["scanned", "electronic"]
    assert [(d.paper, d.key, d.at) for d in second.documents] == [
        (paper, f"{DOSSIER_ID}/{uuid.UUID(int=n)}", NOON) for n, paper in ((1, "form"), (2, "id_card"))]  # fmt: skip


def test_a_result_belongs_to_no_paper_and_digitises_none():
    state = do(dossier("result", components=FORM), file("form", "result")).state
    assert {component.digitised for component in state.components} == {"pending"}
    assert do(dossier(components=FORM), file("licence", "result")).state.documents[0].origin == "result"


@pytest.mark.parametrize("status", Status.__args__)
def test_files_come_while_the_dossier_is_open_and_for_papers_it_lacks_while_it_is_asked_for_them(status):  # R27
    over, asked = {"declined", "returned", "withdrawn", "stopped"}, {"draft", "incomplete", "supplement"}
    state = dossier(status, components=FORM)
    assert faults_of_refusal(state, file()) == (["status"] if status in over else [])
    assert faults_of_refusal(state, file("map")) == (["status"] if status in over else [] if status in asked else ["paper"])


def test_a_draft_s_file_is_no_fact_yet():
    assert do(dossier("draft"), file("map")).events == ()
