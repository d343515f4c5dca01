"""Which facts the citizen is told, once each, and when a result is early (domain.md §5.1)."""

import re
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import term_in_words
from lienthong_contracts import (
    ClockRestarted,
    ClockResumed,
    DossierReceived,
    DossierSubmitted,
    LetterPublished,
    ProcedurePublished,
)
from lienthong_runtime import CatalogueBehind, Context
from lienthong_runtime.gsm7 import is_gsm7, segments, without_diacritics
from notifier.decisions import ON_EVENT
from notifier.render import Renderer, moment
from notifier.telling import NoCorrespondence
from notifier_letters import DOSSIER_ID, DUE, LINK, NOW, Post, at, catalogue, renderer

TELLS = {
    "supplement_asked-1": Post.supplement, "fee_asked-2026-11-23T090000": Post.fee,
    "apologised": lambda post: post.apology(DUE + timedelta(days=4)), "result_ready_early": Post.result,
    "stopped": Post.stopped, "returned": Post.returned,
}  # fmt: skip


def test_a_date_that_a_changed_calendar_moved_is_told_and_one_that_stays_is_not():  # domain.md §2.2
    post = Post()
    assert post.adjusted(DUE) == ()
    later = DUE + timedelta(days=1)
    assert [e.template for e in post.adjusted(later)] == ["date_changed", "date_changed"]
    assert post.state.due_at == later
    assert post.adjusted(later) == ()


def templates(events):
    return [e.template for e in events]


def test_at_the_reception_the_citizen_is_told_on_both_channels():  # Đ.17, NĐ 224/2026 Đ.15.1g
    told = Post().events
    assert [(e.message, e.channel) for e in told] == [("received/sms", "sms"), ("received/email", "email")]
    assert set(templates(told)) == {"received"}


def test_who_waits_at_the_counter_for_the_result_is_thanked_and_told_nothing_before():  # R07
    post = Post(immediate="12/KQ")
    assert post.events == []
    assert post.result() == ()
    assert [e.message for e in post.returned()] == ["returned/sms", "returned/email"]


@pytest.mark.parametrize(("key", "tell"), TELLS.items(), ids=TELLS)
def test_each_fact_is_told_once_on_each_channel(key, tell):
    post = Post()
    assert [e.message for e in tell(post)] == [f"{key}/sms", f"{key}/email"]
    assert tell(post) == ()


@given(some.lists(some.sampled_from(sorted(TELLS)), max_size=20))
def test_whatever_comes_however_often_nobody_is_told_twice(facts):
    post = Post()
    for fact in facts:
        TELLS[fact](post.later(60))
    keys = [e.message for e in post.events]
    assert len(keys) == len(set(keys)) == len(post.state.messages)
    assert {key.partition("/")[2] for key in keys} == {"sms", "email"}


def test_each_round_of_a_supplement_is_told():  # Đ.17.2a, on all channels
    post = Post()
    assert [e.message for n in (1, 2, 2) for e in post.supplement(n)] == [
        "supplement_asked-1/sms", "supplement_asked-1/email", "supplement_asked-2/sms", "supplement_asked-2/email"]  # fmt: skip


@pytest.mark.parametrize(("finished", "template"), [
    ("2026-11-26T23:59:59", "result_ready_early"), ("2026-11-27T00:00:00", "result_ready"), ("2026-11-27T17:00", "result_ready"),
    ("2026-12-01T09:00", "result_ready"), ("2026-11-23T10:00", "result_ready_early"),
])  # fmt: skip
def test_an_early_result_is_announced_as_early(finished, template):  # R22, Đ.20.4
    assert set(templates(Post().till(finished).result())) == {template}


def test_a_refusal_is_never_announced_as_a_result_to_be_glad_of():  # R18, Mẫu 03
    assert set(templates(Post().result("refused"))) == {"refused"}


def test_after_an_apology_early_means_before_the_new_date():  # R21
    post = Post()
    post.apology(at("2026-12-02T17:00"))
    assert set(templates(post.till("2026-12-01T09:00").result())) == {"result_ready_early"}


def test_the_day_of_a_date_given_in_utc_is_the_day_in_viet_nam():  # §2: days are days at UTC+7
    post = Post()
    post.apology(at("2026-12-02T17:00").astimezone(UTC))
    assert set(templates(post.till("2026-12-02T06:30").result())) == {"result_ready"}


@pytest.mark.parametrize("kind", [ClockRestarted, ClockResumed])
def test_after_a_supplement_early_means_before_the_moved_date(kind):  # R12, R22: telling of an early result is a duty
    post = Post()
    assert kind in ON_EVENT
    length = {"granted": 1350} if kind is ClockRestarted else {"remaining": 900}
    post.learn(kind(**post.about(), clock="dossier", agency="H32.41", due_at=at("2026-12-03T17:00"), **length))
    assert set(templates(post.till("2026-12-01T09:00").result())) == {"result_ready_early"}


def resumed(post, due, clock="dossier"):
    post.learn(ClockResumed(**post.about(), clock=clock, agency="H32.41", due_at=at(due), remaining=900))


def test_another_clock_s_date_isn_t_the_citizen_s():
    post = Post()
    resumed(post, "2026-12-03T17:00", clock="tax")
    assert post.state.due_at == DUE


