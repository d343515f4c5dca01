"""What time itself does: a warning, the apology's day, the breach; each once, at its own instant (R19, V8)."""

from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from lienthong_calendar import day_of
from sla_lives import CALENDAR, MONDAY, Life, at, kinds
from sla_monitor.domain.rungs import PASSED
from sla_monitor.domain.verdict import blamed, verdict

TERMS = ["sameday", "1wd", "3wd", "5wd", "8d", "12wd", "4wh"]
starts = some.integers(0, 100 * 24 * 60).map(lambda minutes: at("2026-07-01T00:00") + timedelta(minutes=minutes))
END = at("2026-12-31T00:00")
LAST = at("2027-12-01T00:00")
wakes = some.lists(some.integers(0, 60 * 24 * 60), max_size=12).map(sorted)


def lived(term, when, legs):
    """A dossier whose legs begin one after another, some of them done."""
    life = Life(term, when=when)
    for leg, gap, done in legs:
        life.later(gap).acknowledge(leg)
        if done:
            life.later(gap).complete(leg)
    return life


begun = some.lists(some.tuples(some.sampled_from(["appraise", "tax", "certify"]), some.integers(0, 2000), some.booleans()),
                   max_size=3, unique_by=lambda leg: leg[0])  # fmt: skip


def of_the_dossier(events):
    return sorted((type(e).__name__, e.at, e.agency, e.to_json()) for e in events if e.clock == "dossier")


def of_the_legs(events):
    return sorted((e.clock, e.at, e.agency, e.due_at, e.over) for e in events if e.clock != "dossier")


def woken(life, instants):
    state = life.state
    told = [event for now in instants for event in life.wake(now)]
    life.state = state
    return told


@given(some.sampled_from(TERMS), starts, begun, wakes)
def test_whenever_time_is_noticed_the_dossier_s_rungs_are_the_same(term, when, legs, minutes):  # each once, at its own instant
    life = lived(term, when, legs)
    often = woken(life, [life.now + timedelta(minutes=m) for m in minutes] + [END])
    assert of_the_dossier(often) == of_the_dossier(woken(life, [END]))
    assert len(of_the_dossier(often)) == len({row[0] for row in of_the_dossier(often)})


@given(some.sampled_from(TERMS), starts, begun, wakes)
def test_whenever_time_is_noticed_each_leg_s_overrun_is_the_same(term, when, legs, minutes):  # "the same figures every time"
    life = lived(term, when, legs)
    often = woken(life, [life.now + timedelta(minutes=m) for m in minutes] + [END])
    assert of_the_legs(often) == of_the_legs(woken(life, [END]))


@given(some.sampled_from(TERMS), starts, begun)
def test_a_row_asks_to_be_woken_for_each_of_its_rungs_and_then_sleeps(term, when, legs):
    life = lived(term, when, legs)
    whole = woken(life, [LAST])
    told = len(life.events)
    life.wake_whenever_due(LAST)
    assert of_the_dossier(life.events[told:]) == of_the_dossier(whole)
    assert life.state.next_timer is None
    assert life.wake(LAST) == ()


@given(some.sampled_from(TERMS), starts, some.integers(0, 4000), some.integers(0, 4000), some.integers(0, 4000), some.booleans())
def test_no_rung_is_reached_before_its_instant_nor_while_time_stands_still(term, when, before, pause, after, restart):
    life = Life(term, mode="restart" if restart else "suspend", when=when).later(before)
    life.wake()
    life.ask()
    assert life.state.timers == {} and life.later(pause).wake() == ()
    life.give()
    told = life.later(after).wake()
    assert all(event.at <= life.now for event in told)
    if life.now < life.state.clock.due_at + PASSED:
        assert "DeadlineBreached" not in kinds(told)


def test_the_warning_comes_when_a_fifth_is_left():
    life = Life("5wd")
    life.wake_whenever_due(END)
    warning = life.told("DeadlineApproaching")[0]
    granted = life.told("ClockStarted", "dossier")[0].granted
    assert warning.remaining == granted // 5
    assert CALENDAR.between(warning.at, warning.due_at) == granted // 5


@pytest.mark.parametrize(("term", "received", "opens", "by"), [
    ("3wd", "2026-11-23T09:00", "2026-11-26T07:30", "2026-11-26T17:00"),  # V8: due Friday, apology on Thursday
    ("3wd", "2026-11-19T09:00", "2026-11-23T07:30", "2026-11-23T17:00"),  # due on the 25th; the 24th is off: earlier
    ("5wd", "2026-11-02T09:00", "2026-11-06T07:30", "2026-11-06T17:00"),  # due on a Monday: the Friday before
    ("7wd", "2026-08-14T09:00", "2026-08-22T07:30", "2026-08-22T17:00"),  # a worked Saturday before a Monday
])  # fmt: skip
def test_the_apology_is_due_a_working_day_before(term, received, opens, by):  # R19, V8
    life = Life(term, when=at(received))
    life.wake_whenever_due(END)
    owed = life.told("ApologyFellDue")
    assert [(e.at, e.by) for e in owed] == [(at(opens), at(by))]
    assert owed[0].by < owed[0].due_at


