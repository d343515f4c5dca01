"""What the agencies report changes what the desk shows, once, and never opens again what is over."""

import pytest
from intake.domain.dossier import Passed
from intake_lives import DESK, NOON, at, dossier, faults_of_refusal, learn, submission
from test_intake_desk import (
    ADJUSTED,
    ASKED,
    BACK,
    ELSEWHERE,
    FOLLOWED,
    HOME,
    ISSUED,
    LAPSED,
    LATER,
    MOVED,
    NEEDED,
    PART,
    PAUSED,
    PLANNED,
    RESTARTED,
    RESUMED,
    SENT,
    SORRY,
    STOPPED,
)

OTHER = "01933c3e-7a00-7000-8000-0000000000c2"


def parties(fact, **fields):
    return learn(dossier(**fields), fact).state.parties


def test_whoever_has_a_part_in_it_may_see_it_and_nobody_stands_there_twice():
    assert parties(PLANNED) == (DESK, "H32.41.KT", "H32.00")  # the agency, and who watches over it (R17)
    assert parties(ASKED) == (DESK, "H32.SXD")
    assert parties(MOVED) == (DESK, "H32.STC")
    assert parties(SENT) == (DESK, "TCT.32")
    assert parties(FOLLOWED) == (DESK, "H32.42")
    assert parties(SENT, parties=("TCT.32", DESK)) == ("TCT.32", DESK)


def test_the_control_slip_has_a_line_a_hand_over_with_both_signatures():  # Mẫu 06
    state = learn(dossier(passed=(Passed(OTHER, DESK, "BHXH.32", NOON),)), SENT).state
    again = learn(state, SENT.model_copy(update={"attempt": 2, "at": LATER})).state
    assert [(line.receiver, line.sent_at) for line in again.passed] == [("BHXH.32", NOON), ("TCT.32", NOON)]
    signed = learn(again, ELSEWHERE).state.passed
    assert [(line.taken_at, line.taker) for line in signed] == [(None, ""), (NOON, "lvm")]
    assert [line.note for line in learn(again, BACK).state.passed] == ["", "Thiếu tờ khai"]


def test_only_the_way_home_brings_the_result_to_the_desk():
    assert [learn(dossier(), fact).state.at_desk for fact in (HOME, ELSEWHERE)] == [True, False]


def test_a_request_to_the_citizen_is_printed_with_its_window_and_the_head_s_word():  # R01, NĐ 217/2026 Đ.54: 2 working days
    second = NEEDED.model_copy(update={"approved_by": "ld1"})
    asked = learn(dossier(procedure="1.013225", procedure_version=2, supplements=1), second)
    (event,), (notice,) = asked.events, asked.state.notices
    assert event.answer_by == notice.answer_by == at("2026-11-26T17:00")  # 24 November is a day off (V1)
    assert (event.round, event.approved_by, notice.approved_by) == (2, "ld1", "ld1")
    assert (notice.form, notice.agency, notice.officer, notice.reason) == ("supplement", "H32.41.KT", "lvm", "Căn cước")
    assert learn(dossier(), NEEDED).events[0].answer_by is None


def test_a_window_counts_from_the_moment_of_asking_even_at_night():  # the citizen reads it then, whatever the office's hours
    asked = learn(dossier(procedure="1.013225", procedure_version=2), NEEDED, at("2026-11-20T20:00"))
    assert asked.events[0].answer_by == at("2026-11-25T17:00")


@pytest.mark.parametrize(("status", "supplements", "lapsed"), [
    ("supplement", 1, True), ("supplement", 2, False), ("received", 1, False), ("withdrawn", 1, False)])  # fmt: skip
def test_a_window_that_passed_matters_only_while_that_very_request_is_open(status, supplements, lapsed):
    assert learn(dossier(status, supplements=supplements), LAPSED.model_copy(update={"round": 1})).state.lapsed is lapsed


def test_the_sum_that_stops_the_clock_is_kept_for_the_counter():  # R25
    asked = learn(dossier(reception_dong=1), PAUSED).state
    assert (asked.fee_dong, asked.reception_dong) == (560_500, 1)


