"""An agency is followed by another: no date moves, its minutes stay its own, and what comes is the successor's (NĐ 118/2025)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from lienthong_contracts import ConsultationAsked, JourneyHandedToSuccessor
from sla_lives import Life


def followed(life, leg, predecessor, successor):
    return life.learn(JourneyHandedToSuccessor(**life.about(), leg=leg, predecessor=predecessor, successor=successor, decision_no="NQ 1"))


def at_work():
    life = Life()
    life.later(10).acknowledge("appraise")
    return life


def test_no_date_moves():
    life = at_work()
    dates = {clock.name: clock.due_at for clock in life.state.clocks}, life.state.promised_at, dict(life.state.timers)
    assert followed(life.later(60), "appraise", "H32.41.KT", "H32.42.KT") == ()
    followed(life, "return", "H32.41", "H32.42")
    assert ({clock.name: clock.due_at for clock in life.state.clocks}, life.state.promised_at, dict(life.state.timers)) == dates


def test_minutes_stay_with_who_used_them_and_the_next_are_the_successor_s():
    life = at_work()
    followed(life.later(60), "appraise", "H32.41.KT", "H32.42.KT")
    life.later(30).complete("appraise")
    minutes = {owner: count for owner, count in life.state.uses.items() if owner.startswith("leg ")}
    assert minutes == {"leg H32.41.KT appraise": 60, "leg H32.42.KT appraise": 30}


def test_a_leg_that_is_still_to_come_is_the_successor_s():
    life = at_work()
    followed(life, "tax", "TCT.32", "TCT.33")
    life.complete("appraise")
    started = life.later(5).acknowledge("tax")
    assert [event.agency for event in started if type(event).__name__ == "ClockStarted"] == ["TCT.33"]


def test_the_desk_s_successor_hears_and_waits_in_its_place():
    life = Life()
    followed(life.later(10), "return", "H32.41", "H32.42")
    life.later(20).acknowledge("appraise")
    assert (life.state.desk, life.state.clock.agency) == ("H32.42", "H32.42")
    waits = {owner: count for owner, count in life.state.uses.items() if owner.startswith("wait ")}
    assert waits == {"wait H32.41 ": 10, "wait H32.42 ": 20}


def test_an_officer_of_the_predecessor_hears_of_nothing_any_more():
    life = at_work()
    life.assign("appraise", "lvm")
    assert "appraise" in life.state.officers
    followed(life, "appraise", "H32.41.KT", "H32.42.KT")
    assert "appraise" not in life.state.officers


def test_an_officer_stays_when_only_who_watches_over_the_leg_is_followed():  # R17
    life = at_work()
    life.assign("appraise", "lvm")
    followed(life, "appraise", "STP.32", "STP.33")
    assert life.state.officers == {"appraise": "lvm"}


def test_another_agency_s_leg_is_not_touched():
    life = at_work()
    before = life.state
    followed(life, "appraise", "H32.41.XX", "H32.42.KT")
    assert (life.state.legs, life.state.shares, life.state.desk) == (before.legs, before.shares, before.desk)


@pytest.mark.parametrize(("leg", "predecessor"), [("tax", "TCT.32"), ("tax", "H32.41.KT"), ("return", "TCT.32")])
def test_whoever_sends_or_answers_is_followed_in_that(leg, predecessor):  # R08
    life = at_work()
    life.forward("tax", life.now + timedelta(hours=4), sender="H32.41.KT", receiver="TCT.32")
    followed(life, leg, predecessor, "TCT.33")
    sent = life.state.waiting["tax"]
    assert (sent.sender, sent.receiver) == tuple("TCT.33" if who == predecessor else who for who in ("H32.41.KT", "TCT.32"))


def test_who_was_asked_for_an_opinion_may_see_the_account_and_so_may_who_follows():  # R13
    life = at_work()
    asked = ConsultationAsked.model_validate({**ConsultationAsked.example, **life.about(), "leg": "appraise", "asked": "SXD.43"})
    life.learn(asked)
    life.learn(asked.model_copy(update={"consultation": uuid4()}))
    assert life.state.watchers == ("SXD.43",)
    followed(life, "appraise", "SXD.43", "SXD.32")
    assert life.state.watchers == ("SXD.32",) and "SXD.32" in life.state.parties


def test_a_pause_is_the_successor_s_to_answer_for():
    life = at_work()
    life.pause()
    assert life.state.paused_by == "TCT.32"
    followed(life, "tax", "TCT.32", "TCT.33")
    assert life.state.paused_by == "TCT.33"


def test_the_desk_that_received_stays_when_only_the_one_that_hands_out_is_followed():  # NĐ 107/2021: another return desk
    life = Life()
    followed(life, "return", "H32.43", "H32.44")
    assert (life.state.desk, life.state.clock.agency) == ("H32.41", "H32.41")


def given_back(life):
    """Appraised, then given back by the tax office: the first agency is to do it again."""
    life.later(30).complete("appraise")
    life.later(5).acknowledge("tax")
    life.later(5).give_back("tax", "appraise")
    life.forward("appraise", life.now + timedelta(hours=4), sender="TCT.32", receiver="H32.41.KT")
    return life


def test_a_leg_given_back_is_the_successor_s_to_resolve_before_it_has_arrived_there():  # R15, R19
    life = given_back(at_work())
    followed(life, "appraise", "H32.41.KT", "H32.42.KT")
    assert life.state.resolving_agency == "H32.42.KT"


def test_what_the_predecessor_finished_stays_in_its_account():
    life = given_back(at_work())
    followed(life, "appraise", "H32.41.KT", "H32.42.KT")
    assert life.state.legs["appraise"].agency == "H32.41.KT"
    assert any(owner.startswith("leg H32.41.KT appraise") for owner in life.state.uses)
