"""A hand-over has two sides: nothing is lost between them, and nobody answers for another (Mẫu 06, R15-R17)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import due_at, parse_term
from lienthong_contracts import FeePaid, SupplementGiven
from lienthong_runtime import Context
from routing import commands as c
from routing import result_commands as r
from routing.decisions import ON_EVENT
from routing.domain.tasks import tasks_of
from routing.facts import NoJourney
from routing_lives import DOSSIER_ID, LAW, NOW, Life, catalogue, who

CONSIGNMENT = "01933c3e-7a00-7000-8000-0000000000ff"


def ack(task, **changes):
    return c.Acknowledge(**{"consignment": task["consignment"], "agency": task["agency"], "officer": "lvm", **changes})


def no(task, **changes):
    said = {"consignment": task["consignment"], "agency": task["agency"], "officer": "lvm", "reason": "Thiếu"}
    return c.RefuseHandOver(**{**said, **changes})


def test_a_leg_begins_when_its_agency_has_the_dossier_in_its_hands():
    life = Life("1.001612")
    assert life.state.legs["appraise"].status == "under_way"
    life.acknowledge(life.tasks("acknowledge")[0])
    assert life.state.legs["appraise"].status == "working"


def test_before_the_acknowledgement_nobody_works_on_it():  # Mẫu 06: the second signature
    life = Life("1.001612")
    act = {"leg": "appraise", "agency": "H32.41.KT", "officer": "lvm"}
    assert life.refuses(c.Assign(**act)) == life.refuses(c.Complete(**act)) == ["leg"]


def test_what_was_answered_is_not_answered_again():
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    life.acknowledge(task)
    assert life.refuses(ack(task)) == life.refuses(no(task)) == ["consignment"]


def test_a_consignment_nobody_sent_is_answered_by_nobody():
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    for command in (ack, no):
        assert life.refuses(command(task, consignment=CONSIGNMENT)) == ["consignment"]
    assert life.refuses(c.Resend(consignment=CONSIGNMENT, agency="H32.41", officer="ntb")) == ["consignment"]


def test_nobody_acknowledges_for_another_agency():  # R27
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    assert life.refuses(ack(task, agency="H32.41")) == life.refuses(no(task, agency="TCT.32")) == ["agency"]


def test_a_refused_consignment_waits_for_its_sender():
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    refused = life.refuse_hand_over(task)
    assert [(e.reason, e.agency) for e in refused] == [("Thiếu tờ khai", "H32.41.KT")]
    assert [(t["do"], t["agency"], t["consignment"]) for t in life.tasks()] == [("resend", "H32.41", task["consignment"])]
    assert life.refuses(ack(task)) == ["consignment"]


@given(some.integers(1, 6))
def test_a_resend_keeps_the_consignment_and_counts_the_attempt(times):
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    for _ in range(times):
        life.refuse_hand_over(task)
        life.later(30).resend(life.tasks("resend")[0])
    sent = life.told("DossierForwarded")
    assert {str(e.consignment) for e in sent} == {task["consignment"]}
    assert [e.attempt for e in sent] == list(range(1, times + 2))
    assert len({(e.sender, e.receiver, e.leg) for e in sent}) == 1
    life.acknowledge(task)
    assert life.state.legs["appraise"].status == "working"


def test_a_consignment_that_is_sent_again_has_to_be_answered_later_than_it_was_sent():  # R08
    life = Life("1.001612")
    life.refuse_hand_over(life.tasks("acknowledge")[0])
    again = life.later(3 * 24 * 60).resend(life.tasks("resend")[0])[0]
    assert again.answer_by > life.now


def test_a_lost_consignment_may_be_sent_again_before_any_answer():  # R24
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    assert life.do(c.Resend(consignment=task["consignment"], agency="H32.41", officer="ntb"))[0].attempt == 2
    assert life.refuses(c.Resend(consignment=task["consignment"], agency="H32.41.KT", officer="lvm")) == ["agency"]


def test_what_has_arrived_is_not_sent_again():
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    life.acknowledge(task)
    assert life.refuses(c.Resend(consignment=task["consignment"], agency="H32.41", officer="ntb")) == ["consignment"]


def test_only_the_agency_whose_leg_it_is_acts_on_it():  # R27
    life = Life("1.001612")
    life.acknowledge(life.tasks("acknowledge")[0])
    by = {"leg": "appraise", "agency": "TCT.32", "officer": "lvm"}
    commands = [c.Assign(**by), c.Complete(**by), c.AskSupplement(**by, content="x", **LAW), c.ReturnLeg(**by, back_to="tax", reason="x"),
                c.StandIn(**by), c.Start(**by), c.PostNotice(**by), c.Consult(**by, asked="H32.SXD", question="?"),
                c.VisitSite(**by, visited_at=life.now, place="x", present=1, findings="x"),
                c.Transfer(**by, competent="H32.STC", reason="x", legal_ground="x"), r.RefuseDossier(**by, reason="x", **LAW),
                r.Propose(**by), r.Approve(**by), r.SendBack(**by, reason="x"), r.Sign(**by), r.Number(**by, result_no="KQ-1"),
                r.Issue(**by)]  # fmt: skip
    assert [life.refuses(command) for command in commands] == [["agency"]] * len(commands)
    assert life.refuses(c.Complete(leg="sorcery", agency="H32.41.KT", officer="lvm")) == ["leg"]


def test_the_head_assigns_before_the_officer_completes():  # R09
    life = Life("1.001612")
    life.acknowledge(life.tasks("acknowledge")[0])
    assert [t["do"] for t in life.tasks()] == ["assign"]
    life.assign(life.tasks()[0])
    assert [(t["do"], t["officer"]) for t in life.tasks()] == [("complete", "lvm")]


def test_the_last_leg_ends_with_the_issue_of_a_numbered_result():  # NĐ 30/2020 Đ.13-15
    life = Life("1.001612")
    last = life.work_until("certify", "propose")
    assert last["last"]
    assert life.refuses(c.Complete(leg="certify", agency=last["agency"], officer="lvm")) == ["leg"]
    issued = life.end(last)
    assert [type(e).__name__ for e in issued] == ["ResultProposed", "ResultApproved", "ResultSigned", "ResultNumbered", "LegCompleted",
                                                  "ResultIssued", "DossierForwarded"]  # fmt: skip
    assert (issued[3].result_no, issued[5].result_no, issued[5].outcome) == ("KQ-1", "KQ-1", "granted")


def test_the_result_goes_home_to_the_desk_that_received_the_dossier():  # R17
    life = Life("1.013831", desk="H32.00")
    life.end(life.work_until("sign", "propose"))
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("acknowledge", "H32.00")]
    life.acknowledge(life.tasks()[0])
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("return", "H32.00")]
    life.hand_out(None)
    assert (life.state.status, life.tasks()) == ("closed", [])


def test_a_done_leg_is_not_done_again():
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.complete(task)
    assert life.refuses(c.Complete(leg="appraise", agency=task["agency"], officer="lvm")) == ["leg"]


def test_before_the_payment_the_next_leg_doesn_t_begin_and_after_it_it_does():  # §4.3, status 6, R25
    life = Life("1.013831")
    stopped = life.complete(life.work_until("tax"))
    assert [type(e).__name__ for e in stopped] == ["LegCompleted", "ProcessingPaused"]
    assert (stopped[1].fee_dong, stopped[1].ground) == (0, "Người dân nộp nghĩa vụ tài chính")
    assert (life.tasks(), life.state.legs["issue"].status) == ([], "waiting")
    paid = life.later(3 * 24 * 60).go_on()
    assert [type(e).__name__ for e in paid] == ["ProcessingResumed", "DossierForwarded"]
    assert (paid[1].leg, life.state.paused) == ("issue", "")


@pytest.mark.parametrize("procedure", ["1.012786", "1.013978", "1.013949", "1.013831"])
def test_nobody_pays_the_reception_s_fee_again_as_a_tax(procedure):  # R25: the tax office's notice names the sum
    assert {e.fee_dong for e in Life(procedure).finish().told("ProcessingPaused")} == {0}


def test_while_the_time_stands_still_nobody_finishes():  # the citizen's time is the citizen's
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    for task in life.tasks("acknowledge"):
        life.acknowledge(task)
    residence = life.tasks("assign")[0]
    life.ask_supplement(residence)
    commands = [c.Complete(leg="health_card", agency=life.state.legs["health_card"].agency, officer="lvm"),
                c.Pause(agency=residence["agency"], officer="lvm", ground="x")]  # fmt: skip
    assert [life.refuses(command) for command in commands] == [["status"]] * 2
    life.go_on()
    assert life.state.paused == "" and sorted(task["do"] for task in life.tasks()) == ["assign", "propose"]  # each agency has its own again


def test_what_isn_t_paused_can_t_be_resumed():
    assert Life("1.001612").refuses(c.Resume(agency="H32.41.KT", officer="lvm", ground="x")) == ["status"]


def test_an_agency_s_pause_ends_with_the_agency_s_word():
    life = Life("1.001612")
    life.acknowledge(life.tasks("acknowledge")[0])
    task = life.tasks()[0]
    assert [e.ground for e in life.pause(task)] == ["Chờ giám định"]
    assert [type(e).__name__ for e in life.go_on()] == ["ProcessingResumed"]
    assert life.tasks() == [task]


def test_an_agency_outside_the_journey_can_t_stop_its_time():  # R27; a pause needs somebody who works on it
    life = Life("1.001612")
    assert life.refuses(c.Pause(agency="BHXH.32", officer="lvm", ground="x")) == ["agency"]


def test_an_agency_outside_the_journey_can_t_let_its_time_run():
    life = Life("1.001612")
    life.acknowledge(life.tasks("acknowledge")[0])
    life.pause(life.tasks()[0])
    assert life.refuses(c.Resume(agency="BHXH.32", officer="lvm", ground="x")) == ["agency"]


def test_a_payment_lifts_no_other_pause_than_its_own():  # FeePaid while the agency waits for an expert
    life = Life("1.013831")
    life.complete(life.work_until("tax"))
    asked = life.told("ProcessingPaused")[0]
    life.do(c.Resume(agency="TCT.32", officer="lvm", ground="Đã nộp tại kho bạc"))
    life.acknowledge(life.tasks("acknowledge")[0])
    life.pause(life.tasks()[0])
    life.learn(_paid(life, asked.fee_dong))
    assert life.state.paused == "Chờ giám định"


def test_a_supplement_lifts_no_other_pause_than_its_own():
    # The agency went on without it, then the route stopped for the payment; the supplement was under way meanwhile.
    life = Life("1.013831")
    tax = life.work_until("tax")
    life.ask_supplement(tax)
    life.do(c.Resume(agency=tax["agency"], officer="lvm", ground="Đã tự tra cứu"))
    life.complete(tax)
    life.learn(_supplement(life))
    life.learn(_paid(life, life.told("ProcessingPaused")[-1].fee_dong))
    assert life.tasks(), "the dossier waits for nobody and nobody has it"


def _paid(life, dong):
    return FeePaid(**life.about(), amount_dong=dong, receipt_no="BL-1")


def _supplement(life):
    return SupplementGiven(**life.about(), round=1)


def test_a_payment_that_nobody_waits_for_changes_nothing():
    life = Life("1.001612")
    before = life.state
    assert life.learn(_paid(life, 1000)) == () and life.state == before


def test_the_citizen_withdraws_and_nobody_has_anything_to_do():  # Mẫu 05
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    stopped = life.withdraw()
    assert [(type(e).__name__, e.agency, e.reason) for e in stopped] == [("JourneyStopped", "H32.41", "Không cần nữa")]
    assert (life.state.status, life.tasks()) == ("stopped", [])


def stopped_lives():
    """A withdrawn dossier with something on its way, something refused, something in work and a question open."""
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    one, two = life.tasks("acknowledge")
    life.acknowledge(one)
    life.consult(life.tasks("assign")[0])
    life.refuse_hand_over(two)
    life.withdraw()
    return life, one, two


def test_after_the_withdrawal_no_leg_can_be_worked_on():  # Mẫu 05
    life, one, _ = stopped_lives()
    by = {"leg": one["leg"], "agency": one["agency"], "officer": "lvm"}
    commands = [c.Assign(**by), c.Complete(**by), c.AskSupplement(**by, content="x", **LAW), c.StandIn(**by), c.Start(**by),
                r.RefuseDossier(**by, reason="x", **LAW), r.Propose(**by), r.Approve(**by), r.SendBack(**by, reason="x"), r.Sign(**by),
                r.Number(**by, result_no="KQ-1"), r.Issue(**by), c.PostNotice(**by), c.ReturnLeg(**by, back_to="birth", reason="x"),
                c.Transfer(**by, competent="H32.STC", reason="x", legal_ground="x"), c.Consult(**by, asked="H32.SXD", question="?"),
                c.VisitSite(**by, visited_at=life.now, place="x", present=1, findings="x"),
                c.Pause(agency=one["agency"], officer="lvm", ground="x")]  # fmt: skip
    assert [life.refuses(command) for command in commands] == [["status"]] * len(commands)


def test_after_the_withdrawal_nothing_is_sent_any_more():  # Mẫu 05
    life, _, two = stopped_lives()
    for command in (c.Resend, c.Recall):
        why = {"reason": "x"} if command is c.Recall else {}
        assert life.refuses(command(consignment=two["consignment"], agency="H32.41.VP", officer="lvm", **why)) == ["status"]


def test_after_the_withdrawal_no_agency_takes_the_dossier_in():  # its clock would run, and be breached
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    life.withdraw()
    assert life.refuses(ack(task))


def test_after_the_withdrawal_no_question_lapses():  # R14 has no meaning any more
    life, _, _ = stopped_lives()
    assert (life.state.next_timer, life.state.consultations) == (None, {})


def test_a_dossier_withdrawn_before_its_reception_has_no_journey_to_stop():
    life = Life("1.001612")
    life.state, life.events = None, []
    assert life.withdraw() == () and life.state is None


@pytest.mark.parametrize("kind", [k for k in ON_EVENT if k.__name__ not in ("DossierReceived", "DossierWithdrawn", "DossierLapsed")])
def test_a_fact_about_a_dossier_without_a_journey_is_set_aside(kind):
    with pytest.raises(NoJourney):
        ON_EVENT[kind](None, kind.model_validate(kind.example), Context(NOW, catalogue(), DOSSIER_ID))


def test_a_refusal_after_appraisal_is_a_result_and_goes_home():  # R18, Mẫu 03
    life = Life("1.001612")
    told = life.refuse_dossier(life.work_until("appraise"))[-3:]
    assert [type(e).__name__ for e in told] == ["DossierRefused", "ResultIssued", "DossierForwarded"]
    assert (told[1].outcome, told[2].leg, told[2].receiver) == ("refused", "return", "H32.41")
    assert [t["do"] for t in life.tasks()] == ["acknowledge"]
    assert life.finish().state.status == "closed"


def test_after_a_refusal_the_parallel_leg_has_nothing_to_do_any_more():  # R18: the result exists
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    one, two = life.tasks("acknowledge")
    life.acknowledge(one)
    life.assign(life.tasks("assign")[0])
    life.refuse_dossier(one)
    assert [(t["do"], t["leg"]) for t in life.tasks()] == [("acknowledge", "return")]
    assert life.refuses(ack(two))


def test_after_a_refusal_no_question_waits_for_its_answer():
    life = Life("1.013225")
    task = life.work_until("appraise")
    life.consult(task)
    life.refuse_dossier(task)
    assert (life.tasks("answer"), life.state.consultations) == ([], {})
    life.acknowledge(life.tasks("acknowledge")[0])
    assert life.state.next_timer is None


def test_a_leg_goes_back_and_is_done_again():
    life = Life("1.001612")
    told = life.return_leg(life.work_until("tax"), "appraise")
    assert [type(e).__name__ for e in told] == ["LegReturned", "DossierForwarded"]
    assert (told[1].receiver, told[1].leg, told[0].back_to) == ("H32.41.KT", "appraise", "appraise")
    assert {n: leg.status for n, leg in life.state.legs.items()} == {"appraise": "under_way", "tax": "waiting", "certify": "waiting"}
    life.finish()
    assert [e.leg for e in life.told("LegCompleted")] == ["appraise", "appraise", "tax", "certify"]


def test_a_leg_goes_back_only_to_one_that_is_done():
    life = Life("1.001612")
    task = life.work_until("tax")
    by = {"leg": "tax", "agency": task["agency"], "officer": "lvm", "reason": "x"}
    assert [life.refuses(c.ReturnLeg(**by, back_to=leg)) for leg in ("tax", "certify", "moon")] == [["back_to"]] * 3


def test_what_was_built_on_a_returned_leg_is_done_again():  # R15: the order of the route
    life = Life("1.001612")
    life.return_leg(life.work_until("certify", "propose"), "appraise")
    life.complete(life.work_until("appraise"))
    assert [t["leg"] for t in life.tasks("acknowledge")] == ["tax"]


def test_a_leg_that_gave_back_waits_until_the_earlier_one_is_done():  # R15
    life = Life("1.001612")
    life.return_leg(life.work_until("certify", "propose"), "appraise")
    appraise = life.tasks("acknowledge")[0]
    life.acknowledge(appraise)
    life.pause(appraise)
    life.go_on()
    assert life.state.legs["certify"].status == "waiting"


def given_back_in_parallel(acknowledged):
    """3.000722: the residence goes back to the birth, while the health card's agency has the dossier or not yet."""
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    residence, card = sorted(life.tasks("acknowledge"), key=lambda task: task["leg"], reverse=True)
    life.acknowledge(residence)
    if acknowledged:
        life.acknowledge(card)
    return life, card, life.return_leg(residence, "birth")


