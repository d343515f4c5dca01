"""A message's life: queued, sending, accepted, delivered; or failed, or suppressed. Each step is made once."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime import Context
from notifier.domain.answer import Sent, Throttled, Unanswered, Untried
from notifier.domain.message import LEASE
from notifier.domain.retry import GIVEN_UP_AFTER, LOYAL, MOST_UNANSWERED, back_off
from notifier.sending_due import Outside, send_due
from notifier_letters import DOSSIER_ID, NOW, Post, catalogue

KEY = "received/sms"


def sending(key=KEY):
    post = Post()
    assert key in post.send()
    return post


def names(events):
    return [type(e).__name__ for e in events]


def about(post, key=KEY):
    return [e for e in post.events if e.message == key]


def tries(post, key=KEY):
    return post.state.messages[key].tries


def test_a_message_is_sent_at_once_and_only_once_for_its_lease():
    post = Post()
    assert post.state.next_send == NOW
    assert post.send() == ["received/sms", "received/email"]
    assert (post.status(KEY), post.send(), post.state.next_send) == ("sending", [], NOW + LEASE)


def test_a_lease_begins_when_it_is_taken_however_late_that_is():  # a full claim's `now` is its last row's due instant
    post = Post()
    late = NOW + 2 * LEASE
    due = send_due(post.state, Context(NOW, catalogue(), DOSSIER_ID, extra=post.outside, noticed_at=late))
    assert [due.state.next_send, due.state.messages[KEY].tries[-1].at] == [late + LEASE, late]


def test_each_try_says_with_whom_and_when_before_anybody_is_asked():  # a kill in between leaves it known who may have it
    assert [(t.provider, t.at, t.outcome) for t in tries(sending())] == [("smpp", NOW, "")]


def test_a_send_whose_answer_never_came_is_made_again_after_its_lease():  # the process was killed in between
    post = sending()
    assert post.later(LEASE.total_seconds() - 1).send() == []
    assert KEY in post.later(1).send()
    assert len(tries(post)) == 2


def test_who_may_have_it_already_gets_it_again_before_anybody_else_does():
    post = sending()
    post.outside = Outside({"sms": ("gateway",), "email": ("smtp",)})  # the first one is ill meanwhile
    assert KEY not in post.later(LEASE.total_seconds()).send()
    post.outside = Outside({"sms": ("gateway", "smpp"), "email": ("smtp",)})
    assert KEY in post.later(60).send() and tries(post)[-1].provider == "smpp"


def test_who_may_have_it_already_keeps_its_claim_when_it_can_t_be_reached_next_time():  # it took it, and went down
    post = sending()
    post.answer(KEY, Unanswered("ConnectionResetError"))
    assert KEY in post.later(60).send()
    post.answer(KEY, Untried("ConnectionRefusedError"))
    assert KEY in post.later(60).send() and [t.provider for t in tries(post)] == ["smpp"] * 3


def test_each_try_without_an_answer_renews_the_claim():
    post = sending()
    post.later(LOYAL.total_seconds() - 60).send()
    post.outside = Outside({"sms": ("gateway",), "email": ("smtp",)})
    assert KEY not in post.later(LEASE.total_seconds()).send()


def test_who_said_no_for_now_is_asked_again_first():  # it has an answer: only who can't be reached is passed over
    post = sending()
    post.refuse(KEY, "system-error")
    assert KEY in post.later(60).send() and tries(post)[-1].provider == "smpp"


def test_what_the_first_release_had_queued_is_sent():  # it didn't keep since when
    post = Post()
    post.state = post.state.with_(messages={key: m.with_(since=None) for key, m in post.state.messages.items()})
    assert KEY in post.later(10**6).send() and post.state.messages[KEY].since == post.now


def test_a_provider_that_stays_away_for_long_has_lost_its_claim():  # told twice is better than never
    post = sending()
    post.outside = Outside({"sms": ("gateway",), "email": ("smtp",)})
    assert KEY in post.later(LOYAL.total_seconds() + 60).send() and tries(post)[-1].provider == "gateway"


def test_a_message_whose_answer_never_comes_is_given_up_in_the_end():  # each of those sends may have reached the citizen, and costs
    post, sends = Post(), 0
    for _ in range(5 * MOST_UNANSWERED):
        sends += KEY in post.send()
        post.later(LEASE.total_seconds())
    assert (sends, post.status(KEY)) == (MOST_UNANSWERED, "failed")
    assert about(post)[-1].reason == "no-answer"


def test_what_the_provider_has_is_not_sent_again():
    post = sending()
    assert names(post.accept(KEY, "A1")) == ["MessageAccepted"]
    assert post.later(10**5).send() == ["received/email"]


def test_accepted_and_delivered_are_said_once():
    post = sending()
    first = post.accept(KEY, "A1")[0]
    assert (first.reference, first.attempt, first.provider, first.parts) == ("A1", 1, "smpp", 1)
    assert post.accept(KEY, "A2") == ()
    assert names(post.receipt(KEY, "A1")) == ["MessageDelivered"]
    assert post.receipt(KEY, "A1") == post.accept(KEY, "A3") == ()
    assert tries(post)[-1].references == ("A1",)


def test_a_long_message_is_delivered_once_its_last_part_is_whatever_their_order():
    post = sending()
    assert post.accept(KEY, "A1", "A2", "A3")[0].parts == 3
    assert [names(post.receipt(KEY, part)) for part in ("A3", "A3", "A1", "A2")] == [[], [], [], ["MessageDelivered"]]


def test_a_long_message_of_which_a_part_is_lost_is_lost():
    post = sending()
    post.accept(KEY, "A1", "A2")
    post.receipt(KEY, "A1")
    assert names(post.receipt(KEY, "A2", arrived=False))[0] == "MessageFailed"


def test_a_receipt_before_the_acceptance_says_nothing_yet():
    post = sending()
    assert post.receipt(KEY, "A1") == () and post.status(KEY) == "sending"


def test_a_receipt_for_another_reference_says_nothing():
    post = sending()
    post.accept(KEY, "A1")
    assert post.receipt(KEY, "A2") == () and post.status(KEY) == "accepted"


def test_after_it_was_delivered_a_receipt_that_says_otherwise_changes_nothing():  # out of order
    post = sending()
    post.accept(KEY, "A1")
    post.receipt(KEY, "A1")
    assert post.receipt(KEY, "A1", arrived=False) == () and post.status(KEY) == "delivered"


def test_what_the_provider_refuses_for_now_is_tried_again_for_three_days():
    post, waits = Post(), []
    while post.status(KEY) == "queued":
        if KEY in post.send():
            post.refuse(KEY)
        if post.status(KEY) == "queued":
            waits.append(post.state.messages[KEY].at - post.now)
            assert KEY not in post.till(post.state.messages[KEY].at - timedelta(seconds=1)).send()
            post.later(1)
    assert post.status(KEY) == "failed" and about(post)[-1].reason == "expired"
    assert GIVEN_UP_AFTER <= post.now - NOW <= GIVEN_UP_AFTER + timedelta(hours=6)
    assert names(about(post)).count("MessageFailed") == 1 and names(about(post)).count("MessageDeferred") == len(waits) == len(tries(post))


def test_what_the_provider_refuses_for_good_fails_at_once():
    post = sending()
    failed = post.refuse(KEY, "invalid-destination", permanent=True)[0]
    assert (failed.message, failed.reason) == (KEY, "invalid-destination")
    assert post.status(KEY) == "failed" and KEY not in post.later(10**5).send()


def test_who_can_t_have_it_is_followed_by_another_nearly_at_once():
    post = sending()
    post.answer(KEY, Untried("ConnectError"))
    assert KEY in post.later(1).send() and [t.provider for t in tries(post)] == ["smpp", "gateway"]


def test_alone_it_is_asked_again_later_and_later_and_never_without_end():
    post = Post()
    post.outside = Outside({"sms": ("smpp",), "email": ("smtp",)})
    while post.status(KEY) != "failed":
        if KEY in post.till(max(post.now, post.state.messages[KEY].at)).send():
            post.answer(KEY, Untried("relay-refused"))
    assert post.now - NOW >= GIVEN_UP_AFTER and len(tries(post)) < 500


def test_who_asks_for_less_is_left_in_peace_and_it_was_no_try():
    post = sending()
    assert post.answer(KEY, Throttled(5)) == () and tries(post) == ()
    assert KEY not in post.later(4).send() and KEY in post.later(1).send()


def test_a_broken_connection_leaves_a_try_without_an_end():
    post = sending()
    assert names(post.answer(KEY, Unanswered("TimeoutError"))) == ["MessageDeferred"]
    post.till(post.state.messages[KEY].at).send()
    assert [t.outcome for t in tries(post)] == ["", ""]


def test_alone_it_is_asked_again_by_the_one_that_couldn_t():
    post = Post()
    post.outside = Outside({"sms": ("smpp",), "email": ("smtp",)})
    post.send()
    post.answer(KEY, Untried("ConnectError"))
    assert KEY in post.later(1).send() and [t.provider for t in tries(post)] == ["smpp", "smpp"]


def test_who_was_ill_and_may_have_it_gets_it_as_soon_as_it_may_be_tried():
    post = sending()
    post.outside = Outside({"sms": ("gateway",), "email": ("smtp",)}, {"sms": ("smpp",)})
    assert KEY in post.later(LEASE.total_seconds()).send() and tries(post)[-1].provider == "smpp"


def test_where_all_were_ill_everything_finds_out():
    outside, message = Outside({}, {"sms": ("smpp", "gateway")}), Post().state.messages[KEY]
    assert {outside.provider(message, UUID(int=n), NOW) for n in range(100)} == {"smpp"}


def test_for_whom_nobody_is_there_in_three_days_somebody_phones():
    post = Post()
    post.outside = Outside()
    post.till(NOW + GIVEN_UP_AFTER - timedelta(seconds=1)).send()
    assert post.status(KEY) == "queued"
    post.later(60).send()
    assert post.status(KEY) == "failed" and [call.key for call in post.state.calls] == ["received/phone"]


def test_while_nobody_can_take_it_it_waits_and_no_try_is_counted():
    post = Post()
    post.outside = Outside(rests={"sms": timedelta(seconds=30), "email": timedelta(seconds=5)})
    assert post.send() == [] and tries(post) == ()
    assert timedelta(seconds=30) <= post.state.messages[KEY].at - NOW <= timedelta(seconds=50)


def test_of_those_that_were_ill_a_tenth_of_the_messages_find_out():
    outside = Outside({"sms": ("gateway",)}, {"sms": ("smpp",)})
    message = Post().state.messages[KEY]
    chosen = [outside.provider(message, UUID(int=n), NOW) for n in range(2000)]
    assert 120 < chosen.count("smpp") < 280 and chosen.count("smpp") + chosen.count("gateway") == 2000


def test_without_an_address_nothing_is_sent_and_it_is_said():
    post = sending()
    assert [(e.message, e.reason) for e in post.suppress(KEY)] == [(KEY, "no-address")] and tries(post) == ()
    assert KEY not in post.later(10**5).send()


@pytest.mark.parametrize("far", ["queued", "sending", "accepted", "delivered"])
def test_while_the_sms_tells_it_or_will_nobody_phones_because_of_the_mail(far):
    post = Post()
    mail, sms = "received/email", post.state.messages[KEY]
    assert mail in post.send()
    post.state = post.state.with_message(sms.with_(status=far))
    assert names(post.refuse(mail, "no-such-mailbox", permanent=True)) == ["MessageFailed"]


@pytest.mark.parametrize("far", ["failed", "suppressed"])
def test_when_the_sms_can_t_tell_it_either_the_desk_phones(far):
    post = Post()
    mail = "received/email"
    post.send()
    post.state = post.state.with_message(post.state.messages[KEY].with_(status=far))
    said = post.refuse(mail, "no-such-mailbox", permanent=True)
    assert names(said) == ["MessageFailed", "PhoneCallAsked"] and (said[1].agency, said[1].message) == ("H32.41", "received/phone")


def test_what_went_out_by_mail_only_is_sent_by_sms_when_the_mail_is_lost():
    post = Post()
    post.supplement()
    only = {key: m for key, m in post.state.messages.items() if key != "supplement_asked-1/sms"}
    post.state = post.state.with_(messages=only)
    post.send()
    _, queued = post.refuse("supplement_asked-1/email", "no-such-mailbox", permanent=True)
    assert (queued.message, queued.channel, queued.reason) == ("supplement_asked-1/sms", "sms", "no-such-mailbox")
    found = post.state.messages[queued.message]
    assert (found.facts, found.since, found.at) == (only["supplement_asked-1/email"].facts, post.now, post.now)
    assert queued.message in post.send()


def test_a_call_about_one_fact_is_owed_though_another_fact_arrived():
    post = Post()
    post.supplement()
    post.send()
    post.accept(KEY)
    post.refuse("supplement_asked-1/sms", "x", permanent=True)
    post.refuse("supplement_asked-1/email", "x", permanent=True)
    (call,) = post.state.calls
    assert (call.key, call.agency, call.facts["reason"]) == ("supplement_asked-1/phone", "H32.41", "Bản sao căn cước")


def test_one_message_s_end_leaves_the_other_alone():
    post = sending()
    post.refuse(KEY, "invalid-destination", permanent=True)
    assert post.status("received/email") == "sending"


def test_an_accepted_one_that_can_be_asked_after_is_until_a_day_has_passed():  # its receipt never came
    post, asked = sending(), []
    post.answer(KEY, Sent(("A1",), asks=True))
    post.answer("received/email", Sent(("m",)))
    while post.state.next_send:
        post.till(post.state.next_send)
        assert post.send() == [KEY]
        asked.append(post.now - NOW)
    assert asked == [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)]
    assert post.status(KEY) == "accepted"


def test_what_was_accepted_before_tries_were_kept_is_asked_after_no_more():  # states of the first release
    post = Post()
    post.state = post.state.with_(messages={KEY: post.state.messages[KEY].with_(status="accepted")})
    post.send()
    assert post.state.next_send is None


@pytest.mark.parametrize("permanent", [True, False])
@pytest.mark.parametrize("receipt", [True, False])
def test_a_late_refusal_of_an_earlier_try_undoes_no_acceptance(permanent, receipt):
    # The first try outlived its lease and the second was accepted: one more try would tell the citizen twice.
    post = sending()
    post.later(LEASE.total_seconds()).send()
    post.accept(KEY, "A1")
    if receipt:
        post.receipt(KEY, "A1")
    before = post.status(KEY)
    assert post.refuse(KEY, "TimeoutError", permanent) == ()
    assert post.status(KEY) == before


def test_a_late_refusal_of_an_earlier_try_doesn_t_end_the_one_under_way():
    post = sending()
    first = tries(post)[0].at
    post.later(LEASE.total_seconds()).send()
    assert post.refuse(KEY, "x", permanent=True, tried_at=first) == () and post.status(KEY) == "sending"


def test_a_late_acceptance_of_an_earlier_try_ends_it():
    post = sending()
    first = tries(post)[0].at
    post.later(LEASE.total_seconds()).send()
    assert names(post.answer(KEY, Sent(("A1",)), first)) == ["MessageAccepted"]


@pytest.mark.parametrize("second", [Throttled(5), Unanswered("TimeoutError"), Untried("ConnectError")])
def test_a_late_acceptance_of_an_earlier_try_ends_it_while_the_next_one_only_waits(second):  # else it would be told again
    post = sending()
    first = tries(post)[0].at
    post.later(LEASE.total_seconds()).send()
    post.answer(KEY, second)
    assert names(post.answer(KEY, Sent(("A1",)), first)) == ["MessageAccepted"]
    assert (post.status(KEY), tries(post)[-1].at, tries(post)[-1].references) == ("accepted", first, ("A1",))
    assert names(post.receipt(KEY, "A1")) == ["MessageDelivered"]


def test_an_acceptance_names_the_provider_whose_it_is():
    post = sending()
    first = tries(post)[0].at
    post.outside = Outside({"sms": ("gateway",), "email": ("smtp",)})
    post.later(LOYAL.total_seconds() + 60).send()
    (said,) = post.answer(KEY, Sent(("A1",)), first)
    assert (said.provider, tries(post)[-1].provider, tries(post)[-1].outcome) == ("smpp", "smpp", "accepted")


def test_an_acceptance_of_a_try_that_never_was_says_nothing():
    post = sending()
    assert post.answer(KEY, Sent(("A1",)), NOW - LEASE) == () and post.status(KEY) == "sending"


def test_a_late_finding_of_no_address_doesn_t_end_the_try_under_way():
    post = sending()
    first = tries(post)[0].at
    post.later(LEASE.total_seconds()).send()
    assert post.suppress(KEY, tried_at=first) == () and (post.status(KEY), len(tries(post))) == ("sending", 2)


def test_a_late_finding_of_no_address_undoes_no_acceptance():
    post = sending()
    post.accept(KEY)
    assert post.suppress(KEY) == () and post.status(KEY) == "accepted"


MOVES = {"accept": lambda p: p.accept(KEY, "A"), "deliver": lambda p: p.receipt(KEY, "A"), "lose": lambda p: p.receipt(KEY, "A", False),
         "refuse": lambda p: tries(p) and p.refuse(KEY), "give up": lambda p: tries(p) and p.refuse(KEY, "x", permanent=True),
         "break": lambda p: tries(p) and p.answer(KEY, Unanswered("x")), "throttle": lambda p: tries(p) and p.answer(KEY, Throttled(1)),
         "suppress": lambda p: tries(p) and p.suppress(KEY), "send": Post.send, "wait": lambda p: p.later(3600)}  # fmt: skip
AFTER = {"queued": {"sending", "failed", "accepted"}, "sending": {"queued", "accepted", "failed", "suppressed", "sending"},
         "accepted": {"delivered", "failed"}, "delivered": set(), "failed": set(), "suppressed": set()}  # fmt: skip


@given(some.lists(some.sampled_from(sorted(MOVES)), max_size=40))
def test_whatever_answers_come_in_whatever_order_a_message_only_moves_on(moves):
    post = Post()
    for move in moves:
        before = post.status(KEY)
        MOVES[move](post)
        assert post.status(KEY) == before or post.status(KEY) in AFTER[before], move
    said = [name for name in names(about(post)) if name not in ("MessageQueued", "MessageDeferred")]
    assert all(said.count(name) <= 1 for name in said)
    assert len({"MessageSuppressed", "MessageAccepted"} & set(said)) <= 1 and len({"MessageFailed", "MessageDelivered"} & set(said)) <= 1


@given(some.uuids(), some.integers(1, 40))
def test_the_waits_grow_to_six_hours_and_no_two_dossiers_come_back_together(dossier_id, attempts):
    whole = min(timedelta(seconds=30) * 2 ** (attempts - 1), timedelta(hours=6))
    assert whole / 2 <= back_off(dossier_id, KEY, attempts) <= whole
    assert back_off(dossier_id, KEY, attempts) == back_off(dossier_id, KEY, attempts)
    assert back_off(dossier_id, KEY, 10) != back_off(DOSSIER_ID, KEY, 10) or dossier_id == DOSSIER_ID


@given(some.integers(1, 20))
def test_what_was_held_for_a_provider_s_rest_goes_within_as_long_again(seconds):  # 20 s of spreading after a rest of two were too late
    post = Post()
    post.outside = Outside(rests={"sms": timedelta(seconds=seconds)})
    assert KEY not in post.send()
    post.outside = Outside({"sms": ("smpp",), "email": ("smtp",)})
    assert KEY not in post.later(seconds - 0.5).send() and KEY in post.later(seconds + 0.6).send()
