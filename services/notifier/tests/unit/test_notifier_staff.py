"""What officers and heads are told: at once what is urgent, the rest together at the next opening (R08, R14, R17, R19)."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import (
    ApologyFellDue,
    DeadlineApproaching,
    DeadlineBreached,
    DelayEscalated,
    DossierStalled,
    HandOverUnanswered,
)
from lienthong_runtime import Context
from notifier.decisions import ON_EVENT
from notifier.domain.answer import Refused, Unanswered, Untried
from notifier.sending_due import Outside
from notifier.telling import NoCorrespondence
from notifier_letters import DOSSIER_ID, NOW, Post, at, catalogue

OFFICER = {"agency": "H32.41.KT", "person": "officer", "officer": "lvm"}
HEAD = {"agency": "H32.41.KT", "person": "head"}
URGENT, GATHERED = (ApologyFellDue, DeadlineBreached, DelayEscalated), (DeadlineApproaching, HandOverUnanswered, DossierStalled)


def told(post, kind, whom=OFFICER, **changes):
    """The fact, as it was said of somebody; what it queued."""
    fields = kind.example | {"dossier_id": DOSSIER_ID, "at": post.now, "told": whom} | changes
    return [e.message for e in post.learn(kind.model_validate(fields))]


def message(post):
    (found,) = [m for m in post.state.messages.values() if m.recipient != "applicant"]
    return found


@pytest.mark.parametrize("kind", [*URGENT, *GATHERED])
def test_whoever_the_fact_names_is_told_and_nobody_else(kind):
    post = Post()
    (key,) = told(post, kind)
    assert (message(post).agency, message(post).recipient, message(post).officer) == ("H32.41.KT", "officer", "lvm")
    assert key.endswith("/email@H32.41.KT.officer") and post.events[-1].recipient == "officer"
    assert told(post, kind, None) == []


@pytest.mark.parametrize("kind", [*URGENT, *GATHERED])
def test_the_same_fact_is_told_once_to_each_of_them(kind):
    post = Post()
    assert len({*told(post, kind, OFFICER), *told(post, kind, HEAD)}) == 2
    assert told(post.later(60), kind, OFFICER) == told(post, kind, HEAD) == []


def test_two_occasions_are_two_messages():
    post = Post()
    assert len(told(post, DeadlineApproaching, rung="share-50")) == len(told(post, DeadlineApproaching, rung="share-80")) == 1
    assert len(told(post, DeadlineApproaching, rung="share-80", clock="tax")) == 1  # another clock's


@pytest.mark.parametrize("kind", URGENT)
def test_what_is_urgent_goes_at_once_even_at_night(kind):
    post = Post().till("2026-11-23T23:30")
    told(post, kind)
    assert message(post).at == post.now


@pytest.mark.parametrize("kind", GATHERED)
@pytest.mark.parametrize(("now", "opens"), [
    ("2026-11-23T06:59", "2026-11-23T07:30"), ("2026-11-23T09:00", "2026-11-23T13:30"), ("2026-11-25T18:00", "2026-11-26T07:30"),
    ("2026-11-27T17:30", "2026-11-30T07:30"), ("2026-11-29T12:00", "2026-11-30T07:30"),
])  # fmt: skip
def test_what_can_wait_goes_out_when_the_office_opens_next(kind, now, opens):
    post = Post().till(now)
    told(post, kind)
    assert at(opens) <= message(post).at < at(opens) + timedelta(minutes=2)


def test_all_of_an_agency_goes_out_at_one_instant_and_agencies_don_t_rush():
    first, second, other = Post().till("2026-11-23T09:01"), Post().till("2026-11-23T11:00"), Post()
    told(first, DeadlineApproaching)
    told(second, DossierStalled, HEAD)
    told(other, DeadlineApproaching, OFFICER | {"agency": "H32.42.KT"})
    assert message(first).at == message(second).at != message(other).at


@pytest.mark.parametrize("outcome", [Unanswered("TimeoutError"), Untried("ConnectError"), Refused("smtp-451", permanent=False)])
def test_what_was_put_off_comes_back_together_so_that_it_is_one_mail_again(outcome):
    posts = [Post(), Post()]
    for post, dossier_id in zip(posts, (DOSSIER_ID, UUID(int=7)), strict=True):
        post.dossier_id = dossier_id
        (key,) = told(post, DossierStalled, HEAD)
        post.till(message(post).at).send()
        post.answer(key, outcome)
    assert message(posts[0]).at == message(posts[1]).at > posts[0].now


def test_what_waits_for_a_mail_server_comes_back_together():
    posts = [Post(), Post()]
    for post, dossier_id in zip(posts, (DOSSIER_ID, UUID(int=7)), strict=True):
        post.dossier_id, post.outside = dossier_id, Outside()
        told(post, DossierStalled, HEAD)
        post.till(message(post).at).send()
    assert message(posts[0]).at == message(posts[1]).at > posts[0].now


def test_one_mail_goes_to_one_provider_whoever_finds_out_whether_another_is_well():
    post = Post()
    told(post, DossierStalled, HEAD)
    outside = Outside({"email": ("smtp-second",)}, {"email": ("smtp",)})
    assert len({outside.provider(message(post), UUID(int=n), NOW) for n in range(200)}) == 1


@pytest.mark.parametrize("since", ["2026-04-29T17:30", "2026-02-13T17:30"])  # four days of rest, and Tết
def test_after_a_long_holiday_it_is_sent_and_not_given_up(since):
    post = Post().till(since)
    told(post, DeadlineApproaching)
    post.till(message(post).at)
    assert message(post).at - at(since) > timedelta(hours=72)
    assert message(post).key in post.send()


@pytest.mark.parametrize("ends", [Post.result, Post.stopped])
def test_when_the_dossier_has_ended_what_waits_for_the_morning_is_overtaken(ends):
    post = Post().till("2026-11-23T18:00")
    (key,) = told(post, DeadlineApproaching)
    ended = [(e.message, e.reason) for e in ends(post) if type(e).__name__ == "MessageSuppressed"]
    assert ended == [(key, "overtaken")] and post.status(key) == "suppressed" and key not in post.till("2026-11-24T08:00").send()


def test_what_is_on_its_way_is_not_overtaken():
    post = Post()
    (key,) = told(post, DeadlineBreached)
    assert key in post.send()
    assert "MessageSuppressed" not in {type(e).__name__ for e in post.result()} and post.status(key) == "sending"


def test_what_was_tried_and_put_off_is_tried_again_although_the_dossier_has_ended():  # who got half a mail gets the whole
    post = Post()
    (key,) = told(post, DeadlineBreached)
    post.send()
    post.answer(key, Unanswered("TimeoutError"))
    post.result()
    assert post.status(key) == "queued"


def test_every_word_about_it_says_whose_officer_it_is_for():
    post = Post()
    (key,) = told(post, DeadlineBreached)
    post.send()
    said = [post.events[-1], *post.answer(key, Unanswered("x"))]
    post.till(post.state.messages[key].at).send()
    said += [*post.accept(key), *post.receipt(key, arrived=False)]
    assert [type(e).__name__ for e in said] == ["MessageQueued", "MessageDeferred", "MessageAccepted", "MessageFailed"]
    assert {(e.recipient, e.agency) for e in said} == {("officer", "H32.41.KT")}


def test_who_supervises_is_told_which_agency_is_late():
    post = Post()
    told(post, DelayEscalated, {"agency": "H32.00", "person": "supervisor"}, agency="H32.41.KT")
    assert (message(post).agency, message(post).facts["blamed"]) == ("H32.00", "H32.41.KT")


def test_nobody_phones_an_officer_whose_address_is_gone():
    post = Post()
    (key,) = told(post, DeadlineBreached)
    post.send()
    assert [type(e).__name__ for e in post.refuse(key, "no-such-mailbox", permanent=True)] == ["MessageFailed"]
    assert post.state.calls == []


def test_without_a_dossier_the_fact_is_set_aside():
    event = DeadlineBreached.model_validate(DeadlineBreached.example | {"dossier_id": DOSSIER_ID, "at": NOW, "told": HEAD})
    with pytest.raises(NoCorrespondence):
        ON_EVENT[DeadlineBreached](None, event, Context(NOW, catalogue(), DOSSIER_ID))


@given(some.datetimes(min_value=at("2026-01-01T00:00").replace(tzinfo=None), max_value=at("2026-11-29T00:00").replace(tzinfo=None)))
def test_it_never_goes_before_now_and_always_at_an_opening(when):
    post = Post().till(when.replace(tzinfo=NOW.tzinfo))
    told(post, DossierStalled)
    local = message(post).at
    assert local > post.now and local.strftime("%H:%M") in {"07:30", "07:31", "13:30", "13:31"}
