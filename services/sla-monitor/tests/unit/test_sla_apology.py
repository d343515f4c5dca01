"""The apology is owed once, a working day before the due day, by who resolves the dossier; a second new date is refused (R19-R21)."""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from lienthong_calendar import day_of
from sla_lives import CALENDAR, Life, at, kinds, only
from sla_monitor.domain.rungs import PASSED

END = at("2026-12-25T00:00")
DESK = "H32.41"
starts = some.integers(0, 100 * 24 * 60).map(lambda minutes: at("2026-07-01T00:00") + timedelta(minutes=minutes))


def owed(life, until=END):
    life.wake_whenever_due(until)
    return life.told("ApologyFellDue")


def test_the_agency_owes_the_apology_although_nobody_has_taken_the_dossier_in():  # R19: never the counter
    life = Life("5wd")
    life.forward("appraise", at("2026-11-02T17:00"), receiver="H32.41.KT")
    assert [e.agency for e in owed(life)] == ["H32.41.KT"]


def test_without_a_plan_nobody_owes_an_apology_and_with_one_it_is_the_agency():  # the plan came late: routing stood still
    life = Life("5wd", plan=False)
    assert owed(life, at("2026-11-06T10:00")) == []
    life.till("2026-11-06T10:00").plan()
    (task,) = owed(life)
    assert (task.agency, task.at, task.by) == ("H32.41.KT", life.now, at("2026-11-06T17:00"))


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["acknowledge", "complete", "give_back", "pause", "resume", "forward"]),
            some.sampled_from(["appraise", "tax", "certify"]),
            some.integers(0, 2000),
        ),
        max_size=8,
    ),
    some.booleans(),
)
@settings(max_examples=60)
def test_the_counter_never_owes_the_apology(happened, planned):  # R19
    life = Life("8d", plan=planned)
    for act, leg, gap in happened:
        life.later(gap)
        getattr(life, act)(*{"pause": [], "resume": [], "forward": [leg, life.now + timedelta(hours=4), DESK, "TCT.32"]}.get(act, [leg]))
    owed(life)
    told = [e for e in life.events if type(e).__name__ in ("ApologyFellDue", "DeadlineApproaching", "DeadlineBreached")]
    assert DESK not in {e.agency for e in told} or not planned
    assert all(e.agency != DESK for e in life.told("ApologyFellDue"))


def test_who_got_the_dossier_back_owes_the_apology():  # returned for doing it again: it is on its way to an earlier leg
    life = Life("5wd")
    life.acknowledge("appraise")
    life.later(60).complete("appraise")
    life.acknowledge("tax")
    life.later(60).give_back("tax")
    life.forward("appraise", at("2026-11-02T17:00"), sender="TCT.32", receiver="H32.41.KT")
    assert life.state.resolving_leg == "appraise"


@pytest.mark.parametrize(("term", "given", "due"), [("1wd", "2026-11-04T10:00", "2026-11-05T17:00"),
                                                    ("sameday", "2026-11-04T10:00", "2026-11-04T17:00")])  # fmt: skip
def test_after_a_supplement_on_that_very_day_no_apology_is_owed_yet(term, given, due):  # R12: the term began anew only then
    life = Life(term, "restart")
    life.later(10).ask()
    life.till(given).give()
    assert life.state.clock.due_at == at(due)
    assert owed(life) == []


@given(starts, some.sampled_from(["1wd", "3wd", "5wd", "8d", "12wh"]), some.sampled_from(["restart", "suspend"]),
       some.integers(0, 3000), some.integers(0, 6000))  # fmt: skip
def test_no_apology_falls_due_while_time_stands_still_nor_after_its_day(when, term, mode, before, pause):  # R19, V8
    life = Life(term, mode, when).later(before)
    life.ask()
    begun = life.now
    life.later(pause).give()
    state = life.state
    assume(state.clock.due_at > life.now)
    told = owed(life)
    assert all(not begun < e.at < life.now for e in told)
    day = CALENDAR.working_day_until(day_of(state.clock.due_at) - timedelta(1))
    after = [e for e in told if e.at >= life.now]
    assert all((e.by, day_of(e.at)) == (CALENDAR.closing(day), day) for e in after)


def test_a_second_new_date_is_refused_as_a_fact_and_changes_nothing():  # R20
    life = Life("5wd").till("2026-11-05T09:00")
    life.apologise(at("2026-11-16T17:00"))
    before = life.state
    refused = only(life.till("2026-11-10T09:00").apologise(at("2026-11-20T17:00")), "RescheduleRefused")
    assert (refused.due_at, refused.refused_due_at, refused.agency) == (at("2026-11-16T17:00"), at("2026-11-20T17:00"), "TCT.32")
    assert (life.state.promised_at, life.state.clock.due_at, life.state.rescheduled) == (
        before.promised_at, before.clock.due_at, True)  # fmt: skip
    assert life.told("DeadlineRescheduled") == [life.told("DeadlineRescheduled")[0]]
    broken = at("2026-11-16T17:00") + PASSED
    assert "DelayEscalated" in kinds(life.wake(broken)) and life.wake(END) == (), "the first promise holds"


def test_a_second_new_date_is_refused_after_the_term_ran_anew_too():  # R20: once a dossier, not once a term
    life = Life("5wd", "restart").till("2026-11-05T09:00")
    life.apologise(at("2026-11-16T17:00"))
    life.ask()
    life.till("2026-11-10T09:00").give()
    assert kinds(life.apologise(at("2026-11-30T17:00"))) == ["RescheduleRefused"]
    life.wake_whenever_due(END)
    assert life.told("ApologyFellDue") == []


def test_a_new_date_that_isn_t_later_than_the_promise_is_refused():  # R19: a changed calendar had moved it on meanwhile
    life = Life("5wd").till("2026-11-06T10:00")
    assert kinds(life.apologise(life.state.promised_at))[-1] == "RescheduleRefused"
    assert not life.state.rescheduled


def test_a_date_that_moved_on_owes_the_apology_anew():  # R19: for the day before the day that holds now
    life = Life("5wd", "suspend")
    life.wake(at("2026-11-06T09:00"))
    life.ask()
    life.till("2026-11-20T09:00").give()
    due = life.state.clock.due_at
    assert [e.due_at for e in owed(life)] == [at("2026-11-09T17:00"), due]
