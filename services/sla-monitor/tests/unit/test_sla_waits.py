"""What others owe: a hand-over's answer, a supplement, an opinion, any act at all; each silence is told once (R08, R12, R14)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sla_lives import LEGS, Life, at, heads, kinds
from sla_monitor.domain.rungs import PASSED

SENT = UUID(int=7)
ANSWER_BY = at("2026-11-02T17:00")
END = at("2026-12-25T00:00")


@pytest.mark.parametrize(("leg", "clock", "receiver"), [("tax", "tax", "TCT.32"), ("return", "dossier", "H32.41")])
def test_a_hand_over_without_answer_is_told_to_the_receiver_s_head(leg, clock, receiver):  # R08; on the way home too
    life = Life("12wd")
    if leg == "return":
        life.finish()
    life.forward(leg, ANSWER_BY, sender="H32.41.KT", receiver=receiver, consignment=SENT)
    assert life.wake(ANSWER_BY) == (), "its last moment is in time"
    (silent,) = life.wake(ANSWER_BY + PASSED)
    assert (silent.consignment, silent.clock, silent.agency, silent.sender) == (SENT, clock, receiver, "H32.41.KT")
    assert (silent.at, silent.answer_by, heads(silent)) == (ANSWER_BY, ANSWER_BY, (receiver, "head"))
    assert life.wake(ANSWER_BY + timedelta(days=1)) == ()


@pytest.mark.parametrize("answer", ["acknowledge", "send_back"])
@pytest.mark.parametrize("instant", ["2026-11-02T09:30", "2026-11-02T17:00"])
def test_an_answer_in_time_ends_the_wait(answer, instant):
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    getattr(life.till(instant), answer)("tax", SENT)
    life.wake(ANSWER_BY + timedelta(days=1))
    assert life.told("HandOverUnanswered") == []


def test_an_answer_that_comes_too_late_doesn_t_hide_the_silence():  # although nobody looked in between
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    assert kinds(life.till("2026-11-03T08:00").acknowledge("tax", SENT)) == ["HandOverUnanswered", "ClockStarted"]


def test_a_resend_waits_anew_and_each_attempt_is_told_once():
    life = Life("12wd")
    by = [at("2026-11-02T17:00"), at("2026-11-04T17:00"), at("2026-11-06T17:00")]
    for attempt, answer_by in enumerate(by, 1):
        life.till(answer_by - timedelta(hours=1)).forward("tax", answer_by, attempt=attempt, consignment=SENT)
        life.wake(answer_by + timedelta(hours=2))
        life.wake(answer_by + timedelta(hours=3))
    assert [(e.answer_by, e.consignment) for e in life.told("HandOverUnanswered")] == [(answer_by, SENT) for answer_by in by]


def test_a_resend_before_the_answer_was_due_starts_the_wait_again():
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    life.later(60).forward("tax", at("2026-11-03T17:00"), attempt=2, consignment=SENT)
    assert life.wake(at("2026-11-03T17:00")) == ()
    assert kinds(life.wake(at("2026-11-03T17:00") + PASSED)) == ["HandOverUnanswered"]


def test_two_consignments_wait_each_for_itself():  # R16: sent to all agencies at once
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    life.forward("appraise", ANSWER_BY, receiver="H32.41.KT", consignment=UUID(int=8))
    life.later(30).acknowledge("tax", SENT)
    assert [e.agency for e in life.wake(END) if type(e).__name__ == "HandOverUnanswered"] == ["H32.41.KT"]


def test_after_a_stop_no_hand_over_is_waited_for():
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    life.later(5).stop()
    assert life.wake(END) == ()


def test_after_the_result_no_earlier_hand_over_is_waited_for():  # a parallel leg that was never taken in
    life = Life("12wd")
    life.forward("tax", ANSWER_BY, consignment=SENT)
    life.later(5).finish()
    assert life.wake(END) == ()


def test_what_was_called_back_with_a_leg_that_was_returned_is_waited_for_no_longer():  # R16: all that builds on it is done again
    life = Life("12wd", plan=False)
    life.plan(LEGS, after={"tax": ("appraise",), "certify": ("tax",)})
    life.acknowledge("tax")
    life.forward("certify", ANSWER_BY, receiver="H32.41.KT", consignment=SENT)
    life.later(10).give_back("tax", to="appraise")
    life.forward("appraise", at("2026-11-03T17:00"), sender="TCT.32", receiver="H32.41.KT", consignment=UUID(int=9))
    life.wake(END)
    assert [e.consignment for e in life.told("HandOverUnanswered")] == [UUID(int=9)]


def test_what_doesn_t_build_on_a_returned_leg_is_waited_for_still():
    life = Life("12wd", plan=False)
    life.plan(LEGS, after={"tax": ("appraise",)})
    life.acknowledge("tax")
    life.forward("certify", ANSWER_BY, receiver="H32.41.KT", consignment=SENT)
    life.later(10).give_back("tax", to="appraise")
    life.wake(END)
    assert [e.consignment for e in life.told("HandOverUnanswered")] == [SENT]


def test_the_citizen_s_window_passes_once():
    life = Life("12wd")
    life.ask()
    life.ask_citizen(ANSWER_BY)
    assert life.wake(ANSWER_BY) == ()
    (passed,) = life.wake(ANSWER_BY + PASSED)
    assert (passed.at, passed.answer_by, passed.round, heads(passed)) == (ANSWER_BY, ANSWER_BY, 1, ("H32.41", "head"))
    assert life.wake(END) == (), "time stands still until the supplement is there"


@pytest.mark.parametrize("mode", ["restart", "suspend"])
def test_a_supplement_in_the_last_moment_is_in_time(mode):
    life = Life("12wd", mode)
    life.ask()
    life.ask_citizen(ANSWER_BY)
    life.till(ANSWER_BY).give()
    life.wake(ANSWER_BY + timedelta(days=2))
    assert life.told("SupplementLapsed") == []


def test_a_supplement_without_a_window_is_waited_for_for_ever():
    life = Life("12wd")
    life.ask()
    life.ask_citizen(None)
    assert life.wake(END) == ()


def test_a_second_supplement_has_its_own_window():  # R01: counted, with the head's approval
    life = Life("12wd")
    for number, by in enumerate((at("2026-11-03T17:00"), at("2026-11-09T17:00")), 1):
        life.till(by - timedelta(days=1)).ask()
        life.ask_citizen(by, number)
        life.till(by + timedelta(hours=16)).give()
    assert [(e.round, e.answer_by.day) for e in life.told("SupplementLapsed")] == [(1, 3), (2, 9)]


def test_silence_of_who_was_asked_is_told_to_the_head_of_the_one_stop():  # R14
    life = Life("12wd")
    life.acknowledge("appraise")
    (silent,) = life.later(600).lapse("appraise", "escalate")
    assert (type(silent).__name__, silent.because, silent.agency, silent.clock) == ("DelayEscalated", "consultation", "SXD.32", "appraise")
    assert heads(silent) == ("H32.41", "head")


def test_silence_that_is_consent_is_told_to_nobody():  # NĐ 217/2026 Đ.54.2c
    life = Life("12wd")
    life.acknowledge("appraise")
    assert life.later(600).lapse("appraise", "deemed_consent") == ()


def test_once_an_agency_goes_on_nothing_is_awaited_from_the_citizen():  # the ground is gone, whoever lifted it
    life = Life("12wd")
    life.ask()
    life.ask_citizen(at("2026-11-05T17:00"))
    life.till("2026-11-04T09:00").resume()
    assert "SupplementLapsed" not in kinds(life.wake(at("2026-11-06T09:00")))