def test_a_result_is_handed_out_at_once_only_where_the_citizen_waited():  # R07
    waited = learn(dossier(immediate=True), ISSUED)
    assert (waited.state.status, [type(event).__name__ for event in waited.events]) == ("returned", ["ResultReturned", "LetterIssued"])
    usual = learn(dossier(), ISSUED)
    assert (usual.state.status, usual.state.result_no, usual.events) == ("result", "KQ-1", ())


def test_parts_of_a_result_are_gathered():
    assert learn(dossier(results=("CC-1",)), PART).state.results == ("CC-1", "KS-1")


def test_an_apology_sets_the_date_that_holds_and_keeps_the_old_one():  # R21, Mẫu 04
    state = learn(dossier(), SORRY).state
    (notice,) = state.notices
    assert (state.due_at, notice.form, notice.old_due_at, notice.new_due_at, notice.reason) == (
        LATER,
        "apology",
        NOON,
        LATER,
        "Chờ xác minh",
    )


def test_a_changed_calendar_moves_the_date():
    assert learn(dossier(), ADJUSTED).state.due_at == ADJUSTED.promised_at != NOON


@pytest.mark.parametrize("moved", [RESUMED, RESTARTED], ids=lambda event: type(event).__name__)
def test_the_date_moves_with_the_law_s_and_no_promise_is_taken_back(moved):  # R12, R21: the desk shows what the citizen was told
    assert learn(dossier(), moved).state.due_at == LATER
    earlier = moved.model_copy(update={"due_at": NOON})
    assert learn(learn(dossier(), SORRY).state, earlier).state.due_at == LATER
    assert learn(dossier(), moved.model_copy(update={"clock": "appraise"})).state.due_at == NOON
    assert learn(dossier("withdrawn"), moved).state.due_at == NOON


def test_a_desk_that_ceased_is_followed_wherever_the_citizen_would_go():
    state = learn(dossier(return_desk=DESK, competent=DESK), FOLLOWED).state
    assert (state.desk, state.return_desk, state.competent, state.home) == ("H32.42", "H32.42", "H32.42", "H32.42")
    kept = learn(dossier(return_desk="H32.43", competent="H32.44"), FOLLOWED).state
    assert (kept.desk, kept.return_desk, kept.competent) == ("H32.42", "H32.43", "H32.44")


def test_an_agency_on_the_way_that_ceased_moves_no_desk():
    assert learn(dossier(), FOLLOWED.model_copy(update={"leg": "appraise"})).state.desk == DESK


def test_the_end_of_the_journey_is_the_dossier_s_end_with_its_day():
    assert learn(dossier(), STOPPED).state.ended_at == NOON
    over = dossier("withdrawn", ended_at=LATER)
    assert learn(over, STOPPED).state == over


# What the desk takes in besides: places, channels and who asks.
@pytest.mark.parametrize(("said", "fields"), [
    ({"return_desk": "H32.42"}, []), ({"return_desk": "H32.41.KT"}, ["return_desk"]), ({"return_desk": "H18.00"}, ["return_desk"]),
    ({"competent": "H32.42"}, []), ({"competent": "TCT.32"}, ["competent"]), ({"competent": "H18.00"}, ["competent"]),
    ({"return_channel": "post"}, ["postal_address"]), ({"return_channel": "post", "postal_address": "Số 1"}, []),
    ({"applicant": "organisation"}, ["organisation"]), ({"case": "moon"}, ["case"]), ({"branches": ("moon",)}, ["branches"]),
    ({"phone": "", "email": "a@b.vn"}, []), ({"phone": "12"}, ["phone"]), ({"phone": "12", "email": "a@b.vn"}, ["phone"]),
])  # fmt: skip
def test_each_field_of_a_submission_is_looked_at(said, fields):
    procedure = "1.012812" if said.get("applicant") else "1.001612"  # open to both persons and organisations
    assert faults_of_refusal(None, submission(procedure=procedure, **said)) == fields