def test_a_date_that_was_promised_with_an_apology_stays_when_the_law_s_is_earlier():  # R21
    post = Post()
    post.apology(at("2026-12-02T17:00"))
    resumed(post, "2026-11-30T17:00")
    assert post.state.due_at == at("2026-12-02T17:00")
    resumed(post, "2026-12-04T17:00")
    assert post.state.due_at == at("2026-12-04T17:00")


@pytest.mark.parametrize("kind", [kind for kind in ON_EVENT if kind not in (DossierReceived, DossierSubmitted)])
def test_a_fact_about_a_dossier_that_was_never_received_is_set_aside(kind):
    with pytest.raises(NoCorrespondence):
        ON_EVENT[kind](None, kind.model_validate(kind.example), Context(NOW, catalogue(), DOSSIER_ID))


# What is written, with the letters of deploy/catalogues.
FULL = {"supplement_asked-1": "supplement_asked"}
RENDERER = renderer()


def every_message(procedure="1.001612"):
    """Each message that a dossier of this procedure may lead to."""
    posts = [Post(procedure) for _ in range(9)]
    for post, tell in zip(posts, TELLS.values(), strict=False):
        tell(post)
    posts[6].till("2026-11-27T10:00").result()
    posts[7].result("refused")
    return [(post.state, message) for post in posts for message in post.state.messages.values()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_has_its_letter_and_no_word_of_it_is_missing(language):
    for state, message in every_message():
        subject, text = RENDERER.render(state, message, language)
        assert text.strip() and "{{" not in text
        assert bool(subject) == (message.channel == "email")


def test_every_sms_is_one_part_of_plain_letters():  # §5.2: the cost; the link is as long as a real one's
    renderer = Renderer(catalogue(), "https://lienthong.khanhhoa.gov.vn", lambda: NOW.date())
    for state, message in every_message():
        if message.channel == "sms":
            plain = without_diacritics(renderer.render(state, message)[1])
            assert is_gsm7(plain) and segments(plain) == 1, plain


def test_an_sms_never_names_the_procedure():  # §5.4: minimisation
    for state, message in every_message():
        if message.channel == "sms":
            assert "ho kinh doanh" not in without_diacritics(RENDERER.render(state, message)[1]).lower()


@pytest.mark.parametrize("procedure", [p.id for p in catalogue().all(ProcedurePublished) if p.sensitive])
def test_a_sensitive_procedure_is_named_in_no_message(procedure):  # §5.4
    name = catalogue().procedure(procedure, 1).name
    for state, message in every_message(procedure):
        subject, text = RENDERER.render(state, message)
        assert name not in subject + text


def test_the_reception_s_letter_has_all_that_the_decree_asks():  # NĐ 224/2026 Đ.15.1g
    post = Post()
    _, text = RENDERER.render(post.state, post.state.messages["received/email"])
    named = ("H32.41-261123-0001", catalogue().agency_name("H32.41"), "ntb", LINK)
    for part in (*named, "23/11/2026 09:00", "3 ngày làm việc", "27/11/2026 17:00"):
        assert part in text


def test_the_apology_says_the_new_date_and_the_reason():  # Mẫu 04
    post = Post()
    post.apology(at("2026-12-02T17:00"))
    _, text = RENDERER.render(post.state, post.state.messages["apologised/email"])
    assert "02/12/2026 17:00" in text and "Chờ xác minh" in text


def test_the_sum_is_written_as_vietnamese_write_it():  # R25
    post = Post()
    post.fee(1560500)
    assert "1.560.500" in RENDERER.render(post.state, post.state.messages["fee_asked-2026-11-23T090000/sms"])[1]


def test_a_second_sum_is_told_like_the_first():  # Đ.22: two payment pauses of one route
    post = Post()
    post.fee(1560500)
    post.later(86400).fee(1560500)
    assert len([key for key in post.state.messages if key.startswith("fee_asked")]) == 4


def test_what_an_officer_writes_is_text_and_no_template():
    post = Post()
    post.state = post.state.with_(officer="{{ 7 * 7 }}")
    _, text = RENDERER.render(post.state, post.state.messages["received/email"])
    assert "{{ 7 * 7 }}" in text and "49" not in text.replace("H32.41-261123-0001", "")


def test_a_subject_is_one_line():
    source = catalogue().latest(LetterPublished, "received.email.vi")
    for state, message in every_message():
        assert "\n" not in RENDERER.render(state, message)[0]
    assert source is not None


def test_a_letter_that_isn_t_there_is_waited_for():
    post = Post()
    with pytest.raises(CatalogueBehind):
        RENDERER.render(post.state, post.state.messages["received/sms"].with_(template="horoscope"))


@given(some.integers(0, 10**6))
def test_a_moment_is_told_by_the_clock_of_viet_nam(minutes):
    local = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    assert moment(local.astimezone(UTC)) == moment(local)
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", moment(local))


@pytest.mark.parametrize(("term", "words"), [
    ("3wd", "3 ngày làm việc"), ("0.5wd", "0,5 ngày làm việc"), ("15d", "15 ngày"), ("8wh", "8 giờ làm việc"), ("sameday", "trong ngày"),
    ("1mo", "1 tháng"), ("30min", "30 phút"), ("2w", "2 tuần"), ("1y", "1 năm"), ("4h", "4 giờ"),
])  # fmt: skip
def test_a_term_in_words(term, words):
    assert term_in_words(term) == words
