"""A message's life: queued, sending, accepted, delivered; or failed, or suppressed. Each step is made once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from notifier.domain.message import LEASE, MOST_ATTEMPTS, back_off
from notifier.outcomes import accepted, delivered, refused, suppressed
from notifier_letters import NOW, Post

KEY = "received/sms"


def sending(key=KEY):
    post = Post()
    assert key in post.send()
    return post


def names(events):
    return [type(e).__name__ for e in events]


def test_a_message_is_sent_at_once_and_only_once_for_its_lease():
    post = Post()
    assert post.state.next_send == NOW
    assert post.send() == ["received/sms", "received/email"]
    assert (post.status(KEY), post.send(), post.state.next_send) == ("sending", [], NOW + LEASE)


def test_a_send_whose_answer_never_came_is_made_again_after_its_lease():  # the process was killed in between
    post = sending()
    assert post.later(LEASE.total_seconds() - 1).send() == []
    assert KEY in post.later(1).send()
    assert post.state.messages[KEY].attempts == 2


def test_a_message_whose_answer_never_comes_is_given_up_in_the_end():  # each of those sends may have reached the citizen, and costs
    post, sends = Post(), 0
    for _ in range(5 * MOST_ATTEMPTS):
        sends += KEY in post.send()
        post.later(LEASE.total_seconds())
    assert (sends, post.status(KEY)) == (MOST_ATTEMPTS, "failed")


def test_what_the_provider_has_is_not_sent_again():
    post = sending()
    assert names(post.apply(accepted, KEY, "smpp", "A1")) == ["MessageAccepted"]
    assert post.later(10**6).send() == ["received/email"]


def test_accepted_and_delivered_are_said_once():
    post = sending()
    first = post.apply(accepted, KEY, "smpp", "A1")[0]
    assert (first.reference, first.attempt, first.provider) == ("A1", 1, "smpp")
    assert post.apply(accepted, KEY, "smpp", "A2") == ()
    assert names(post.apply(delivered, KEY, "smpp")) == ["MessageDelivered"]
    assert post.apply(delivered, KEY, "smpp") == post.apply(accepted, KEY, "smpp", "A3") == ()
    assert post.state.messages[KEY].reference == "A1"


def test_a_receipt_before_the_acceptance_says_nothing_yet():
    post = sending()
    assert post.apply(delivered, KEY, "smpp") == () and post.status(KEY) == "sending"


def test_what_the_provider_refuses_for_now_is_tried_again_later_and_later():
    post, waits = Post(), []
    while post.status(KEY) == "queued":
        assert KEY in post.send()
        post.apply(refused, KEY, "smpp-0x58", False)
        if post.status(KEY) == "queued":
            waits.append(post.state.messages[KEY].at - post.now)
            assert KEY not in post.till(post.state.messages[KEY].at - timedelta(seconds=1)).send()
            post.later(1)
    assert len(waits) == MOST_ATTEMPTS - 1
    assert waits == sorted(waits) and len(set(waits)) == len(waits)
    assert (post.status(KEY), post.state.messages[KEY].attempts) == ("failed", MOST_ATTEMPTS)
    assert names(post.events).count("MessageFailed") == 1


def test_what_the_provider_refuses_for_good_fails_at_once():
    post = sending()
    assert [(e.message, e.reason) for e in post.apply(refused, KEY, "smpp-0xb", True)] == [(KEY, "smpp-0xb")]
    assert post.status(KEY) == "failed" and KEY not in post.later(10**7).send()


def test_without_an_address_nothing_is_sent_and_it_is_said():
    post = sending()
    assert [(e.message, e.reason) for e in post.apply(suppressed, KEY, "no-address")] == [(KEY, "no-address")]
    assert KEY not in post.later(10**7).send()


def test_one_message_s_end_leaves_the_other_alone():
    post = sending()
    post.apply(refused, KEY, "smpp-0xb", True)
    assert post.status("received/email") == "sending"


@pytest.mark.parametrize("permanent", [True, False])
@pytest.mark.parametrize("receipt", [True, False])
def test_a_late_refusal_of_an_earlier_try_undoes_no_acceptance(permanent, receipt):
    # The first try outlived its lease and the second was accepted: one more try would tell the citizen twice.
    post = sending()
    post.later(LEASE.total_seconds()).send()
    post.apply(accepted, KEY, "smpp", "A1")
    if receipt:
        post.apply(delivered, KEY, "smpp")
    before = post.status(KEY)
    assert post.apply(refused, KEY, "TimeoutError", permanent) == ()
    assert post.status(KEY) == before


def test_a_late_finding_of_no_address_undoes_no_acceptance():
    post = sending()
    post.apply(accepted, KEY, "smpp", "A1")
    assert post.apply(suppressed, KEY, "no-address") == () and post.status(KEY) == "accepted"


MOVES = {"accept": lambda p: p.apply(accepted, KEY, "smpp", "A"), "deliver": lambda p: p.apply(delivered, KEY, "smpp"),
         "refuse": lambda p: p.apply(refused, KEY, "x", False), "give up": lambda p: p.apply(refused, KEY, "x", True),
         "suppress": lambda p: p.apply(suppressed, KEY, "x"), "send": Post.send, "wait": lambda p: p.later(3600)}  # fmt: skip
AFTER = {"queued": {"sending"}, "sending": {"queued", "accepted", "failed", "suppressed", "sending"}, "accepted": {"delivered"},
         "delivered": set(), "failed": set(), "suppressed": set()}  # fmt: skip


@given(some.lists(some.sampled_from(sorted(MOVES)), max_size=30))
def test_whatever_answers_come_in_whatever_order_a_message_only_moves_on(moves):
    post = Post()
    for move in moves:
        before = post.status(KEY)
        MOVES[move](post)
        assert post.status(KEY) == before or post.status(KEY) in AFTER[before], move
    said = [name for name in names(post.events) if name not in ("MessageQueued",)]
    assert all(said.count(name) <= 1 for name in said)
    assert len({"MessageFailed", "MessageSuppressed", "MessageAccepted"} & set(said)) <= 1


@given(some.integers(1, MOST_ATTEMPTS))
def test_the_waits_grow_from_half_a_minute_to_six_hours(attempts):
    assert timedelta(seconds=30) <= back_off(attempts) <= back_off(attempts + 1) <= timedelta(hours=6)
    assert back_off(1) == timedelta(seconds=30)
