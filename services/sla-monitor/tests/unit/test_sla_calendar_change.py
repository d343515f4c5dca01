"""A published table moves nothing by itself; an administrator's word moves a date later, never earlier (domain.md §2.2)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_runtime import Catalogue
from sla_calendars import agency, off_from, published, table
from sla_lives import LEGS, PROCEDURE, Life, at, kinds, only

END = at("2026-12-25T00:00")
DUE = at("2026-11-09T17:00")
NEW = at("2026-11-10T17:00")


def changed(life, **how):
    """That life after a new table of the year came out."""
    life.catalogue.put(table(version=2, **how))
    return life


def open_life(mode="suspend", term="5wd", **how):
    return Life(term, mode, catalogue=published(), **how)


def test_an_adjusted_date_says_who_decided_and_what_it_was():
    life = changed(open_life(), off=["2026-11-05"]).till("2026-11-03T10:00")
    (told,) = life.adjust("QĐ 9")
    assert (told.old_due_at, told.due_at, told.promised_at) == (DUE, NEW, NEW)
    assert (told.decision_no, told.officer, told.clock, told.agency, told.at) == ("QĐ 9", "admin", "dossier", "H32.41", life.now)
    assert told.calendar == life.state.calendar == life.catalogue.edition("H32.41", life.now.date()) != ""
    assert life.state.clock.due_at == life.state.promised_at == NEW


def test_adjusted_twice_is_nothing():
    life = changed(open_life(), off=["2026-11-05"]).till("2026-11-03T10:00")
    life.adjust()
    before = life.state
    assert life.adjust() == ()
    assert life.later(600).adjust() == ()
    assert life.state == before


@pytest.mark.parametrize("how", [{"worked": ["2026-11-07"]}, {"gone": ["2026-11-24"]}])
def test_a_date_never_moves_earlier(how):  # a worked Saturday more, a holiday less
    life = changed(open_life(term="20wd"), **how).till("2026-11-03T10:00")
    due = life.state.clock.due_at
    told = life.adjust()
    assert [(e.due_at, e.promised_at) for e in told] in ([], [(due, due)])
    assert life.state.clock.due_at == life.state.promised_at == due


def test_a_promise_later_than_the_new_date_stays():  # R21
    life = changed(open_life(), off=["2026-11-05"]).till("2026-11-03T10:00")
    life.apologise(at("2026-11-20T17:00"))
    (told,) = life.adjust()
    assert (told.due_at, told.promised_at) == (NEW, at("2026-11-20T17:00"))


@pytest.mark.parametrize("over", ["finish", "stop"])
def test_what_is_over_stays_as_it_is(over):
    life = open_life().till("2026-11-03T10:00")
    getattr(life, over)()
    before = changed(life, off=["2026-11-05"]).state
    assert life.adjust() == ()
    assert life.state == before


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("paused", [True, False])
def test_a_breach_that_happened_stays_a_fact(noticed, paused):  # also while time stands still after it
    life = open_life().till("2026-11-10T10:00")
    if noticed:
        life.wake()
    if paused:
        life.pause()
    changed(life, off=["2026-11-05"]).later(60)
    life.adjust()
    assert life.told("DeadlineAdjusted") == [] and life.state.clock.due_at == DUE
    if paused:
        life.resume()
    assert life.finish()[-1].verdict == "late"
    assert len(life.told("DeadlineBreached", "dossier")) == 1


def test_what_fell_due_before_the_change_is_said_first_and_as_it_was():  # however late the waker is
    attentive, drowsy = open_life(warn_at=("share-50",)), open_life(warn_at=("share-50",))
    for life in (attentive, drowsy):
        life.acknowledge("tax")
        life.till("2026-11-04T10:00")
        if life is attentive:
            life.wake()
        changed(life, off=["2026-11-05"]).adjust()
        life.wake(END)
    assert [e.to_json() for e in drowsy.events] == [e.to_json() for e in attentive.events]


def test_a_leg_keeps_the_date_that_it_missed():
    life = open_life("suspend", "12wd")
    life.acknowledge("tax")
    missed = life.state.legs["tax"].due_at
    life.till("2026-11-05T10:00").wake()
    changed(life, off=["2026-11-10"]).adjust()
    assert life.state.legs["tax"].due_at == missed
    assert len(life.told("DeadlineBreached", "tax")) == 1


@pytest.mark.parametrize("how", [{"off": ["2026-11-05"]}, {"gone": ["2026-11-24"]}, {"worked": ["2026-11-07"]}])
@pytest.mark.parametrize("mode", ["restart", "suspend"])
def test_a_dossier_that_stands_still_is_adjusted_too(how, mode):
    life = open_life(mode, "16wd").till("2026-11-03T10:00")
    life.acknowledge("tax")
    life.ask()
    changed(life.till("2026-11-04T10:00"), **how).adjust()
    new = life.catalogue.calendar_of(life.state.calendar)
    assert life.state.clock.status == "paused" and life.wake(END) == ()
    left = new.between(life.now, life.state.clock.due_at)
    life.till("2026-11-06T10:00").resume()
    assert [e.remaining for e in life.told("ClockResumed", "dossier")] == [left]
    assert new.between(life.now, life.state.clock.due_at) == left
    assert life.state.promised_at >= life.state.clock.due_at


calm = some.lists(some.tuples(some.integers(0, 1500), some.sampled_from(["acknowledge", "complete", "pause", "resume", "ask", "give"]),
                              some.sampled_from(list(LEGS))), max_size=10)  # fmt: skip


def lived(life, happened, until=END):
    for gap, act, leg in happened:
        life.later(gap)
        getattr(life, act)(*([leg] if act in ("acknowledge", "complete") else []))
    if life.state.clock.status == "paused":
        life.resume()
    life.wake(until)
    return [event.to_json() for event in life.events]


@given(calm, some.sampled_from(["restart", "suspend"]), some.integers(0, 9))
@settings(max_examples=50)
def test_a_table_that_is_published_moves_nothing(happened, mode, when):  # its edition is its reception's, pauses included
    plain, other = open_life(mode, "8d"), open_life(mode, "8d")
    for life, how in ((plain, {}), (other, {"off": off_from(other.now, 8), "worked": ["2026-11-14"]})):
        before = happened[:when]
        for gap, act, leg in before:
            life.later(gap)
            getattr(life, act)(*([leg] if act in ("acknowledge", "complete") else []))
        if how:
            changed(life, **how)
            life.catalogue.put(agency("H32.41", version=2, work=["08:00-12:00"]))
    assert lived(plain, happened[when:]) == lived(other, happened[when:])


@given(calm, some.sampled_from(["restart", "suspend"]), some.sampled_from(["5wd", "8d", "12wd", "20wh"]), some.integers(-3, 12),
       some.booleans())  # fmt: skip
@settings(max_examples=80)
def test_an_adjusted_date_is_what_the_new_calendar_says_and_time_left_is_counted_by_it(happened, mode, term, day, worked):
    life = open_life(mode, term)
    for gap, act, leg in happened:
        life.later(gap)
        getattr(life, act)(*([leg] if act in ("acknowledge", "complete") else []))
    off = off_from(life.now + timedelta(days=day), 2) if life.now + timedelta(days=day) > at("2026-01-05T00:00") else []
    changed(life, off=off, worked=["2026-11-14"] if worked else ())
    before, was_open = life.state, life.state.clock.due_at >= life.now or life.state.clock.status == "paused"
    told = [e for e in life.adjust() if type(e).__name__ == "DeadlineAdjusted"]
    if not told:
        assert not was_open or life.told("DeadlineBreached", "dossier")
        return
    new = life.catalogue.calendar_of(life.state.calendar)
    assert told[0].due_at == life.state.clock.due_at >= max(told[0].old_due_at, before.clock.due_at)
    assert life.state.promised_at >= max(before.promised_at, told[0].due_at)
    now = max(life.now, life.state.counted_at)
    for clock in life.state.clocks:
        if clock.status != "stopped" and clock.used <= clock.granted:
            assert clock.granted - clock.used == max(0, new.between(now, clock.due_at))
    assert "DeadlineAdjusted" not in kinds(life.adjust())


def test_two_changes_one_after_another_are_both_counted():
    life = changed(open_life(), off=["2026-11-05"]).till("2026-11-03T10:00")
    life.adjust()
    life.catalogue.put(table(version=3, off=["2026-11-05", "2026-11-06"]))
    told = only(life.later(60).adjust(), "DeadlineAdjusted")
    assert (told.old_due_at, told.due_at) == (NEW, at("2026-11-11T17:00"))


def test_a_dossier_outlives_the_years_it_was_received_with():  # the next year's table came out meanwhile
    catalogue = Catalogue([PROCEDURE, *(table(year) for year in (2024, 2025, 2026))])
    life = Life("2wd", catalogue=catalogue, when=at("2026-12-28T09:00"))
    life.acknowledge("appraise")
    assert life.state.calendar.endswith("VN/2026@1")
    assert kinds(life.wake(at("2026-12-31T17:00")))[-1:] == ["DelayEscalated"]  # what lies beyond the known years isn't set
    catalogue.put(table(2027))
    told = life.till("2027-01-04T09:00").finish()
    assert life.state.calendar.endswith("VN/2026@1 VN/2027@1")
    assert only(told, "ClockStopped", "dossier").used == sum(use.minutes for use in only(told, "ClockStopped", "dossier").uses)
