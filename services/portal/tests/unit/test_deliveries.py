"""The delivery figures: counted once, by the event's own day, and shown without flattery."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import KINDS
from portal.deliveries import as_json, days_asked, deliveries_view
from portal.domain.delivery import FATES, Figure, figures, template_of
from portal.format import percent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def event(kind, **fields):
    return KINDS[kind].model_validate({**KINDS[kind].example, "at": NOW, **fields})


def view(*events, lang="vi"):
    return deliveries_view(figures(events), TODAY, TODAY, NOW, lang)


def test_every_kind_about_a_message_or_a_call_is_counted():
    assert {kind.__name__ for kind in FATES} == {name for name, kind in KINDS.items() if kind.topic == "notification.v1"}


def test_an_acceptance_counts_with_its_provider_and_the_parts_that_are_paid_for():
    accepted = event("MessageAccepted", message="supplement_asked-2/sms", parts=3)
    assert figures([accepted, accepted]) == {Figure(TODAY, "sms", "supplement_asked", "applicant", "smpp", "accepted", ""): (2, 6)}


def test_a_calls_outcome_is_told_apart():
    found = figures([event("PhoneCallAsked"), event("PhoneCallMade"), event("PhoneCallMade", reached=False)])
    assert {(figure.channel, figure.fate, figure.reason) for figure in found} == {
        ("phone", "asked", "invalid-destination"), ("phone", "reached", ""), ("phone", "missed", "")}  # fmt: skip


def test_an_instant_counts_on_its_day_in_viet_nam():
    late = event("MessageQueued", at=datetime(2026, 11, 22, 17, 30, tzinfo=UTC))  # half past midnight in Hà Nội
    assert [figure.counted_on for figure in figures([late])] == [TODAY]


def test_other_events_and_kinds_not_known_yet_count_for_nothing():
    assert figures([event("DossierReceived"), None]) == {}


def test_figures_stand_in_one_order_whatever_order_the_events_came_in():  # or two transactions would lock each other out
    events = [event("MessageQueued", channel=channel, template=template) for channel in ("sms", "email") for template in ("b", "a")]
    assert list(figures(events)) == list(figures(reversed(events))) == sorted(figures(events))


def test_a_message_s_template_is_in_its_key():
    assert [template_of(key) for key in ("received/sms", "supplement_asked-1/email", "breached-dossier/email@H32.41.head")] == [
        "received", "supplement_asked", "breached"]  # fmt: skip


def test_an_sms_has_arrived_by_its_receipt_and_an_email_when_the_next_server_took_it():
    queued = [event("MessageQueued", channel=channel) for channel in ("sms", "email")]
    accepted = [event("MessageAccepted", channel=channel) for channel in ("sms", "email")]
    assert [(row.channel, row.sums.arrived) for row in view(*queued, *accepted).channels] == [("sms", 0), ("email", 1)]
    assert [row.sums.arrived for row in view(*queued, *accepted, event("MessageDelivered")).channels] == [1, 1]


@given(some.lists(some.sampled_from(sorted(kind.__name__ for kind in FATES)), max_size=40), some.sampled_from(["sms", "email"]))
def test_the_share_is_never_above_all_and_its_parts_add_up(kinds, channel):
    extra = {name: {"channel": channel} for name in KINDS if name.startswith("Message")}
    for row in view(*(event(kind, **extra.get(kind, {})) for kind in kinds)).channels:
        s = row.sums
        assert s.arrived + s.waiting + s.suppressed + s.failed == s.whole >= s.queued and s.waiting >= 0


@pytest.mark.parametrize("missing", ["MessageFailed", "MessageSuppressed", None])
def test_while_one_message_is_missing_the_share_is_not_100_percent(missing):
    of = (TODAY, "sms", "received", "applicant")
    found = {Figure(*of, "", "queued", ""): (30_000, 0), Figure(*of, "smpp", "delivered", ""): (29_999, 0)}
    found |= {} if missing is None else figures([event(missing)])
    (row,) = deliveries_view(found, TODAY, TODAY, NOW, "vi").channels
    assert percent(row.sums.arrived, row.sums.whole) == "99,99 %"


def test_messages_to_staff_are_counted_apart():
    staff = event("MessageQueued", message="breached-dossier/email@H32.41.head", template="breached", channel="email", recipient="head")
    shown = view(staff, event("MessageQueued"))
    assert [(row.about, row.who) for row in shown.staff] == [("báo quá hạn", "cho thủ trưởng")]
    assert sum(row.sums.queued for row in shown.channels) == sum(row.sums.queued for row in shown.days) == 1


def test_reasons_are_told_per_channel_the_most_frequent_first():
    failed, deferred = event("MessageFailed"), event("MessageDeferred", channel="email")
    rows = [(row.channel, row.fate, row.times) for row in view(event("MessageFailed", reason="x"), failed, failed, deferred).reasons]
    assert rows == [("sms", "failed", 2), ("sms", "failed", 1), ("email", "deferred", 1)]


def test_nothing_counted_is_an_empty_page():
    assert view().empty and not view(event("PhoneCallAsked")).empty


@pytest.mark.parametrize(("since", "until", "days"), [
    ("", "", (TODAY - timedelta(days=29), TODAY)), ("2026-11-01", "2026-11-05", (date(2026, 11, 1), date(2026, 11, 5))),
    ("2026-11-05", "2026-11-01", (date(2026, 11, 1), date(2026, 11, 5))), ("nonsense", "32", (TODAY - timedelta(days=29), TODAY)),
    ("", "0001-01-05", (date.min, date(1, 1, 5))),
])  # fmt: skip
def test_the_days_asked_for_are_in_order_and_have_a_usual_length(since, until, days):
    assert days_asked(since, until, NOW) == days


def test_programs_get_every_figure_and_each_channels_sums():
    said = as_json(figures([event("MessageQueued"), event("MessageAccepted", parts=2), event("PhoneCallAsked")]), TODAY, TODAY)
    assert said["channels"]["sms"]["queued"] == 1 and said["channels"]["sms"]["parts"] == 2 and said["calls"]["asked"] == 1
    assert len(said["figures"]) == 3
