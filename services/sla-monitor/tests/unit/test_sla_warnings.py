"""Warnings are set by the procedure and by the route, and told to the officer, each once and at its own instant."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sla_lives import CALENDAR, LEGS, Life, at

END = at("2026-12-25T00:00")
RUNGS = ("share-1", "share-50", "share-80", "share-99", "left-1wd", "left-0.5wd", "left-4wh", "left-20wh")


def warnings(life, clock="dossier"):
    return {e.rung: e for e in life.told("DeadlineApproaching", clock)}


@pytest.mark.parametrize(
    ("rung", "left"), [("share-50", 2610 // 2), ("share-80", 2610 // 5), ("left-1wd", 450), ("left-4wh", 240), ("left-0.5wd", 225)]
)
def test_a_procedure_sets_its_own_warnings(rung, left):  # ProcedurePublished.warn_at
    life = Life("5wd", rules={"warn_at": (rung,)})
    life.wake_whenever_due(END)
    (warning,) = life.told("DeadlineApproaching")
    assert (warning.rung, warning.clock, warning.due_at) == (rung, "dossier", at("2026-11-09T17:00"))
    assert warning.remaining == CALENDAR.between(warning.at, warning.due_at) == left
    assert warning.at == CALENDAR.add(life.state.started_at, 2610 - left)


@pytest.mark.parametrize(("rung", "instant"), [("share-50", "2026-11-02T14:45"), ("left-4wh", "2026-11-02T14:30"),
                                               ("left-0.5wd", "2026-11-02T14:45")])  # fmt: skip
def test_a_route_sets_a_leg_s_own_warnings(rung, instant):  # PlannedLeg.warn_at; 09:00 and 450 minutes: due next day at 09:00
    life = Life("5wd", warn_at=(rung,), rules={"warn_at": ()})
    life.acknowledge("tax")
    life.wake_whenever_due(END)
    (warning,) = life.told("DeadlineApproaching")
    assert (warning.clock, warning.agency, warning.rung, warning.at) == ("tax", "TCT.32", rung, at(instant))
    assert warning.due_at == at("2026-11-03T09:00")


def test_a_warning_that_is_set_wider_than_the_term_comes_at_once():  # three days before the end of one
    life = Life("1wd", rules={"warn_at": ("left-3wd",)})
    life.wake_whenever_due(END)
    assert [(e.at, e.remaining) for e in life.told("DeadlineApproaching")] == [(life.state.started_at, 360 + 450)]


def test_without_warnings_there_are_none():
    life = Life("5wd", rules={"warn_at": ()})
    life.acknowledge("tax")
    life.wake_whenever_due(END)
    assert life.told("DeadlineApproaching") == []


def test_the_officer_who_was_assigned_is_warned():  # R09: the ladder's first step
    life = Life("5wd", warn_at=("share-50",))
    life.acknowledge("tax")
    life.assign("tax", "lvm")
    life.assign("appraise", "pth")
    life.assign("tax", "ntk")  # the head gave it to somebody else
    life.wake_whenever_due(END)
    told = [e.told for e in life.told("DeadlineApproaching")]
    assert {(t.agency, t.person, t.officer) for t in told} == {("TCT.32", "officer", "ntk")}
    assert len(told) == 2


def test_where_nobody_is_assigned_yet_the_agency_s_officers_are_warned():
    life = Life("5wd")
    life.acknowledge("tax")
    life.wake_whenever_due(END)
    (warning,) = life.told("DeadlineApproaching")
    assert (warning.told.agency, warning.told.person, warning.told.officer) == ("TCT.32", "officer", "")


def wholly(events):
    """All that is said about an instant, but how late it was noticed."""
    return sorted((type(e).__name__, e.clock, e.at, e.model_copy(update={"late_seconds": 0}).to_json()) for e in events)


def woken(life, instants):
    state, told = life.state, []
    for now in instants:
        told += life.wake(now, noticed_at=now)
        told += life.wake(now, noticed_at=now)
    life.state = state
    return told


@given(some.sets(some.sampled_from(RUNGS), max_size=4).map(sorted), some.sets(some.sampled_from(RUNGS), max_size=4).map(sorted),
       some.lists(some.tuples(some.sampled_from(list(LEGS)), some.integers(0, 1500)), max_size=3, unique_by=lambda leg: leg[0]),
       some.lists(some.integers(0, 20 * 24 * 60), max_size=10).map(sorted))  # fmt: skip
@settings(max_examples=60)
def test_each_rung_is_reached_once_whenever_it_is_noticed(of_procedure, of_route, legs, wakes):
    life = Life("5wd", warn_at=tuple(of_route), rules={"warn_at": tuple(of_procedure), "stalled_after": "15wh"})
    life.forward("appraise", at("2026-11-02T17:00"))
    for leg, gap in legs:
        life.later(gap).acknowledge(leg)
    before = list(life.events)
    often = woken(life, [*(life.now + timedelta(minutes=m) for m in wakes), END])
    assert wholly(often) == wholly(woken(life, [END]))
    told = [*before, *often]
    named = [(type(e).__name__, e.clock, e.rung) for e in told if hasattr(e, "rung")]
    assert len(named) == len(set(named))
    assert {rung for kind, clock, rung in named if clock == "dossier" and kind == "DeadlineApproaching"} == set(of_procedure)
    assert all(a.at <= b.at for a, b in pairwise(often)), "in the order of their instants"


def test_minute_by_minute_says_the_same_as_one_look_at_the_end():
    life = Life("1wd", warn_at=("share-50",), rules={"warn_at": ("share-50", "left-4wh"), "stalled_after": "4wh"})
    life.acknowledge("tax")
    every = [life.now + timedelta(minutes=m) for m in range(0, 5 * 24 * 60, 1)]
    assert wholly(woken(life, every)) == wholly(woken(life, [every[-1]])) != []
