"""A delay belongs to the leg that caused it, exact to the minute, and stays in the budget (design.md §4)."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import DeadlineBreached
from sla_lives import CALENDAR, LEGS, MONDAY, Life, at, only
from sla_shadow import AGENCIES, Shadow

END = at("2026-12-25T00:00")
GRANTED = {"appraise": 450, "tax": 450, "certify": 225}


def breach_of(life):
    life.wake(END)
    return only([e for e in life.events if isinstance(e, DeadlineBreached)], "DeadlineBreached", "dossier")


@given(some.sampled_from(["1wd", "3wd", "5wd"]), some.lists(some.tuples(some.integers(0, 1500),
       some.sampled_from(["acknowledge", "complete", "give_back", "pause", "resume"]), some.sampled_from(list(LEGS))),
       max_size=10))  # fmt: skip
@settings(max_examples=120)
def test_a_breach_says_what_each_leg_had_used_to_the_minute(term, happened):
    life = Life(term)
    shadow = Shadow(life.state.started_at, CALENDAR)
    for gap, act, leg in happened:
        if life.now + timedelta(minutes=gap) > life.state.clock.due_at:
            break
        shadow.until(life.later(gap).now)
        _happen(life, shadow, act, leg)
    if life.state.clock.status == "paused":
        shadow.until(life.later(100).now)
        _happen(life, shadow, "resume", None)
    shadow.until(life.state.clock.due_at)
    _, used, _ = shadow.walk()
    breach = breach_of(life)
    assert {(use.leg, use.agency, use.granted, use.used) for use in breach.legs} == {
        (leg, AGENCIES[leg], GRANTED[leg], used.get(leg, 0)) for leg in life.state.legs}  # fmt: skip
    over = {leg: used.get(leg, 0) - GRANTED[leg] for leg in life.state.legs if used.get(leg, 0) > GRANTED[leg]}
    assert (breach.leg in over, breach.over) == (bool(over), max(over.values(), default=0))
    assert breach.agency == (AGENCIES[breach.leg] if over else life.state.resolving_agency)
    assert [(o.leg, o.agency, o.granted, o.used) for o in life.state.overruns] == [
        (u.leg, u.agency, u.granted, u.used) for u in breach.legs]  # fmt: skip


def _happen(life, shadow, act, leg):
    if act == "pause":
        shadow.pause = shadow.pause or "x"
    elif act == "resume":
        shadow.pause = None
    elif act == "acknowledge":
        shadow.legs.add(leg)
    else:
        shadow.legs.discard(leg)
    getattr(life, act)(*([leg] if act not in ("pause", "resume") else []))


def test_what_happens_after_the_breach_leaves_its_figures_alone():
    life = Life("3wd")
    life.acknowledge("tax")
    life.till("2026-11-06T10:00").complete("tax")
    told = life.state.overruns
    assert [(o.leg, o.used) for o in told] == [("tax", CALENDAR.between(MONDAY, at("2026-11-05T17:00")))]
    life.later(60).acknowledge("certify")
    life.later(600).finish()
    assert life.state.overruns == told


def test_of_two_legs_over_their_shares_the_worse_one_is_blamed():
    life = Life("3wd")
    life.acknowledge("appraise")
    life.till("2026-11-03T16:00").complete("appraise")  # 9:00 and 750 minutes: 300 over
    life.acknowledge("tax")
    life.till("2026-11-04T17:00").complete("tax")  # 60 + 450: 60 over
    life.acknowledge("certify")
    breach = breach_of(life)
    assert (breach.leg, breach.agency, breach.over) == ("appraise", "H32.41.KT", 300)
    assert {use.leg: use.used - use.granted for use in breach.legs} == {"appraise": 300, "tax": 60, "certify": 225}


def test_a_leg_is_not_blamed_for_the_citizen_s_time():  # §4.3
    life = Life("3wd")
    life.acknowledge("tax")
    life.later(60).pause()
    life.till("2026-11-12T09:00").resume()
    life.later(60).complete("tax")
    breach = breach_of(life)
    assert [(use.leg, use.used) for use in breach.legs] == [("tax", 120)]
    assert (breach.leg, breach.over) == ("desk", 0)


def test_the_figures_are_the_same_whether_or_not_the_database_was_between():  # jsonb keeps no order of keys
    told = []
    for stored in (True, False):
        life = Life("3wd", stored=stored)
        life.forward("tax", at("2026-11-02T17:00"))
        life.later(30).acknowledge("appraise")
        life.acknowledge("tax")
        life.later(45).pause()
        life.later(45).resume()
        life.wake(END)
        told.append([event.to_json() for event in life.events if type(event).__name__ != "HandOverUnanswered"])
    assert told[0] == told[1]


def test_a_breach_told_before_the_result_in_time_was_heard_of_is_nobody_s_delay():  # ADR 0013
    life = Life("1wd")
    life.acknowledge("appraise")
    due = life.state.clock.due_at
    life.wake(due + timedelta(seconds=1))
    assert life.state.overruns
    assert life.till(due - timedelta(minutes=1)).finish()[-1].verdict == "on_time"
    assert life.state.overruns == ()
