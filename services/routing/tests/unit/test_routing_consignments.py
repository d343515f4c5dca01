"""A consignment goes out again by itself, may be taken back before it is acknowledged, or goes to another agency (R08, R27, R33)."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import ResultReturned
from lienthong_runtime import Context
from routing import commands as c
from routing import result_commands as r
from routing.domain.answer import answer_by
from routing.domain.journey import MOST_ATTEMPTS
from routing.timers import on_time
from routing_lives import DOSSIER_ID, LAW, Life, at, catalogue, check, who


def sent(life, leg=None):
    return [e for e in life.told("DossierForwarded") if leg in (None, e.leg)]


def recalled(task, **changes):
    return c.Recall(**{"consignment": task["consignment"], "agency": task["sender"], "officer": "ntb", "reason": "Gửi nhầm", **changes})


# Sent again by time.
def test_what_nobody_answers_in_time_goes_out_again_under_the_same_id():  # R08
    life = Life("1.001612")
    first = sent(life)[0]
    assert life.state.next_timer == first.answer_by == at("2026-11-02T17:00")
    assert life.wait_for(first.answer_by - timedelta(seconds=1)) == ()
    again = life.wait_for(first.answer_by)
    assert [(e.consignment, e.attempt, e.sender, e.receiver) for e in again] == [(first.consignment, 2, "H32.41", "H32.41.KT")]
    assert again[0].answer_by == answer_by(catalogue().calendar, first.answer_by) == at("2026-11-03T07:30")
    check(life)


def test_after_the_third_attempt_people_have_to_act():  # its sender's head has been told
    life = Life("1.001612").later(90 * 24 * 60)
    life.catch_up()
    assert [e.attempt for e in sent(life)] == [1, 2, 3]
    assert MOST_ATTEMPTS == 3 and life.state.next_timer is None
    assert life.later(90 * 24 * 60).catch_up() == []
    task = life.tasks("acknowledge")[0]
    assert task["attempt"] == 3
    life.acknowledge(task)
    assert life.finish().state.status == "closed"


def test_the_sender_may_send_a_fourth_time_by_hand():
    life = Life("1.001612").later(90 * 24 * 60)
    life.catch_up()
    assert life.resend({"consignment": life.tasks()[0]["consignment"], "agency": "H32.41"})[0].attempt == 4
    assert life.later(90 * 24 * 60).catch_up() == []


@pytest.mark.parametrize("act", ["acknowledge", "refuse_hand_over", "recall"])
@pytest.mark.parametrize("late", [0, 1, 2])
def test_whoever_answers_stops_the_resending(act, late):
    life = Life("1.001612")
    for _ in range(late):
        life.wait_for(life.state.next_timer)
    getattr(life, act)(life.tasks("acknowledge")[0])
    before = len(life.events)
    assert life.state.next_timer is None
    assert life.wait_for(life.now + timedelta(days=30)) == () and len(life.events) == before


@given(some.lists(some.integers(1, 5 * 24 * 60), min_size=1, max_size=30))
@settings(max_examples=60)
def test_however_late_time_comes_no_attempt_is_sent_twice(minutes):  # an outage, or two services awake at once
    life = Life("1.013225")
    for wait in minutes:
        life.wait_for(life.later(wait).now)
        life.wait_for(life.now)
    life.later(90 * 24 * 60).catch_up()
    check(life)
    for leg in ("appraise", "planning"):
        assert [e.attempt for e in sent(life, leg)] == [1, 2, 3]
        assert [e.at for e in sent(life, leg)][1:] == [e.answer_by for e in sent(life, leg)][:2]


def test_a_late_turn_sends_each_attempt_at_the_instant_it_fell_due():
    prompt, late = Life("1.001612"), Life("1.001612").later(30 * 24 * 60)
    while prompt.state.next_timer:
        prompt.wait_for(prompt.state.next_timer)
    late.catch_up()
    assert sent(prompt) == sent(late)


def test_a_result_on_its_way_home_goes_out_again_too():  # R17
    life = Life("1.001612")
    life.end(life.work_until("certify", "propose"))
    life.wait_for(life.state.next_timer)
    assert [e.attempt for e in sent(life, "return")] == [1, 2]
    check(life)


def test_an_ended_dossier_never_wakes_again():
    withdrawn, given = Life("1.013225"), Life("1.001612")
    withdrawn.withdraw()
    given.end(given.work_until("certify", "propose"))
    given.learn(ResultReturned(**given.about(), channel="counter", officer="ntb"))  # handed out before anybody acknowledged
    for life in (withdrawn, given):
        assert life.state.next_timer is None
        assert on_time(life.state, Context(life.now + timedelta(days=400), catalogue(), DOSSIER_ID)).events == ()


def test_after_a_refusal_what_was_under_way_is_not_sent_again():  # R18
    life = Life("1.013225")
    appraise = life.tasks("acknowledge")[0]
    life.acknowledge(appraise)
    life.assign(appraise)
    life.refuse_dossier(appraise)
    life.later(30 * 24 * 60).catch_up()
    assert [e.attempt for e in sent(life, "planning")] == [1]
    assert [e.attempt for e in sent(life, "return")] == [1, 2, 3]


# Taken back by its sender.
def test_the_sender_takes_back_what_nobody_has_acknowledged_and_holds_it():  # Mẫu 06
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    told = life.recall(task)
    assert [(type(e).__name__, e.agency, e.reason) for e in told] == [("HandOverRecalled", "H32.41", "Gửi nhầm phiếu")]
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("resend", "H32.41")]
    assert life.refuses(c.Acknowledge(consignment=task["consignment"], agency="H32.41.KT", officer="lvm")) == ["consignment"]
    check(life)


def test_what_was_taken_back_goes_out_again_as_the_same_consignment():  # Mẫu 06: one line of the control slip
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    life.recall(task)
    again = life.later(60).resend(life.tasks("resend")[0])[0]
    assert (str(again.consignment), again.attempt) == (task["consignment"], 2)
    assert life.finish().state.status == "closed"


def test_what_was_acknowledged_refused_or_taken_back_is_not_taken_back():  # Mẫu 06
    for answer in ("acknowledge", "refuse_hand_over", "recall"):
        life = Life("1.001612")
        task = life.tasks("acknowledge")[0]
        getattr(life, answer)(task)
        assert life.refuses(recalled(task)) == ["consignment"]


def test_only_the_sender_takes_a_consignment_back():  # R27
    life = Life("1.001612")
    task = life.tasks("acknowledge")[0]
    assert life.refuses(recalled(task, agency="H32.41.KT")) == life.refuses(recalled(task, agency="TCT.32")) == ["agency"]
    assert life.refuses(recalled(task, consignment="01933c3e-7a00-7000-8000-0000000000ff")) == ["consignment"]


def test_a_result_on_its_way_home_may_be_taken_back():
    life = Life("1.001612")
    life.end(life.work_until("certify", "propose"))
    life.recall(life.tasks("acknowledge")[0])
    assert [(t["do"], t["agency"], t["leg"]) for t in life.tasks()] == [("resend", "H32.41.KT", "return")]
    assert life.finish().state.status == "closed"


def test_what_was_called_back_with_a_returned_leg_is_not_sent_again():  # R15: the leg would begin before what it builds on
    life = Life("3.000722")
    life.end(life.work_until("birth", "propose"))
    card, residence = life.tasks("acknowledge")
    life.acknowledge(residence)
    told = life.return_leg(residence, "birth")
    assert [(e.consignment, e.leg) for e in told if type(e).__name__ == "HandOverRecalled"] == [(UUID(card["consignment"]), "health_card")]
    assert life.refuses(c.Resend(consignment=card["consignment"], agency="H32.41.VP", officer="lvm")) == ["consignment"]
    assert life.refuses(recalled(card)) == ["consignment"]
    life.later(30 * 24 * 60).catch_up()
    assert [e.attempt for e in sent(life, "health_card")] == [1]
    check(life)


# Given to the competent agency.
def transferred():
    life = Life("1.001612")
    task = life.work_until("appraise")
    return life, task, life.transfer(task, "H32.STC")


def test_the_competent_agency_gets_a_consignment_of_its_own():
    life, _, told = transferred()
    assert [type(e).__name__ for e in told] == ["LegTransferred", "DossierForwarded"]
    assert (told[0].agency, told[0].competent, told[0].reason) == ("H32.41.KT", "H32.STC", "Sai")
    assert (told[1].sender, told[1].receiver, told[1].leg, told[1].attempt) == ("H32.41.KT", "H32.STC", "appraise", 1)
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("acknowledge", "H32.STC")]
    check(life)
    assert life.finish().state.status == "closed"
    assert life.told("LegCompleted")[0].agency == "H32.STC"


def test_who_gave_a_leg_away_acts_on_it_no_more():  # R27
    life, task, _ = transferred()
    life.acknowledge(life.tasks()[0])
    by = who(task)
    commands = [c.Complete(**by), c.Assign(**by), c.StandIn(**by), r.RefuseDossier(**by, reason="x", **LAW),
                c.AskSupplement(**by, content="x", **LAW)]  # fmt: skip
    assert [life.refuses(command) for command in commands] == [["agency"]] * 5
    assert "H32.41.KT" in life.state.parties  # it had a part in it, and may look


def test_a_transferred_leg_keeps_its_share_and_begins_anew():  # its time doesn't begin again
    life, _, _ = transferred()
    leg = life.state.legs["appraise"]
    planned = life.told("JourneyPlanned")[0].legs[0]
    assert (leg.share, leg.after, leg.task) == (planned.share, planned.after, planned.task)
    assert (leg.officer, leg.started, leg.draft, leg.status) == (None, False, None, "under_way")


def test_a_transfer_drops_the_draft_of_who_wasn_t_competent():
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.do(r.RefuseDossier(**who(task), reason="x", **LAW))
    life.transfer(task)
    check(life)
    life.acknowledge(life.tasks()[0])
    life.assign(life.tasks()[0])
    assert [t["do"] for t in life.tasks()] == ["complete"]


@pytest.mark.parametrize("competent", ["H32.41.KT", "H99.NOBODY", "H43.06.TCKH"])
def test_a_leg_is_given_only_to_another_agency_in_force(competent):  # H43.06.TCKH closed on 30 June 2025
    life = Life("1.001612")
    task = life.work_until("appraise")
    command = c.Transfer(leg="appraise", agency=task["agency"], officer="ttd", competent=competent, reason="x", **LAW)
    assert life.refuses(command) == ["competent"]


def test_before_it_is_acknowledged_or_once_it_is_done_a_leg_isn_t_given_away():
    life = Life("1.001612")
    command = c.Transfer(leg="appraise", agency="H32.41.KT", officer="ttd", competent="H32.STC", reason="x", **LAW)
    assert life.refuses(command) == ["leg"]
    life.end(life.work_until("appraise"))
    assert life.refuses(command) == ["leg"]


def test_who_isn_t_competent_either_sends_it_back_to_where_it_came_from():
    life, _, _ = transferred()
    life.refuse_hand_over(life.tasks()[0])
    assert [(t["do"], t["agency"]) for t in life.tasks()] == [("resend", "H32.41.KT")]


def test_a_question_of_the_agency_before_is_answered_all_the_same():  # R13: the opinion is about the dossier
    life = Life("1.013225")
    task = life.work_until("appraise")
    life.consult(task, "H32.SXD")
    life.transfer(task)
    check(life)
    assert [type(e).__name__ for e in life.answer(life.tasks("answer")[0])] == ["ConsultationAnswered"]


def test_a_question_on_a_leg_that_went_back_still_lapses_once():  # R14: whoever was asked has its date
    life = Life("1.001776")
    life.end(life.work_until("assess"))
    decide = life.work_until("decide", "propose")
    life.consult(decide)
    by = life.told("ConsultationAsked")[0].answer_by
    life.return_leg(decide, "assess")
    life.wait_for(by)
    assert len(life.told("ConsultationLapsed")) == 1
    check(life)
    assert life.finish().state.status == "closed" and len(life.told("ConsultationLapsed")) == 1


# A colleague stands in.
def test_a_colleague_stands_in_and_both_stay_on_record():  # R33
    life = Life("1.001612")
    task = life.work_until("appraise")
    told = life.stand_in(task)[0]
    assert (type(told).__name__, told.officer, told.instead_of) == ("OfficerAssigned", "ptk", "lvm")
    assert [(t["do"], t["officer"]) for t in life.tasks()] == [("complete", "ptk")]
    assert life.refuses(c.Complete(**{**who(task), "officer": "lvm"})) == ["officer"]
    assert life.refuses(c.Complete(**{**who(task), "officer": "ptk"})) == []


def test_nobody_stands_in_for_nobody_or_for_themselves():  # R33
    life = Life("1.001612")
    task = life.work_until("appraise", "assign")
    assert life.refuses(c.StandIn(**who(task))) == ["officer"]
    life.assign(task)
    assert life.refuses(c.StandIn(**who(task))) == ["officer"]


@pytest.mark.parametrize("kind", [c.Start, c.VisitSite, c.Complete, r.RefuseDossier, c.PostNotice])
def test_only_the_assigned_officer_works_on_a_leg(kind):  # R09, R33
    life = Life("1.001612")
    task = life.work_until("appraise", "assign")
    more = {c.VisitSite: {"visited_at": life.now, "place": "x", "present": 1, "findings": "x"},
            r.RefuseDossier: {"reason": "x", **LAW}}.get(kind, {})  # fmt: skip
    assert life.refuses(kind(**who(task), **more)) == ["leg"]
    life.assign(task)
    assert life.refuses(kind(**{**who(task), "officer": "ptk"}, **more)) == ["officer"]


def test_work_begins_once():
    life = Life("1.001612")
    task = life.work_until("appraise")
    assert [type(e).__name__ for e in life.do(c.Start(**who(task)))] == ["WorkStarted"]
    assert life.refuses(c.Start(**who(task))) == ["leg"]


def test_a_look_at_the_place_is_on_record_and_lies_in_the_past():  # R10
    life = Life("1.001612")
    task = life.work_until("appraise")
    look = {"place": "Thửa 12", "present": 3, "findings": "Đúng"}
    assert life.refuses(c.VisitSite(**who(task), visited_at=life.now + timedelta(minutes=1), **look)) == ["visited_at"]
    told = life.do(c.VisitSite(**who(task), visited_at=life.now - timedelta(hours=1), **look))[0]
    assert (told.place, told.present, told.findings) == ("Thửa 12", 3, "Đúng")
    assert life.refuses(c.Start(**who(task))) == ["leg"]  # whoever looked has begun


# A second supplement.
def test_only_a_head_lets_a_second_supplement_go_out_and_signs_for_it():  # R01
    life = Life("1.001612")
    task = life.work_until("appraise")
    again = c.AskSupplementAgain(leg="appraise", agency=task["agency"], officer="ttd", content="Tờ khai", **LAW)
    assert life.refuses(again) == ["leg"]  # nothing was asked before
    first = life.ask_supplement(task)[0]
    life.go_on()
    assert life.refuses(c.AskSupplement(**who(task), content="x", **LAW)) == ["leg"]
    second = life.do(again)[0]
    assert (first.approved_by, second.approved_by) == (None, "ttd")
    assert c.AskSupplementAgain.roles == ("head",)
    check(life)


def test_another_agency_s_first_supplement_is_the_citizen_s_second():  # R01: once and completely, over the whole dossier
    life = Life("1.001612")
    life.ask_supplement(life.work_until("appraise"))
    life.go_on()
    tax = life.work_until("tax")
    assert life.refuses(c.AskSupplement(**who(tax), content="x", **LAW)) == ["leg"]


@pytest.mark.parametrize("ground", ["Chờ bổ sung hồ sơ", "Niêm yết công khai"])
def test_a_pause_that_something_else_would_lift_isn_t_made_by_hand(ground):  # its own act says why, and ends it
    life = Life("1.001612")
    task = life.work_until("appraise")
    assert life.refuses(c.Pause(agency=task["agency"], officer="lvm", ground=ground)) == ["ground"]
