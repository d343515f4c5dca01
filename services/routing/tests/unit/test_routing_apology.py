"""The apology: by who holds the dossier, once, to a later date (R19-R21)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import (
    ApologyFellDue,
    ClockRestarted,
    ClockResumed,
    DeadlineBreached,
    DeadlineRescheduled,
    SupplementGiven,
)
from routing import result_commands as r
from routing.decisions import ON_EVENT
from routing_lives import Life, at, catalogue


def sorry(life, agency, days=4, since=None):
    """Promised for four days after Thursday the 5th of November, which is a Monday."""
    new = (since or life.state.due_at) + timedelta(days=days)
    return r.Apologise(agency=agency, officer="lvm", reason="Chờ xác minh", new_due_at=new)


def owed(life, agency):
    return ApologyFellDue(**life.about(), clock="dossier", agency=agency, by=life.now, due_at=life.state.due_at)


def clock(life, kind, due, **fields):
    return kind(**life.about(), clock="dossier", agency="H32.41", due_at=due, **fields)


def test_who_works_on_it_owes_the_apology_and_sees_it_in_the_inbox():  # R19: not the counter
    life = Life("1.001612")
    task = life.work_until("appraise")
    life.learn(owed(life, task["agency"]))
    assert [(t["do"], t["agency"]) for t in life.tasks("apologise")] == [("apologise", "H32.41.KT")]
    told = life.apologise(life.tasks("apologise")[0])
    assert [type(e).__name__ for e in told] == ["ApologyIssued"]
    assert life.tasks("apologise") == []


def test_the_apology_names_the_old_and_the_new_date():  # Mẫu 04
    life = Life("1.001612")
    old = life.state.due_at
    told = life.do(sorry(life, "H32.41.KT"))[0]
    assert (told.old_due_at, told.new_due_at, life.state.due_at) == (old, old + timedelta(days=4), old + timedelta(days=4))


@given(some.integers(1, 400))
def test_a_second_new_date_is_refused_whatever_it_is(days):  # R20: at most once
    life = Life("1.001612")
    life.do(sorry(life, "H32.41.KT"))
    assert life.refuses(sorry(life, "H32.41.KT", days)) == ["status"]
    assert len(life.told("ApologyIssued")) == 1


@pytest.mark.parametrize("agency", ["H32.41", "BHXH.32", "H32.41.UB"])
def test_only_who_holds_it_apologises(agency):  # R19
    life = Life("1.001612")
    assert life.refuses(sorry(life, agency)) == ["agency"]


def test_who_is_done_apologises_no_more():  # R19
    life = Life("1.001776")
    assess = life.work_until("assess")
    life.end(assess)
    assert life.refuses(sorry(life, assess["agency"])) == ["agency"]
    assert life.refuses(sorry(life, life.state.legs["decide"].agency)) == []


@given(some.integers(-400, 0))
def test_the_new_date_lies_behind_the_promised_one(days):  # R20: hẹn lại
    life = Life("1.001612")
    assert life.refuses(sorry(life, "H32.41.KT", days)) == ["new_due_at"]


def test_the_new_date_lies_ahead_of_now_as_well():
    life = Life("1.001612").later(60 * 24 * 60)
    assert life.refuses(sorry(life, "H32.41.KT", days=30)) == ["new_due_at"]


@given(some.integers(1, 300))
def test_the_new_date_is_a_working_day_of_the_desk(days):  # T5: nobody hands a result out on a day of rest
    life = Life("1.001612")
    command = sorry(life, "H32.41.KT", days)
    works = catalogue().calendar.is_working_day(command.new_due_at.date())
    assert life.refuses(command) == ([] if works else ["new_due_at"])


@pytest.mark.parametrize("day", ["2026-11-07T09:00", "2026-11-08T17:00", "2026-11-24T10:00", "2027-01-01T10:00"])
def test_a_new_date_on_a_day_of_rest_is_refused(day):  # T5: a Saturday, a Sunday, the day of culture, New Year's Day
    life = Life("1.001612")
    command = r.Apologise(agency="H32.41.KT", officer="ttd", reason="x", new_due_at=at(day))
    assert life.refuses(command) == ["new_due_at"] and life.told("ApologyIssued") == []


def test_an_apology_isn_t_owed_once_there_is_a_result():
    life = Life("1.001612")
    life.learn(owed(life, "H32.41.KT"))
    life.refuse_dossier(life.work_until("appraise"))
    assert life.tasks("apologise") == []
    assert life.refuses(sorry(life, "H32.41.KT")) == ["status"]


def test_who_took_the_work_over_takes_the_apology_over():  # R19: the resolving agency
    life = Life("1.001776")
    assess = life.work_until("assess")
    life.learn(owed(life, assess["agency"]))
    life.end(assess)
    assert [t["agency"] for t in life.tasks("apologise")] == [life.state.legs["decide"].agency]


def test_the_monitor_s_new_date_is_the_one_that_holds():  # R21
    life = Life("1.001612")
    life.learn(clock(life, DeadlineRescheduled, at("2026-11-20T17:00"), original_due_at=life.state.due_at))
    assert life.state.due_at == at("2026-11-20T17:00")


def breach(life, of):
    return DeadlineBreached(**life.about(), clock=of, agency="H32.41.KT", due_at=life.now, leg="appraise", over=0)


def test_the_inbox_shows_a_breach_in_red():
    life = Life("1.001612")
    life.learn(breach(life, "dossier"))
    assert life.state.overdue


def test_a_leg_that_ran_over_its_share_makes_no_dossier_overdue():  # §2.3: step deadlines are separate from the due date
    life = Life("1.001612")
    life.learn(breach(life, "appraise"))
    assert not life.state.overdue


@pytest.mark.parametrize("kind", [ClockRestarted, ClockResumed])
def test_after_a_supplement_the_moved_date_is_the_one_that_holds(kind):  # R12, R20: hẹn lại counts from the date that holds
    life = Life("1.001612")
    life.ask_supplement(life.work_until("appraise"))
    life.later(3 * 24 * 60).learn(SupplementGiven(**life.about(), round=1))
    moved = life.state.due_at + timedelta(days=4)
    assert kind in ON_EVENT
    life.learn(clock(life, kind, moved, **({"granted": 1350} if kind is ClockRestarted else {"remaining": 900})))
    assert life.state.due_at == moved
    assert life.refuses(sorry(life, "H32.41.KT", days=-1)) == ["new_due_at"]