@pytest.mark.parametrize("term", ["sameday", "1wd", "4wh"])
def test_who_received_it_only_on_that_day_owes_no_apology_yet(term):
    life = Life(term, when=at("2026-11-25T09:00"))
    life.wake_whenever_due(END)
    assert life.told("ApologyFellDue") == []
    assert len(life.told("DeadlineBreached", "dossier")) == 1


def test_the_apology_is_owed_by_who_works_on_it():  # R19: not by the counter
    life = Life("5wd")
    life.acknowledge("appraise")
    life.till("2026-11-03T09:00").complete("appraise")
    life.acknowledge("tax")
    life.wake_whenever_due(END)
    assert [e.agency for e in life.told("ApologyFellDue")] == ["TCT.32"]


def test_who_has_apologised_already_isn_t_told_to():  # R20: once; otherwise the board counts it as unsent for ever
    life = Life("5wd").till("2026-11-05T09:00")
    life.apologise(at("2026-11-16T17:00"))
    life.wake_whenever_due(END)
    assert life.told("ApologyFellDue") == []


def test_at_the_due_moment_nothing_is_late_and_a_second_later_it_is():
    life = Life("5wd")
    due = life.state.clock.due_at
    assert "DeadlineBreached" not in kinds(life.wake(due))
    assert kinds(life.wake(due + PASSED)) == ["DeadlineBreached"]
    assert life.told("DeadlineBreached")[0].at == due


def test_what_is_finished_is_not_breached_any_more():
    life = Life("5wd").till("2026-11-09T17:00")
    life.finish()
    assert life.wake(END) == ()
    assert life.told("DeadlineMet")[0].verdict == "on_time"


def test_what_is_withdrawn_is_not_breached_any_more():
    life = Life("5wd")
    life.acknowledge("tax")
    life.stop()
    assert life.wake(END) == ()


def test_a_dossier_that_ended_late_was_breached_even_if_nobody_looked_in_between():
    # After a stop of the service the backlog is read before the timers: the breach must not be lost (design.md §4).
    life = Life("5wd").till("2026-11-10T10:00")
    told = life.finish()
    assert told[-1].verdict == "late"
    life.wake()
    assert len(life.told("DeadlineBreached", "dossier")) == 1


FACTS = ["pause", "resume", "ask", "give", "acknowledge", "complete"]


@given(some.sampled_from(["3wd", "5wd", "8d"]), some.sampled_from(["restart", "suspend"]),
       some.lists(some.tuples(some.integers(0, 3000), some.sampled_from(FACTS), some.booleans()), max_size=8))  # fmt: skip
@settings(phases=(Phase.explicit, Phase.generate, Phase.shrink), max_examples=60)
def test_whether_time_is_noticed_before_a_fact_or_after_it_is_all_the_same(term, mode, facts):
    # A replay must end with the same figures every time, and a stopped service must lose no rung (design.md §4).
    attentive, drowsy = Life(term, mode), Life(term, mode)
    for gap, fact, noticed in facts:
        for life in (attentive, drowsy):
            life.later(gap)
            if life is attentive and noticed:
                life.wake()
            _happen(life, fact)
    for life in (attentive, drowsy):
        life.later(60 * 24 * 30).finish()
        life.wake()
    assert of_the_dossier(attentive.events) == of_the_dossier(drowsy.events)


def _happen(life, fact):
    paused = life.state.clock.status == "paused"
    if (fact in ("resume", "give") and not paused) or (fact in ("pause", "ask", "acknowledge", "complete") and paused):
        return
    getattr(life, fact)(*(["tax"] if fact in ("acknowledge", "complete") else []))


def test_a_warning_that_nobody_noticed_before_the_pause_isn_t_lost():
    life = Life("5wd").till("2026-11-09T16:00")
    life.pause()
    life.till("2026-11-10T16:00").resume()
    life.wake()
    assert [e.at for e in life.told("DeadlineApproaching")][:1] == [CALENDAR.add(MONDAY, 2610 - 522)]


def test_after_a_restart_the_ladder_begins_anew():  # R12: the whole term
    life = Life("5wd", "restart").till("2026-11-06T16:00")
    life.wake()
    assert {"ApologyFellDue", "DeadlineApproaching"} <= set(kinds(life.events))
    life.ask()
    life.till("2026-11-10T10:00").give()
    told = len(life.events)
    life.wake_whenever_due(END)
    assert sorted(kinds(life.events[told:])) == ["ApologyFellDue", "DeadlineApproaching", "DeadlineBreached", "DelayEscalated"]


