"""The budget of a dossier: what the law gives, what was used, what was paused (domain.md §2, R12)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import granted_minutes, parse_term
from lienthong_runtime import Context
from sla_lives import CALENDAR, CATALOGUE, DOSSIER_ID, LEGS, MONDAY, Life, at, kinds, only
from sla_monitor.context import NoClock
from sla_monitor.decisions import ON_EVENT

instants = some.integers(0, 200 * 24 * 60).map(lambda minutes: at("2026-01-05T00:00") + timedelta(minutes=minutes))
gaps = some.integers(0, 4 * 24 * 60)


def test_the_budget_is_the_working_time_until_the_promised_date():  # V1: 24/11 is off
    started = Life("3wd", when=at("2026-11-23T09:00")).told("ClockStarted", "dossier")[0]
    assert (started.due_at, started.granted) == (at("2026-11-27T17:00"), 360 + 3 * 450)


def test_a_dossier_of_saturday_duty_begins_on_monday():  # V9
    started = Life("1wd", when=at("2026-11-21T08:30"), duty=True).told("ClockStarted", "dossier")[0]
    assert (started.due_at, started.granted) == (at("2026-11-23T17:00"), 450)


@given(instants, some.sampled_from(["sameday", "1wd", "3wd", "8d", "12wd", "4wh", "1mo"]))
def test_the_budget_used_up_minute_by_minute_ends_at_the_due_moment(when, term):
    state = Life(term, when=when).state
    assert CALENDAR.between(state.started_at, state.clock.due_at) == state.clock.granted
    assert state.clock.granted == 0 or CALENDAR.add(state.started_at, state.clock.granted) == state.clock.due_at


def test_each_leg_has_its_share_of_the_time():
    shares = Life().state.shares
    assert {leg: share.minutes for leg, share in shares.items()} == {
        leg: granted_minutes(CALENDAR, parse_term(share)) for leg, (_, share) in LEGS.items()}  # fmt: skip


def test_a_leg_s_time_begins_when_its_agency_has_the_dossier():  # Mẫu 06
    life = Life().later(60)
    assert life.state.legs == {}
    started = life.acknowledge("appraise")[0]
    assert (started.clock, started.agency, started.granted, started.due_at) == ("appraise", "H32.41.KT", 450, at("2026-11-03T10:00"))


def test_the_way_home_has_no_clock():  # R17
    assert Life().acknowledge("return") == ()


def test_a_leg_that_comes_back_goes_on_with_what_was_left():
    life = Life()
    life.acknowledge("appraise")
    life.till("2026-11-02T10:00").complete("appraise")
    again = only(life.till("2026-11-03T09:00").acknowledge("appraise"), "ClockStarted")
    assert again.due_at == CALENDAR.add(life.now, 450 - 60)
    assert only(life.till("2026-11-03T10:00").complete("appraise"), "ClockStopped").used == 120


def test_a_leg_that_isn_t_running_isn_t_stopped():
    life = Life()
    assert life.complete("tax") == ()
    life.acknowledge("tax")
    assert kinds(life.complete("tax")) == ["ClockStopped"]
    assert life.complete("tax") == ()


@given(instants, some.sampled_from(["1wd", "3wd", "8d", "12wd", "4wh"]), gaps, gaps)
def test_a_pause_keeps_the_remaining_time(when, term, before, length):  # design.md §4
    life = Life(term, when=when).later(before)
    remaining = only(life.pause(), "ClockPaused").remaining
    exact = CALENDAR.between(max(life.now, life.state.started_at), life.state.clock.due_at)
    resumed = only(life.later(length).resume(), "ClockResumed")
    assert resumed.remaining == remaining
    assert CALENDAR.between(max(life.now, life.state.started_at), resumed.due_at) == exact


@given(instants, gaps, some.lists(some.tuples(gaps, gaps), max_size=5))
def test_many_short_pauses_move_the_date_as_much_as_they_last(when, before, pauses):
    life = Life("12wd", when=when).later(before)
    due, lasted = life.state.clock.due_at, 0
    for gap, length in pauses:
        life.later(gap).pause()
        begun = life.now
        life.later(length).resume()
        lasted += CALENDAR.between(begun, life.now)
    assert CALENDAR.between(due, life.state.clock.due_at) == lasted
    assert life.state.clock.paused == lasted


def test_a_pause_of_what_stands_still_and_a_resume_of_what_runs_say_nothing():
    life = Life()
    assert life.resume() == ()
    life.pause()
    assert life.pause() == ()


def test_the_legs_under_way_stand_still_with_the_dossier():  # §4.3: the citizen pays, nobody's time runs
    life = Life()
    life.acknowledge("tax")
    assert [e.clock for e in life.pause()] == ["dossier", "tax"]
    assert [e.clock for e in life.later(60).resume()] == ["dossier", "tax"]
    assert only(life.later(60).complete("tax"), "ClockStopped").used == 60


def test_a_leg_taken_in_while_time_stands_still_begins_when_time_goes_on():
    # Of two parallel legs the one asked for a supplement; the other's agency only now takes the dossier in (3.000722).
    life = Life()
    life.acknowledge("appraise")
    life.ask()
    life.acknowledge("tax")
    life.till("2026-11-05T09:00").give()
    life.till("2026-11-05T10:00")
    assert only(life.complete("tax"), "ClockStopped").used == 60


def test_nobody_overruns_while_time_stands_still():
    life = Life()
    life.pause()
    life.acknowledge("tax")
    assert life.till("2026-11-12T09:00").wake() == ()


def test_after_a_supplement_the_whole_term_runs_anew():  # R12, V10
    life = Life("5wd", "restart", MONDAY)
    assert life.state.clock.due_at == at("2026-11-09T17:00")
    life.till("2026-11-04T10:00").ask()
    told = life.till("2026-11-06T10:00").give()
    assert kinds(told) == ["ClockRestarted"]
    assert told[0].due_at == life.state.promised_at == at("2026-11-13T17:00")
    assert told[0].granted == CALENDAR.between(life.now, told[0].due_at)


def test_where_the_law_says_so_a_supplement_only_suspends():  # R12, V10
    life = Life("5wd", "suspend", MONDAY)
    life.till("2026-11-04T10:00").ask()
    told = life.till("2026-11-06T10:00").give()
    assert kinds(told) == ["ClockResumed"]
    assert told[0].due_at == life.state.promised_at == at("2026-11-11T17:00")


def test_a_payment_never_restarts_the_term():  # R12 is about supplements only
    life = Life("5wd", "restart", MONDAY)
    life.till("2026-11-04T10:00").pause()
    assert kinds(life.till("2026-11-06T10:00").resume()) == ["ClockResumed"]
    assert life.state.clock.due_at == at("2026-11-11T17:00")


@given(some.sampled_from(["restart", "suspend"]), gaps, gaps, gaps)
def test_whatever_the_supplement_does_used_and_paused_sum_to_the_whole(mode, before, waiting, after):
    life = Life("5wd", mode)
    life.later(before).ask()
    life.later(waiting).give()
    stopped = next(e for e in life.later(after).finish() if type(e).__name__ == "ClockStopped")
    assert stopped.used + stopped.paused == CALENDAR.between(MONDAY, life.now)
    since = life.now - timedelta(minutes=after)
    assert stopped.used == CALENDAR.between(since, life.now) + (CALENDAR.between(MONDAY, MONDAY + timedelta(minutes=before))
                                                                if mode == "suspend" else 0)  # fmt: skip


def test_after_an_apology_the_original_date_stays_for_statistics():  # R21
    life = Life()
    due = life.state.clock.due_at
    moved = only(life.till("2026-11-06T10:00").apologise(at("2026-11-12T17:00")), "DeadlineRescheduled")
    assert (moved.original_due_at, moved.due_at) == (due, at("2026-11-12T17:00"))
    assert (life.state.clock.due_at, life.state.promised_at) == (due, at("2026-11-12T17:00"))
    assert life.till("2026-11-12T16:00").finish()[-1].verdict == "late"


def test_the_promised_date_never_moves_back():  # R20: a pause after the apology
    life = Life()
    life.apologise(at("2026-11-20T17:00"))
    life.pause()
    life.later(60).resume()
    assert life.state.promised_at == at("2026-11-20T17:00")


@given(some.lists(some.integers(0, 3 * 24 * 60), min_size=3, max_size=3), some.lists(some.tuples(gaps, gaps), min_size=3, max_size=3))
def test_the_legs_uses_and_the_pauses_sum_exactly_to_the_total(works, pauses):  # design.md §4
    life = Life("12wd")
    used = 0
    for leg, work, (gap, length) in zip(LEGS, works, pauses, strict=True):
        life.acknowledge(leg)
        life.later(gap).pause()
        life.later(length).resume()
        used += only(life.later(work).complete(leg), "ClockStopped").used
    whole = next(e for e in life.finish() if type(e).__name__ == "ClockStopped")
    assert used == whole.used
    assert used + whole.paused == CALENDAR.between(MONDAY, life.now)


class Reckoning:
    """The same life, reckoned plainly: each clock's stretches of running, added up."""

    def __init__(self, life):
        self.life, self.paused = life, False
        self.runs, self.used = {"dossier": life.state.started_at}, {"dossier": 0}

    def count(self, clock):
        since, now = self.runs[clock], self.life.now
        self.used[clock] += 0 if self.paused else max(0, CALENDAR.between(since, now))
        self.runs[clock] = now

    def pause(self, _leg):
        if not self.paused:
            for clock in self.runs:
                self.count(clock)
            self.life.pause()
            self.paused = True

    def resume(self, _leg):
        if self.paused:
            self.life.resume()
            self.paused, self.runs = False, dict.fromkeys(self.runs, max(self.life.now, self.life.state.started_at))

    def acknowledge(self, leg):
        if leg not in self.runs and not self.paused:
            self.life.acknowledge(leg)
            self.runs[leg] = self.life.now
            self.used.setdefault(leg, 0)

    def complete(self, leg):
        self.leave(leg, self.life.complete)

    def give_back(self, leg):
        self.leave(leg, self.life.give_back)

    def leave(self, leg, way):
        if leg in self.runs and not self.paused:
            self.count(leg)
            del self.runs[leg]
            assert only(way(leg), "ClockStopped").used == self.used[leg]

    def wake(self, _leg):
        self.life.wake()


