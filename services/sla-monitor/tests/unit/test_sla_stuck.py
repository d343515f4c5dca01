"""A dossier to which nothing happens is stuck, once a silence."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some
from sla_lives import CALENDAR, Life, at, heads

END = at("2026-12-25T00:00")


def stuck(term="12wd", after="4wh"):
    return Life(term, rules={"stalled_after": after, "warn_at": ()}, legs={"appraise": ("H32.41.KT", "11wd")})


def test_a_dossier_that_nothing_happens_to_is_stuck_once():
    life = stuck()
    life.later(10).acknowledge("appraise")
    told = life.wake(at("2026-11-05T17:00"))
    assert [(type(e).__name__, e.at, e.since, e.idle, heads(e)) for e in told] == [
        ("DossierStalled", CALENDAR.add(life.now, 240), life.now, 240, ("H32.41.KT", "head"))]  # fmt: skip


def test_who_doesn_t_take_a_dossier_in_is_told_that_it_is_stuck():
    life = stuck()
    life.forward("appraise", END, receiver="TCT.99")
    assert [heads(e) for e in life.wake(at("2026-11-03T09:00"))] == [("TCT.99", "head")]


def test_after_the_next_event_a_stuck_dossier_is_watched_anew():
    life = stuck()
    life.wake(at("2026-11-03T09:00"))
    life.till("2026-11-03T10:00").assign("appraise", "lvm")
    life.wake(at("2026-11-04T17:00"))
    assert [e.since for e in life.told("DossierStalled")] == [life.state.started_at, at("2026-11-03T10:00")]


@given(some.lists(some.integers(1, 2000), max_size=8), some.lists(some.integers(0, 9 * 24 * 60), max_size=6).map(sorted))
@settings(max_examples=40)
def test_each_silence_longer_than_the_limit_is_told_once_and_no_other(gaps, wakes):
    life, expected = stuck("12wd"), []
    for gap in (*gaps, 3000):
        since = max(life.now, life.state.started_at)
        for minutes in wakes:
            if since + timedelta(minutes=minutes) <= life.now + timedelta(minutes=gap):
                life.wake(since + timedelta(minutes=minutes))
        life.later(gap).assign("appraise", "lvm")
        if CALENDAR.between(since, life.now) >= 240:
            expected.append((since, CALENDAR.add(since, 240)))
    assert [(e.since, e.at) for e in life.told("DossierStalled")] == expected


def test_while_time_stands_still_nothing_is_stuck():
    life = stuck()
    life.pause()
    assert life.wake(at("2026-11-12T17:00")) == ()
    life.till("2026-11-13T08:00").resume()
    assert [e.since for e in life.wake(at("2026-11-13T17:00"))] == [at("2026-11-13T08:00")]