def test_what_is_on_its_way_to_a_leg_that_has_to_wait_again_is_not_taken_in():  # R15: it would be worked on too early, or twice
    life, card, _ = given_back_in_parallel(acknowledged=False)
    assert [task["leg"] for task in life.tasks()] == ["birth"]
    assert life.refuses(ack(card))


def test_whoever_works_on_what_went_back_is_told_so():  # else its clock runs on, and the portal shows it in work
    life, _, told = given_back_in_parallel(acknowledged=True)
    back = [(e.leg, e.back_to) for e in told if type(e).__name__ == "LegReturned"]
    assert sorted(back) == [("health_card", "birth"), ("residence", "birth")]
    assert life.state.legs["health_card"].status == "waiting"


@pytest.mark.parametrize(("procedure", "on_silence"), [("1.013227", "escalate"), ("1.013225", "deemed_consent")])
def test_silence_has_the_effect_that_the_route_names(procedure, on_silence):  # R14; NĐ 217/2026 Đ.54.2c
    life = Life(procedure)
    life.consult(life.work_until("appraise"))
    for task in life.tasks("acknowledge"):
        life.acknowledge(task)
    by = life.state.next_timer
    assert by == life.told("ConsultationAsked")[0].answer_by
    assert life.wait_for(by - timedelta(seconds=1)) == ()
    assert [(e.on_silence, e.at, e.asked) for e in life.wait_for(by)] == [(on_silence, by, life.told("ConsultationAsked")[0].asked)]
    assert life.state.next_timer is None
    assert life.wait_for(by) == ()


