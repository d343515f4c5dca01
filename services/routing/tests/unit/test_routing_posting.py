"""A notice hangs in public for as long as the route says; nothing but time takes it down (R29, domain.md §4.3)."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_calendar import due_at, parse_term
from lienthong_runtime import Context
from routing import commands as c
from routing import result_commands as r
from routing.domain.journey import Journey, Leg
from routing.timers import on_time
from routing_lives import DOSSIER_ID, LAW, NOW, POSTING, Life, at, catalogue, check, who


def kinds(events):
    return [type(event).__name__ for event in events]


def lost_certificate():
    """1.012786 at the leg whose notice hangs 15 days while the statutory time stands still."""
    life = Life("1.012786")
    return life, life.work_until("posting", "post")


def allowance():
    """1.001776, whose notice hangs two working days within the share."""
    life = Life("1.001776")
    return life, life.work_until("assess", "post")


def test_the_time_stands_still_while_a_lost_certificate_is_announced():  # 15 days, domain.md §4.3
    life, task = lost_certificate()
    told = life.post(task)
    assert kinds(told) == ["NoticePosted", "ProcessingPaused"]
    assert told[0].until == due_at(catalogue().calendar, life.now, parse_term("15d"), "actual") >= life.now + timedelta(days=15)
    assert (told[0].stops_clock, told[1].ground, told[1].payment, told[1].fee_dong) == (True, POSTING, False, 0)
    assert life.tasks() == [] and life.state.next_timer == told[0].until
    check(life)


@pytest.mark.parametrize("place", [lost_certificate, allowance])
def test_a_leg_ends_neither_before_its_notice_hangs_nor_while_it_does(place):
    life, task = place()
    assert life.refuses(c.Complete(**who(task))) == ["leg"]
    until = life.post(task)[0].until
    life.wait_for(until - timedelta(seconds=1))
    assert life.refuses(c.Complete(**who(task))) in (["leg"], ["status"])
    life.wait_for(until)
    assert [(t["do"], t["leg"]) for t in life.tasks()] == [("complete", task["leg"])]
    assert life.refuses(c.Complete(**who(task))) == []


def test_at_its_end_the_time_runs_on_by_itself():
    life, task = lost_certificate()
    until = life.post(task)[0].until
    told = life.wait_for(until)
    assert kinds(told) == ["NoticeEnded", "ProcessingResumed"]
    assert (told[0].at, told[0].leg, told[0].agency, told[1].ground) == (until, "posting", task["agency"], POSTING)
    assert life.state.paused == "" and life.state.next_timer is None
    check(life)
    assert life.finish().state.status == "closed"


def test_a_notice_s_end_that_is_noticed_late_takes_no_minute_from_the_agency():
    life, task = lost_certificate()
    until = life.post(task)[0].until
    told = life.wait_for(until + timedelta(hours=5))
    assert [(type(event).__name__, event.at) for event in told] == [("NoticeEnded", until), ("ProcessingResumed", until)]


@given(some.lists(some.integers(1, 10 * 24 * 60), min_size=1, max_size=20))
@settings(max_examples=40)
def test_a_notice_comes_down_and_the_time_runs_on_exactly_once(minutes):  # however late, and however often time looks
    life, task = lost_certificate()
    until = life.post(task)[0].until
    for wait in minutes:
        life.wait_for(life.later(wait).now)
        life.wait_for(life.now)
        down = life.now >= until
        assert (len(life.told("NoticeEnded")), len(life.told("ProcessingResumed"))) == (down, down)
        check(life)


def test_a_notice_within_the_share_doesn_t_stop_the_time():  # NĐ 20/2021: 02 working days of the commune's own seven
    life, task = allowance()
    told = life.post(task)
    assert kinds(told) == ["NoticePosted"] and not told[0].stops_clock and life.state.paused == ""
    check(life)
    assert kinds(life.wait_for(told[0].until)) == ["NoticeEnded"]
    assert life.told("ProcessingPaused") == life.told("ProcessingResumed") == []


def test_a_result_isn_t_proposed_before_its_notice_has_hung():  # R29: a leg may have both
    life = Life("1.001612")
    task = life.work_until("certify", "propose")
    life.state = life.state.with_leg("certify", posting="2wd")
    assert [t["do"] for t in life.tasks()] == ["post"] and life.refuses(r.Propose(**who(task))) == ["leg"]
    until = life.post(task)[0].until
    assert life.refuses(r.Propose(**who(task))) == ["leg"]
    life.wait_for(until)
    assert life.refuses(r.Propose(**who(task))) == []


@pytest.mark.parametrize("place", [lost_certificate, allowance])
def test_a_notice_hangs_once(place):
    life, task = place()
    until = life.post(task)[0].until
    assert life.refuses(c.PostNotice(**who(task))) in (["leg"], ["status"])
    life.wait_for(until)
    assert life.refuses(c.PostNotice(**who(task))) == ["leg"]


def test_only_where_the_route_says_so_a_notice_hangs():  # R29
    life = Life("1.001612")
    assert life.refuses(c.PostNotice(**who(life.work_until("appraise")))) == ["leg"]


def test_nobody_takes_a_notice_down_by_hand():  # the time that stands still for it ends with it
    life, task = lost_certificate()
    life.post(task)
    for agency in (task["agency"], "H32.41"):
        assert life.refuses(c.Resume(agency=agency, officer="lvm", ground="x")) == ["status"]
    assert life.refuses(c.Pause(agency=task["agency"], officer="lvm", ground="Chờ giám định")) == ["status"]
    assert life.refuses(c.Transfer(**who(task), competent="H32.STC", reason="x", **LAW)) == ["status"]
    assert life.refuses(c.ReturnLeg(**who(task), back_to="check", reason="x")) == ["status"]


def test_a_pause_for_another_reason_outlives_the_notice():
    life, task = allowance()
    until = life.post(task)[0].until
    life.pause(task)
    assert kinds(life.wait_for(until)) == ["NoticeEnded"]
    assert life.state.paused == "Chờ giám định" and life.tasks() == []
    life.go_on()
    assert [t["do"] for t in life.tasks()] == ["complete"]


def test_a_notice_comes_down_while_the_citizen_supplements():
    life, task = allowance()
    until = life.post(task)[0].until
    life.ask_supplement(task)
    life.wait_for(until)
    life.go_on()
    check(life)
    assert life.finish().state.status == "closed"


def test_after_a_withdrawal_no_notice_comes_down_and_no_time_runs_on():  # Mẫu 05
    life, task = lost_certificate()
    life.post(task)
    life.withdraw()
    check(life)
    assert on_time(life.state, Context(life.now + timedelta(days=400), catalogue(), DOSSIER_ID)).events == ()
    assert life.refuses(c.Resume(agency=task["agency"], officer="lvm", ground="x")) == ["status"]


@pytest.mark.parametrize("place", [lost_certificate, allowance])
def test_a_refusal_needs_no_notice(place):  # R18: whoever isn't eligible isn't announced
    life, task = place()
    life.do(r.RefuseDossier(**who(task), reason="x", **LAW))
    assert [t["do"] for t in life.tasks()] == ["approve"]
    assert life.refuses(c.PostNotice(**who(task))) == ["leg"]
    life.end(task)
    assert [e.outcome for e in life.told("ResultIssued")] == ["refused"] and life.told("NoticePosted") == []


def test_after_a_refusal_a_hanging_notice_wakes_nobody():  # R18
    life, task = allowance()
    until = life.post(task)[0].until
    life.do(r.RefuseDossier(**who(task), reason="x", **LAW))
    while life.state.status == "moving":
        life.perform(life.tasks()[0])
    life.acknowledge(life.tasks("acknowledge")[0])
    assert life.now < until and life.state.next_timer is None and life.wait_for(until) == ()


def test_whoever_takes_the_leg_over_announces_it_anew():  # the notice was another agency's
    life, task = allowance()
    until = life.post(task)[0].until
    life.transfer(task)
    check(life)
    life.acknowledge(life.tasks()[0])
    life.wait_for(until)
    assert life.told("NoticeEnded") == []
    life.assign(life.tasks()[0])
    assert [t["do"] for t in life.tasks()] == ["post"]
    assert life.finish().state.status == "closed"


def test_a_leg_that_is_done_again_announces_again():  # R15
    life, task = lost_certificate()
    life.post(task)
    life.return_leg(life.work_until("confirm"), "posting")
    check(life)
    life.work_until("posting", "post")
    assert life.finish().state.status == "closed"
    assert len(life.told("NoticePosted")) == len(life.told("NoticeEnded")) == len(life.told("ProcessingResumed")) - 1 == 2


def two_notices(stopping_until, other_until):
    """Two legs with a notice each: the first stops the time, the second doesn't."""
    one = Leg("one", "H32.41.KT", "", "1wd", posting="15d", posting_stops_clock=True, status="working", officer="lvm",
              posted_until=stopping_until)  # fmt: skip
    other = msgspec.structs.replace(one, leg="other", posting_stops_clock=False, posted_until=other_until)
    return Journey("H32.41-261102-0001", "1.012786", 1, "H32.41", NOW, legs={"one": one, "other": other}, paused=POSTING)


def test_the_time_waits_only_for_the_notice_that_stops_it():
    early, late = at("2026-11-10T17:00"), at("2026-11-20T17:00")
    assert kinds(on_time(two_notices(early, late), Context(early, catalogue(), DOSSIER_ID)).events) == ["NoticeEnded", "ProcessingResumed"]
    assert kinds(on_time(two_notices(late, early), Context(early, catalogue(), DOSSIER_ID)).events) == ["NoticeEnded"]
    both = on_time(two_notices(early, late), Context(late, catalogue(), DOSSIER_ID))
    assert kinds(both.events) == ["NoticeEnded", "NoticeEnded", "ProcessingResumed"] and both.state.paused == ""
