"""What passes between the citizen and the desk after the submission, and what may not."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake import commands as c
from intake.citizens_commands import PaidOnline, Rate
from intake.decisions import ON_COMMAND, ON_EVENT
from intake.domain.dossier import FINAL, Dossier, Status
from intake.standing import NeverSubmitted
from intake_lives import DESK, DOSSIER_ID, NOON, at, do, dossier, faults_of_refusal, learn, submission
from lienthong_contracts import (
    ApologyIssued,
    ClockRestarted,
    ClockResumed,
    ConsultationAsked,
    DeadlineAdjusted,
    DossierForwarded,
    DossierRefused,
    HandOverAcknowledged,
    HandOverRefused,
    JourneyHandedToSuccessor,
    JourneyPlanned,
    JourneyStopped,
    LegTransferred,
    PartResultIssued,
    ProcessingPaused,
    ResultIssued,
    SupplementLapsed,
    SupplementNeeded,
)
from lienthong_runtime import Refused

STATUSES = Status.__args__
CONSIGNMENT = "01933c3e-7a00-7000-8000-0000000000c1"
ABOUT = {"dossier_id": DOSSIER_ID, "at": NOON}
NEEDED = SupplementNeeded(**ABOUT, leg="appraise", agency="H32.41.KT", officer="lvm", content="Căn cước", legal_ground="Đ.19.4")
PAUSED = ProcessingPaused(**ABOUT, agency="TCT.32", ground="Người dân nộp nghĩa vụ tài chính", fee_dong=560500, payment=True)
ISSUED = ResultIssued(**ABOUT, agency="H32.41.KT", officer="lvm", result_no="KQ-1", outcome="granted")
HOME = HandOverAcknowledged(**ABOUT, consignment=CONSIGNMENT, leg="return", agency=DESK, officer="ntb")
ELSEWHERE = HandOverAcknowledged(**ABOUT, consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm")
STOPPED = JourneyStopped(**ABOUT, agency=DESK, reason="Công dân rút hồ sơ")
LATER = NOON.replace(day=30)
LAPSED = SupplementLapsed.model_validate({**SupplementLapsed.example, **ABOUT})
SORRY = ApologyIssued(**ABOUT, agency="H32.41.KT", officer="ld1", reason="Chờ xác minh", old_due_at=NOON, new_due_at=LATER)
PLANNED = JourneyPlanned(**ABOUT, route="1.001612", route_version=1, desk=DESK, legs=(
    {"leg": "appraise", "agency": "H32.41.KT", "task": "Thẩm định", "share": "1wd", "supervisor": "H32.00"},))  # fmt: skip
SENT = DossierForwarded(**ABOUT, consignment=CONSIGNMENT, leg="tax", sender=DESK, receiver="TCT.32", attempt=1, answer_by=LATER)
BACK = HandOverRefused(**ABOUT, consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm", reason="Thiếu tờ khai")
ASKED = ConsultationAsked(**ABOUT, consultation=CONSIGNMENT, leg="appraise", agency="H32.41.KT", asked="H32.SXD", question="?",
                          answer_by=LATER, on_silence="escalate")  # fmt: skip
MOVED = LegTransferred(**ABOUT, leg="appraise", agency="H32.41.KT", competent="H32.STC", officer="lvm", reason="x", legal_ground="x")
PART = PartResultIssued(**ABOUT, leg="birth", agency=DESK, officer="vt1", result="birth", result_no="KS-1", outcome="granted")
FOLLOWED = JourneyHandedToSuccessor(**ABOUT, leg="return", predecessor=DESK, successor="H32.42", decision_no="NQ 1")
ADJUSTED = DeadlineAdjusted.model_validate({**DeadlineAdjusted.example, **ABOUT})
NOT_ELIGIBLE = DossierRefused(**ABOUT, agency="H32.41.KT", officer="vt1", reason="Đất tranh chấp", legal_ground="Đ.19.8")
RESUMED = ClockResumed(**ABOUT, clock="dossier", agency=DESK, remaining=900, due_at=LATER)
RESTARTED = ClockRestarted(**ABOUT, clock="dossier", agency=DESK, granted=1350, due_at=LATER)
FACTS = [RESUMED, RESTARTED, NEEDED, NOT_ELIGIBLE, PAUSED, ISSUED, HOME, ELSEWHERE, STOPPED, LAPSED, SORRY, PLANNED, SENT, BACK, ASKED,
         MOVED, PART, FOLLOWED, ADJUSTED]  # fmt: skip
AT = {"desk": DESK, "officer": "ntb"}
WHY = {"reason": "Sai thẩm quyền", "legal_ground": "Đ.17.1b"}
ACTS = [
    c.Receive(**AT), c.Decline(**AT, **WHY), c.GiveSupplement(papers=("form", "id_card")), c.PayFee(desk=DESK, receipt_no="BL-1"),
    c.Withdraw(officer="ntb", reason="Không cần nữa"), c.ReturnResult(**AT), c.Lapse(**AT, **WHY),
    c.ReturnSubmission(**AT, content="Căn cước", legal_ground="Đ.17.2a"),
]  # fmt: skip
# Who may follow on whom: the exits of §1.3.
MAY = {
    c.Receive: {"submitted"}, c.Decline: {"submitted", "incomplete"}, c.GiveSupplement: {"supplement", "incomplete"}, c.PayFee: {"fee"},
    c.Withdraw: {"submitted", "incomplete", "received", "supplement", "fee"}, c.ReturnResult: {"result"}, c.Lapse: {"supplement"},
    c.ReturnSubmission: {"submitted"},
}  # fmt: skip
BESIDE = {c.Submit, c.SubmitOnline, c.StartDraft, c.SaveDraft, c.SubmitDraft, c.GiveBack, c.Waive, c.Attach,
          Rate, PaidOnline}  # tried elsewhere


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_an_act_is_allowed_only_where_the_law_has_it(act, status):  # R04, §1.3
    state = dossier(status, at_desk=True, lapsed=True)
    if status in MAY[type(act)]:
        decision = do(state, act)
        told = [event for event in decision.events if type(event).__name__ != "LetterIssued"]
        assert len(told) == 1 and decision.state.status != status
    else:
        assert faults_of_refusal(state, act) == ["status"]


def test_every_command_of_the_desk_is_tried_here():
    assert {type(act) for act in ACTS} | BESIDE == set(ON_COMMAND)
    assert {type(fact) for fact in FACTS} == set(ON_EVENT)


def test_what_came_online_gets_code_and_date_at_its_reception():  # R06
    waiting = do(None, submission(channel="online"), at("2026-11-20T20:00")).state
    decision = do(waiting, c.Receive(**AT), at("2026-11-23T08:00"), sequence=7)
    assert decision.state.code == "H32.41-261123-0007"
    assert decision.events[0].due_at == at("2026-11-27T17:00")
    assert decision.events[0].channel == "online"


def test_an_online_dossier_received_at_night_counts_from_the_next_opening():  # §2.3, V11
    waiting = do(None, submission(channel="online"), at("2026-11-20T19:00")).state
    received = do(waiting, c.Receive(**AT), at("2026-11-20T20:00")).events[0]
    assert (received.received_at, received.deemed_at) == (at("2026-11-20T20:00"), at("2026-11-23T07:30"))


def test_a_refusal_says_why_and_by_which_law():  # R04, Mẫu 03
    with pytest.raises(ValueError):
        c.Decline(**AT, reason="", legal_ground="Đ.17")
    decision = do(dossier("submitted"), ACTS[1])
    assert decision.state.status == "declined"
    assert decision.events[0].reason == "Sai thẩm quyền"


@given(some.integers(1, 6))
def test_each_supplement_is_a_round_of_its_own(rounds):  # R01, R12
    state, told = dossier("received"), []
    for _ in range(rounds):
        asked = learn(state, NEEDED)
        assert asked.state.status == "supplement"
        given_back = do(asked.state, c.GiveSupplement())
        told.append((asked.events[0].round, given_back.events[0].round))
        state = given_back.state
    assert told == [(n, n) for n in range(1, rounds + 1)]
    assert (state.status, state.supplements) == ("received", rounds)


def test_the_citizen_is_told_the_sum_that_stops_the_clock_and_pays_just_that():  # R25
    asked = learn(dossier("received"), PAUSED)
    assert (asked.state.status, asked.events[0].amount_dong) == ("fee", 560500)
    paid = do(asked.state, c.PayFee(desk=DESK, receipt_no="BL-1"))
    assert (paid.state.status, paid.events[0].amount_dong, paid.events[0].receipt_no) == ("received", 560500, "BL-1")


def test_a_pause_that_is_none_of_the_citizen_s_asks_nothing_of_them():
    decision = learn(dossier("received"), PAUSED.model_copy(update={"payment": False}))
    assert (decision.state, decision.events) == (dossier("received"), ())


def test_a_sum_that_only_the_tax_notice_names_is_waited_for_as_well():  # §4.3: the amount is the tax office's to say
    asked = learn(dossier("received"), PAUSED.model_copy(update={"fee_dong": 0}))
    assert (asked.state.status, asked.events[0].amount_dong) == ("fee", 0)
    assert do(asked.state, c.PayFee(desk=DESK, receipt_no="BL-1")).state.status == "received"


def test_a_result_is_returned_only_once_it_is_back_at_the_desk():  # R17, R23
    under_way = learn(dossier("received"), ISSUED).state
    assert faults_of_refusal(under_way, c.ReturnResult(**AT)) == ["status"]
    elsewhere = learn(under_way, ELSEWHERE).state
    assert faults_of_refusal(elsewhere, c.ReturnResult(**AT)) == ["status"]
    here = learn(under_way, HOME).state
    assert do(here, c.ReturnResult(**AT, channel="post", post_no="EE123VN")).state.status == "returned"


def test_the_refused_dossier_is_a_result_too():  # R18
    refusal = ISSUED.model_copy(update={"outcome": "refused", "result_no": "TC-1"})
    assert learn(dossier("received"), refusal).state.status == "result"


def test_no_letter_congratulates_on_a_refusal():  # R18, S0-26
    state = learn(learn(dossier("received", at_desk=True), NOT_ELIGIBLE).state, ISSUED.model_copy(update={"outcome": "refused"})).state
    assert [type(event).__name__ for event in do(state, c.ReturnResult(**AT)).events] == ["ResultReturned"]


@pytest.mark.parametrize("status", ["submitted", "received", "supplement", "fee"])
def test_a_citizen_may_withdraw_until_there_is_a_result(status):  # Mẫu 05
    assert do(dossier(status), c.Withdraw(officer="ntb", reason="Không cần nữa")).state.status == "withdrawn"


def test_a_dossier_with_a_result_can_t_be_withdrawn():  # Mẫu 05: no decision on the result has been issued
    issued = learn(dossier("received"), ISSUED).state
    assert faults_of_refusal(issued, c.Withdraw(officer="ntb", reason="x")) == ["status"]


def test_a_dossier_of_which_one_result_is_there_can_t_be_withdrawn():  # Mẫu 05: the birth is registered, that can't be taken back
    linked = learn(dossier("received"), PART).state
    assert faults_of_refusal(linked, c.Withdraw(officer="ntb", reason="x")) == ["status"]


def test_the_end_of_the_journey_leaves_a_withdrawn_dossier_withdrawn():
    assert learn(dossier("withdrawn"), STOPPED).state.status == "withdrawn"
    assert learn(dossier("received"), STOPPED).state.status == "stopped"


@pytest.mark.parametrize("status", ["withdrawn", "stopped"])
@pytest.mark.parametrize("fact", [NEEDED, PAUSED, ISSUED, HOME], ids=lambda fact: type(fact).__name__)
def test_what_agencies_did_before_they_knew_of_the_withdrawal_opens_nothing_again(status, fact):
    # The withdrawal and the agency's act cross on their way: status 8 is terminal (§1.3), and nobody is asked for anything.
    decision = learn(dossier(status), fact)
    assert (decision.state.status, decision.events) == (status, ())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_a_fact_about_a_dossier_that_was_never_submitted_is_set_aside(fact):
    with pytest.raises(NeverSubmitted):
        learn(None, fact)


@given(some.lists(some.sampled_from([*ACTS, *FACTS]), max_size=25))
def test_whatever_happens_refused_acts_change_nothing_and_what_is_over_stays_over(happenings):
    state, returned = do(None, submission(channel="online")).state, 0
    for happening in happenings:
        before, over = msgspec.json.encode(state), state.status in FINAL
        try:
            decision = learn(state, happening) if happening in FACTS else do(state, happening)
        except Refused:
            assert msgspec.json.encode(state) == before
            continue
        if happening not in FACTS:
            assert not over or isinstance(happening, c.GiveBack)
        returned += sum(type(event).__name__ == "ResultReturned" for event in decision.events)
        state = decision.state
    assert returned <= 1
    assert msgspec.json.decode(msgspec.json.encode(state), type=Dossier) == state