def test_an_officer_can_t_make_consent_out_of_silence():  # R14
    life = Life("1.013227")
    task = life.work_until("appraise")
    command = c.Consult(**who(task), asked="H32.SXD", question="?", on_silence="deemed_consent")
    assert life.refuses(command) == ["on_silence"]


def test_an_opinion_is_asked_within_the_route_s_time():  # NĐ 217/2026 Đ.54.2c: 02 working days
    life = Life("1.013225")
    task = life.work_until("appraise")
    assert life.refuses(c.Consult(**who(task), asked="H32.SXD", question="?", answer_by=life.now + timedelta(days=9))) == ["answer_by"]
    life.do(c.Consult(**who(task), asked="H32.SXD", question="?"))
    asked = life.told("ConsultationAsked")[0]
    assert asked.answer_by == due_at(catalogue().calendar, life.now, parse_term("2wd"), "actual")


def test_a_question_s_date_lies_ahead():  # R13
    life = Life("1.013225")
    task = life.work_until("appraise")
    command = c.Consult(**who(task), asked="H32.SXD", question="?", answer_by=life.now)
    assert life.refuses(command) == ["answer_by"]


def test_a_question_goes_to_an_agency_that_exists():  # nobody's inbox would show it
    life = Life("1.013225")
    task = life.work_until("appraise")
    command = c.Consult(**who(task), asked="H99.NOBODY", question="?", answer_by=life.now.replace(year=2027))
    assert life.refuses(command) == ["asked"]


