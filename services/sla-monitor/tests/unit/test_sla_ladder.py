"""Who hears of a delay: the officer, the head, then the supervising one-stop; and how late it was noticed itself (R14, R17)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import OfficerAssigned
from sla_calendars import agency, published
from sla_lives import CALENDAR, PROCEDURE, Life, at, only
from sla_monitor.domain.rungs import PASSED

END = at("2026-12-25T00:00")
DUE = at("2026-11-09T17:00")
TREE = (agency("H32", parent=None), agency("H32.00", parent="H32", roles=("supervising_desk",)), agency("H32.41", parent="H32"),
        agency("H32.41.KT", parent="H32.41"))  # fmt: skip


def breached(tree=TREE, **rules):
    life = Life("5wd", catalogue=published(*tree, procedure=PROCEDURE.model_copy(update=rules)))
    life.acknowledge("tax")
    life.wake_whenever_due(END)
    return life


def test_a_breach_is_told_to_the_head_and_a_day_later_to_the_supervising_one_stop():
    life = breached()
    breach, raised = only(life.events, "DeadlineBreached", "dossier"), only(life.events, "DelayEscalated")
    assert (breach.told.agency, breach.told.person, breach.at) == ("TCT.32", "head", DUE)
    assert (raised.told.agency, raised.told.person, raised.because) == ("H32.00", "supervisor", "breach")
    assert (raised.agency, raised.due_at, raised.at) == ("TCT.32", DUE, at("2026-11-10T17:00"))


@pytest.mark.parametrize(("after", "instant"), [("4wh", "2026-11-10T11:30"), ("2wd", "2026-11-11T17:00")])
def test_a_procedure_sets_when_the_supervising_one_stop_is_told(after, instant):  # ProcedurePublished.escalate_after
    assert only(breached(escalate_after=after).events, "DelayEscalated").at == at(instant)


@pytest.mark.parametrize(("tree", "told"), [
    ((), "H32.41"),  # nobody supervises it: its own head's line
    ((agency("H32.41", roles=("supervising_desk",)),), "H32.41"),
    ((*TREE, agency("H32.41.00", parent="H32.41", roles=("supervising_desk",))), "H32.41.00"),  # under it, before above it
    ((*TREE, agency("H32.01", parent="H32", roles=("supervising_desk",))), "H32.00"),  # lowest id first
])  # fmt: skip
def test_the_supervising_one_stop_is_the_nearest_around_the_desk(tree, told):
    assert only(breached(tree).events, "DelayEscalated").told.agency == told


def test_what_is_finished_before_the_ladder_s_next_step_isn_t_told_further():
    life = Life("5wd", catalogue=published(*TREE))
    life.till(at("2026-11-10T16:59")).finish()
    life.wake(END)
    assert life.told("DelayEscalated") == []
    assert len(life.told("DeadlineBreached", "dossier")) == 1


def test_a_broken_promise_is_told_to_the_supervisor_and_only_once():  # R20, R21
    life = Life("5wd", catalogue=published(*TREE)).till("2026-11-05T09:00")
    life.apologise(at("2026-11-16T17:00"))
    life.wake(at("2026-11-16T17:00"))
    assert [e.because for e in life.told("DelayEscalated")] == ["breach"], "the law's date is breached although a new one is promised"
    (broken,) = life.wake(at("2026-11-16T17:00") + PASSED)
    assert (broken.because, broken.due_at, broken.at, broken.told.agency, broken.told.person) == (
        "promise", at("2026-11-16T17:00"), at("2026-11-16T17:00"), "H32.00", "supervisor")  # fmt: skip
    assert life.wake(END) == ()


def test_a_promise_kept_to_the_moment_is_kept():
    life = Life("5wd").till("2026-11-05T09:00")
    life.apologise(at("2026-11-16T17:00"))
    life.till("2026-11-16T17:00").finish()
    life.wake(END)
    assert "promise" not in [e.because for e in life.told("DelayEscalated")]


def test_a_leg_s_overrun_is_told_to_its_head():
    life = Life("12wd")
    life.acknowledge("tax")
    (over,) = (e for e in life.wake(at("2026-11-03T17:00")) if e.clock == "tax")
    assert (over.told.agency, over.told.person) == ("TCT.32", "head")


@given(some.integers(0, 4 * 24 * 3600))
def test_how_late_a_breach_is_noticed_is_said_from_a_minute_on(seconds):
    life = Life("5wd")
    noticed = DUE + PASSED + timedelta(seconds=seconds)
    (breach,) = (e for e in life.wake(noticed, noticed_at=noticed) if type(e).__name__ == "DeadlineBreached")
    assert (breach.at, breach.late_seconds) == (DUE, seconds if seconds >= 60 else 0)


def test_in_a_replay_nothing_is_late():  # business time has no outages
    life = Life("5wd")
    assert {e.late_seconds for e in life.wake(END)} == {0}


def test_what_fell_due_during_an_outage_says_so_when_a_fact_is_read_first():  # the backlog before the timers
    life = Life("5wd", rules={"stalled_after": "4wh"})
    life.forward("tax", at("2026-11-02T11:00"))
    told = life.till("2026-11-03T08:00").learn(_assigned(life), noticed_at=at("2026-11-03T08:10"))
    late = {type(e).__name__: e.late_seconds for e in told}
    assert late == {"HandOverUnanswered": (21 * 60 + 10) * 60, "DossierStalled": (17 * 60 + 10) * 60}


def _assigned(life):
    return OfficerAssigned(**life.about(), leg="tax", agency="TCT.32", officer="lvm")


@given(some.integers(0, 59), some.sampled_from(["share-50", "left-4wh"]))
def test_the_usual_round_is_never_called_late(seconds, rung):
    life = Life("5wd", rules={"warn_at": (rung,)})
    while (due := life.state.next_timer) is not None:
        noticed = due + timedelta(seconds=seconds)
        assert {e.late_seconds for e in life.wake(due, noticed_at=noticed)} <= {0}
    assert CALENDAR.between(life.state.started_at, life.state.clock.due_at) == life.state.clock.granted