def test_after_a_suspension_a_warning_isn_t_said_again_but_the_new_day_s_apology_is_owed():  # R19
    life = Life("5wd", "suspend").till("2026-11-06T16:00")
    life.wake()
    before = kinds(life.events)
    life.ask()
    life.till("2026-11-10T10:00").give()
    told = len(life.events)
    life.wake_whenever_due(END)
    assert {"DeadlineApproaching", "ApologyFellDue"} <= set(before)
    assert kinds(life.events[told:]) == ["ApologyFellDue", "DeadlineBreached", "DelayEscalated"]


def test_a_leg_that_used_its_share_up_is_reported_at_once_and_once():
    life = Life("5wd")
    life.acknowledge("appraise")
    due = life.state.legs["appraise"].due_at
    assert life.wake(due) == ()
    over = life.wake(due + PASSED)
    assert [(e.clock, e.leg, e.at, e.agency) for e in over] == [("appraise", "appraise", due, "H32.41.KT")]
    assert life.wake(due + timedelta(hours=2)) == ()


def test_a_leg_that_ran_over_isn_t_reported_again_when_it_comes_back():  # each rung at most once
    life = Life("12wd")
    life.acknowledge("appraise")
    life.till("2026-11-04T09:00").wake()
    life.complete("appraise")
    life.till("2026-11-05T09:00").acknowledge("appraise")
    life.till("2026-11-06T09:00").wake()
    assert len(life.told("DeadlineBreached", "appraise")) == 1


# §3.1: the classes
@given(starts, some.integers(-6 * 24 * 3600, 6 * 24 * 3600))
def test_the_verdict_goes_by_the_day_and_on_the_day_by_the_hour(due, seconds):
    finished = due + timedelta(seconds=seconds)
    day, due_day = day_of(finished), day_of(due)
    expected = "late" if seconds > 0 else ("early" if day < due_day else "on_time")
    assert verdict(due, finished) == expected


@pytest.mark.parametrize(("finished", "said"), [
    ("2026-11-08T23:59:59", "early"), ("2026-11-09T00:00:00", "on_time"), ("2026-11-09T17:00:00", "on_time"),
    ("2026-11-09T17:00:00.000001", "late"), ("2026-11-10T08:00", "late"),
])  # fmt: skip
def test_early_on_time_and_late_part_at_midnight_and_at_the_hour(finished, said):
    life = Life("5wd").till(finished)
    assert life.finish()[-1].verdict == said
    assert life.state.outcome == said


def test_the_leg_that_ran_over_most_is_blamed():  # §4: delay attributed to the leg that caused it
    life = Life("3wd")
    life.acknowledge("appraise")
    life.till("2026-11-03T11:00").complete("appraise")  # 570 of 450: 120 over
    life.acknowledge("tax")  # runs until the due moment: 930 of 450
    life.wake_whenever_due(END)
    breach = life.told("DeadlineBreached", "dossier")[0]
    due = breach.due_at
    over = CALENDAR.between(at("2026-11-03T11:00"), due) - 450
    assert (breach.leg, breach.agency, breach.over) == ("tax", "TCT.32", over)


def test_where_no_leg_ran_over_who_has_it_is_named():
    life = Life("1wd")
    assert blamed(life.state, ()) == ("desk", "H32.41.KT", 0)  # the first leg's agency, never the counter
    life.till("2026-11-03T16:00").acknowledge("certify")
    life.wake_whenever_due(END)
    breach = life.told("DeadlineBreached", "dossier")[0]
    assert (breach.leg, breach.agency, breach.over) == ("desk", "H32.41.KT", 0)


def test_what_has_ended_stays_as_it_ended():
    life = Life("5wd")
    life.finish()
    ended = life.state
    assert life.till("2026-12-01T09:00").finish() == ()
    assert (life.state.outcome, life.state.clock) == (ended.outcome, ended.clock)
    stopped = Life("5wd")
    stopped.stop()
    assert stopped.later(60).finish() == ()
    assert stopped.state.outcome == "stopped"


def test_a_promise_that_passed_while_time_stood_still_is_broken_when_it_runs_on():  # R20, R21
    life = Life("5wd").till("2026-11-06T10:00")
    life.apologise(at("2026-11-12T17:00"))
    life.till("2026-11-10T09:00").pause()
    assert life.wake(at("2026-11-16T09:00")) == ()
    life.till("2026-11-18T09:00").resume()
    broken = [e for e in life.wake() if getattr(e, "because", "") == "promise"]
    assert [(e.due_at, e.at >= life.now - timedelta(seconds=1)) for e in broken] == [(at("2026-11-17T17:00"), True)]