def test_nobody_asks_themselves():  # R13: its own silence would be consent
    life = Life("1.013225")
    task = life.work_until("appraise")
    assert life.refuses(c.Consult(**who(task), asked=task["agency"], question="?")) == ["asked"]


def test_several_are_asked_at_once_and_each_answers_for_itself():  # R13: N in parallel
    life = Life("1.013225")
    task = life.work_until("appraise")
    for asked in ("H32.SXD", "H32.SNNMT"):
        life.consult(task, asked=asked)
    one, two = life.tasks("answer")
    assert {one["agency"], two["agency"]} == {"H32.SXD", "H32.SNNMT"}
    assert life.refuses(c.AnswerConsultation(consultation=one["consultation"], agency=two["agency"], officer="x", answer="x")) == ["agency"]
    life.answer(one)
    assert [t["agency"] for t in life.tasks("answer")] == [two["agency"]]
    assert life.refuses(c.AnswerConsultation(consultation=one["consultation"], agency=one["agency"], officer="x", answer="x")) == [
        "consultation"]  # fmt: skip


def test_after_the_return_the_journey_is_closed():  # R23
    life = Life("1.001612").finish()
    assert life.state.status == "closed"
    assert life.refuses(r.Propose(leg="certify", agency="H32.41.KT", officer="lvm")) == ["status"]