ACTS = ["acknowledge", "complete", "give_back", "pause", "resume", "wake"]


@given(instants, some.lists(some.tuples(gaps, some.sampled_from(ACTS), some.sampled_from(list(LEGS))), max_size=25), gaps)
def test_what_a_clock_used_is_the_time_between_less_its_pauses(when, acts, rest):  # on random lives
    life = Life("8d", when=when)
    reckoning = Reckoning(life)
    for gap, act, leg in acts:
        life.later(gap)
        getattr(reckoning, act)(leg)
    life.later(rest)
    for clock in reckoning.runs:
        reckoning.count(clock)
    ended = [e for e in life.finish() if type(e).__name__ == "ClockStopped"]
    assert {e.clock: e.used for e in ended} == {clock: reckoning.used[clock] for clock in reckoning.runs}
    assert ended[0].used + ended[0].paused == max(0, CALENDAR.between(life.state.started_at, life.now))
    assert {clock.status for clock in life.state.clocks} == {"stopped"}


def test_when_it_is_over_no_clock_runs():
    life = Life()
    life.acknowledge("tax")
    assert [e.clock for e in life.stop() if type(e).__name__ == "ClockStopped"] == ["dossier", "tax"]
    assert life.state.outcome == "stopped"


@pytest.mark.parametrize("end", ["finish", "stop"])
def test_after_the_end_no_leg_s_clock_begins(end):  # an acknowledgement that crossed the withdrawal, or a parallel leg's
    life = Life()
    getattr(life, end)()
    assert life.later(10).acknowledge("tax") == ()
    assert life.later(9999).wake() == ()


def test_a_verdict_once_given_stays():  # the withdrawal crossed the result
    life = Life()
    life.finish()
    life.stop()
    assert life.state.outcome == "early"


@pytest.mark.parametrize("kind", [kind for kind in ON_EVENT if kind.__name__ != "DossierReceived"])
def test_a_fact_about_a_dossier_without_a_clock_is_set_aside(kind):
    with pytest.raises(NoClock):
        ON_EVENT[kind](None, kind.model_validate(kind.example), Context(MONDAY, CATALOGUE, DOSSIER_ID))
