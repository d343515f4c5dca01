"""At a decent hour: no SMS between ten at night and seven, no rush at seven, and e-mail at once (domain.md §5.2)."""

from datetime import time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import VIET_NAM
from lienthong_runtime import Context
from notifier.domain.decent import Quiet, quiet_hours
from notifier.sending_due import send_due
from notifier_letters import DOSSIER_ID, Post, at, catalogue

NIGHT = Quiet(time(22), time(7))
SEVEN = at("2026-11-24T07:00")


def sent(post, quiet=NIGHT):
    """Channels that go out now."""
    decision = post.follow(send_due(post.state, Context(post.now, catalogue(), DOSSIER_ID, extra=post.outside), quiet))
    return [errand.message.channel for errand in decision.effects]


@pytest.mark.parametrize(("hour", "quiet"), [
    ("2026-11-23T21:59:59", False), ("2026-11-23T22:00", True), ("2026-11-24T00:00", True), ("2026-11-24T06:59:59", True),
    ("2026-11-24T07:00", False), ("2026-11-24T12:00", False),
])  # fmt: skip
def test_the_quiet_hours_are_from_ten_at_night_until_seven(hour, quiet):
    assert NIGHT.holds(at(hour)) is quiet


@given(some.datetimes(min_value=at("2026-01-01T00:00").replace(tzinfo=None), max_value=at("2027-01-01T00:00").replace(tzinfo=None)),
       some.uuids())
def test_whenever_it_comes_an_sms_rings_at_a_decent_hour_and_within_nine_hours_and_the_spread(when, dossier):
    when = when.replace(tzinfo=VIET_NAM)
    rings = NIGHT.after(when, dossier)
    assert not NIGHT.holds(rings) and when <= rings <= when + timedelta(hours=10)
    assert rings == when if not NIGHT.holds(when) else time(7) <= rings.time() < time(8)
    assert NIGHT.after(when, dossier) == rings


@pytest.mark.parametrize(("when", "rings"), [("2026-11-23T23:00", "2026-11-24T06:30"), ("2026-11-24T06:29", "2026-11-24T06:30")])
def test_the_quiet_hours_may_end_at_half_past(when, rings):
    assert at(rings) <= Quiet(time(22), time(6, 30)).after(at(when), DOSSIER_ID) < at(rings) + timedelta(hours=1)


def test_at_seven_nobody_rushes():
    rings = sorted(NIGHT.after(at("2026-11-23T23:00"), UUID(int=n * 7919)) for n in range(3600))
    assert max(sum(one == other for other in rings) for one in rings[::97]) <= 3


@pytest.mark.parametrize("queued", ["2026-11-23T22:30", "2026-11-24T03:00"])
def test_at_night_the_mail_goes_and_the_sms_waits_for_the_morning(queued):
    post = Post()
    post.state = post.state.with_(messages={key: m.with_(at=at(queued)) for key, m in post.state.messages.items()})
    assert sent(post.till(queued)) == ["email"]
    post.accept("received/email", "A1")
    assert SEVEN <= post.state.messages["received/sms"].at < SEVEN + timedelta(hours=1)
    assert sent(post.till("2026-11-24T06:59")) == []
    assert sent(post.till("2026-11-24T08:00")) == ["sms"]
    assert post.state.messages["received/sms"].tries[0].at == at("2026-11-24T08:00")


def test_what_was_due_by_day_and_is_noticed_at_night_waits_too():  # the service was away
    assert sent(Post().till("2026-11-23T23:15")) == ["email"]


def test_without_quiet_hours_everything_goes_at_once():
    assert sent(Post().till("2026-11-23T23:15"), None) == ["sms", "email"]
    assert quiet_hours("") is None and quiet_hours("22:00-07:00") == NIGHT
    assert quiet_hours("12:00-13:30").holds(at("2026-11-23T12:30")) and not quiet_hours("12:00-13:30").holds(at("2026-11-23T13:30"))
    with pytest.raises(ValueError):
        quiet_hours("at night")