def test_two_questions_to_one_agency_in_one_moment_are_two():  # R13; in a replay business time stands still within a tick
    life = Life("1.013225")
    task = life.work_until("appraise")
    life.consult(task)
    life.consult(task)
    assert len(life.tasks("answer")) == len({e.consultation for e in life.told("ConsultationAsked")}) == 2


def test_an_inbox_lists_what_came_together_in_the_same_order_each_time():  # jsonb orders the consignments by chance
    life = Life("1.013225", "H32.00")
    shuffled = life.state.with_(hand_overs=dict(reversed(life.state.hand_overs.items())))
    assert len(life.state.hand_overs) > 1
    assert list(tasks_of(shuffled)) == list(tasks_of(life.state))
    assert [task["leg"] for task in tasks_of(shuffled) if task["do"] == "acknowledge"] == ["appraise", "planning"]


@pytest.mark.parametrize("act", [
    lambda by: c.AskSupplement(**by, content="Căn cước", **LAW), lambda by: c.Consult(**by, asked="H32.SXD", question="Quy hoạch?"),
])  # fmt: skip
def test_only_the_officer_who_was_given_the_leg_asks_others_about_it(act):  # R09, R33
    life = Life("1.001612")
    life.acknowledge(life.tasks("acknowledge")[0])
    [task] = life.tasks("assign")
    by = {"leg": task["leg"], "agency": task["agency"], "officer": "lvm"}
    assert life.refuses(act(by)) == ["leg"]
    life.assign(task)
    assert life.refuses(act({**by, "officer": "ptk"})) == ["officer"]
    assert life.refuses(act(by)) == []
