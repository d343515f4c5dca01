"""When a message won't arrive: the other channel, and when there's none left, a call by the desk (domain.md §5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import LETTERS
from lienthong_runtime import Context, Refused
from notifier.calls import phoned
from notifier.commands import Phoned
from notifier_letters import DOSSIER_ID, DUE, Post, catalogue

SMS, MAIL, CALL = "received/sms", "received/email", "received/phone"


def lose(post, key):
    if post.status(key) == "queued":
        post.till(max(post.now, post.state.messages[key].at)).send()
    return post.refuse(key, "invalid-destination", permanent=True)


def call(post, reached, agency="H32.41", message=CALL):
    command = Phoned.model_construct(agency=agency, officer="ntb", message=message, reached=reached, version=None)
    return post.follow(phoned(post.state, command, Context(post.now, catalogue(), DOSSIER_ID)))


def test_while_the_other_channel_may_tell_it_nobody_is_asked_to_phone():
    post = Post()
    assert [type(e).__name__ for e in lose(post, SMS)] == ["MessageFailed"] and CALL not in post.state.messages


def test_when_neither_channel_arrives_the_desk_has_to_phone():
    post = Post()
    lose(post, SMS)
    failed, asked = lose(post, MAIL)
    assert (asked.message, asked.agency, asked.template, asked.reason) == (CALL, "H32.41", "received", failed.reason)
    assert post.state.messages[CALL].wakes_at is None


@pytest.mark.parametrize("first", [SMS, MAIL])
def test_an_arrival_on_one_channel_is_enough_whichever(first):
    post = Post()
    other = MAIL if first == SMS else SMS
    post.send()
    post.accept(other)
    post.refuse(first, "x", permanent=True)
    assert CALL not in post.state.messages


def test_what_was_accepted_and_then_bounced_counts_as_lost():
    post = Post()
    post.send()
    post.accept(MAIL, "m")
    post.refuse(SMS, "x", permanent=True)
    post.receipt(MAIL, "m", arrived=False, reason="bounce-5.1.1")
    assert post.status(CALL) == "queued"


def test_what_went_on_one_channel_only_goes_on_the_other_when_it_is_lost():
    post = Post()
    post.state = post.state.with_(messages={SMS: post.state.messages[SMS]})
    queued = lose(post, SMS)[1]
    assert (queued.message, queued.reason) == (MAIL, "invalid-destination") and post.status(MAIL) == "queued"


def test_thanks_that_don_t_arrive_are_nobody_s_task():
    post = Post()
    post.returned()
    for key in ("returned/sms", "returned/email"):
        lose(post, key)
    assert "returned/phone" not in post.state.messages and not LETTERS["returned"].required


@given(some.lists(some.tuples(some.sampled_from([SMS, MAIL]), some.sampled_from(["lose", "suppress", "accept", "arrive", "bounce"]))))
def test_whatever_happens_a_notice_is_under_way_or_somebody_s_task(moves):
    post = Post()
    post.send()
    for key, move in moves:
        {"lose": lambda k: post.refuse(k, "x", permanent=True), "suppress": post.suppress, "accept": post.accept,
         "arrive": post.receipt, "bounce": lambda k: post.receipt(k, arrived=False)}[move](key)  # fmt: skip
    states = [post.status(key) for key in (SMS, MAIL)]
    told = any(status in ("queued", "sending", "accepted", "delivered") for status in states)
    assert told != (CALL in post.state.messages)
    assert [type(e).__name__ for e in post.events].count("PhoneCallAsked") == (not told)


def owed():
    post = Post()
    lose(post, SMS)
    lose(post, MAIL)
    return post


def test_a_call_in_vain_stays_owed_and_one_that_reached_them_ends_it():
    post = owed()
    assert not call(post, reached=False).events[0].reached and post.status(CALL) == "queued"
    assert call(post, reached=True).events[0].reached and post.status(CALL) == "delivered"
    assert [t.outcome for t in post.state.messages[CALL].tries] == ["not-reached", "reached"]


def test_a_call_that_isn_t_owed_and_another_agency_s_are_refused():
    post = owed()
    with pytest.raises(Refused):
        call(post, reached=True, agency="H32.42")
    with pytest.raises(Refused):
        call(post, reached=True, message="apologised/phone")
    call(post, reached=True)
    with pytest.raises(Refused):
        call(post, reached=True)


def test_an_apology_that_nobody_got_is_phoned():  # R21
    post = Post()
    post.apology(DUE)
    for key in ("apologised/sms", "apologised/email"):
        lose(post, key)
    assert post.status("apologised/phone") == "queued"
