"""Each message's life and each call that is owed, as the dossier's picture keeps them (issue 6)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from lienthong_contracts import KINDS
from lienthong_contracts.letters import LETTERS
from lienthong_runtime import Actor, Catalogue
from portal.decisions import drawn
from portal.domain.record import MessageRecord, Record
from portal.entry_lines import Wording
from portal.message_words import channel_of, message_words, reason_words
from portal.told import calls_of, told
from portal.wording import sentence

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEAD = {"message": "breached-dossier/email@H32.41.head", "channel": "email", "recipient": "head", "agency": "H32.41"}


def event(kind, after=0, **fields):
    return KINDS[kind].model_validate({**KINDS[kind].example, **fields, "at": NOW + timedelta(minutes=after)})


def after(*events):
    record = Record()
    for one in events:
        record = drawn(record, one)
    return record


ASKED, MISSED, REACHED = event("PhoneCallAsked"), event("PhoneCallMade", 5, reached=False), event("PhoneCallMade", 9, officer="lvm")


def test_a_deferred_message_says_why_and_when_it_is_tried_again_until_it_is_taken():
    deferred = event("MessageDeferred")
    waiting = after(event("MessageQueued"), deferred).messages["received/sms"]
    assert (waiting.status, waiting.reason, waiting.again_at) == ("deferred", "queue-full", deferred.again_at)
    taken = after(event("MessageQueued"), deferred, event("MessageAccepted", 1)).messages["received/sms"]
    assert (taken.status, taken.reason, taken.again_at) == ("accepted", "", None)


@pytest.mark.parametrize(("kind", "status", "reason"), [("MessageFailed", "failed", "invalid-destination"),
                                                        ("MessageSuppressed", "suppressed", "no-address")])  # fmt: skip
def test_why_a_message_did_not_arrive_is_kept(kind, status, reason):
    message = after(event(kind)).messages["received/sms"]
    assert (message.status, message.reason) == (status, reason)


def test_a_record_stored_before_messages_had_reasons_can_still_be_read():
    stored = '{"messages": {"received/sms": ["delivered", "2026-11-23T02:00:00Z"]}, "parties": []}'
    record = msgspec.json.decode(stored, type=Record)
    assert record.messages == {"received/sms": MessageRecord("delivered", NOW)} and record.calls == {}
    assert msgspec.json.decode(msgspec.json.encode(after(event("MessageDeferred"), ASKED)), type=Record) == after(
        event("MessageDeferred"), ASKED
    )


def test_a_message_to_a_head_never_stands_among_the_citizens():
    record = after(event("MessageQueued"), event("MessageQueued", template="breached", **HEAD))
    to_citizen, to_staff = (told("d", record, Wording(Catalogue()), "vi", staff=staff) for staff in (False, True))
    assert [message.subject for message in to_citizen] == ["báo đã tiếp nhận"] and to_citizen[0].who == ""
    assert [(message.subject, message.channel, message.who) for message in to_staff] == [("báo quá hạn", "email", "cho thủ trưởng H32.41")]


def test_a_call_is_owed_from_when_it_is_asked_until_the_applicant_was_reached():
    assert after(ASKED).needs == after(ASKED, MISSED).needs == ("call",)
    assert after(ASKED, REACHED).needs == after(ASKED, MISSED, REACHED).needs == ()


def test_tries_that_reached_nobody_are_counted():
    call = after(ASKED, MISSED, event("PhoneCallMade", 7, reached=False, officer="lvm")).calls["received/phone"]
    assert (call.tries, call.tried_at, call.officer, call.reached_at) == (2, NOW + timedelta(minutes=7), "lvm", None)


def test_one_call_made_leaves_the_others_owed():
    other = event("PhoneCallAsked", message="supplement_asked-1/phone", template="supplement_asked")
    assert after(ASKED, other, REACHED).needs == ("call",)


def test_a_call_asked_for_again_is_owed_again():
    assert after(ASKED, REACHED, event("PhoneCallAsked", 20)).needs == ("call",)


def test_a_result_alone_ends_no_call():  # nobody has told the applicant yet
    assert after(event("DossierReceived"), ASKED, event("ResultIssued")).needs == ("call",)


def test_an_agencys_successor_owes_its_calls_but_not_those_already_made():
    other = event("PhoneCallAsked", message="submitted/phone", template="submitted")
    handed = event("JourneyHandedToSuccessor", 30, predecessor="H32.41", successor="H32.42")
    record = after(ASKED, other, REACHED, handed)
    assert {key: record.owes(call) for key, call in record.calls.items()} == {"received/phone": "H32.41", "submitted/phone": "H32.42"}


@pytest.mark.parametrize(("agency", "role", "mine"), [("H32.41", "desk", True), ("H32.42", "desk", False), ("H32.41", "auditor", False),
                                                      (None, "officer", False)])  # fmt: skip
def test_only_an_officer_of_the_agency_that_owes_a_call_is_asked_what_came_of_it(agency, role, mine):
    (call,) = calls_of(after(ASKED), Actor("an", agency, frozenset([role])), Catalogue(), Wording(Catalogue()), "vi")
    assert call.mine == mine
    (made,) = calls_of(after(ASKED, REACHED), Actor("an", agency, frozenset([role])), Catalogue(), Wording(Catalogue()), "vi")
    assert not made.mine and made.officer == "lvm"


@pytest.mark.parametrize("template", LETTERS)
def test_every_letter_has_words_in_both_languages(template):
    vi, en = (message_words(f"{template}-1/sms", lang) for lang in ("vi", "en"))
    assert vi and en and vi != en


def test_the_channel_of_a_message_is_in_its_key():
    keys = ("received/sms", "supplement_asked-1/email", HEAD["message"], "received/phone")
    assert [channel_of(key) for key in keys] == ["sms", "email", "email", "phone"]


def test_a_reason_without_words_yet_is_shown_as_it_is():
    assert (reason_words("no-address"), reason_words("smpp-0x45"), reason_words("")) == (
        "không có địa chỉ hoặc số điện thoại", "smpp-0x45", "")  # fmt: skip


def said(kind, lang="vi", **fields):
    return sentence(kind, {**KINDS[kind].example, **fields}, str, lang).text


def test_the_feed_says_when_a_message_is_tried_again_and_why():
    assert said("MessageDeferred") == "SMS chưa gửi được, thử lại 23/11 09:00: báo đã tiếp nhận; tổng đài đang đầy"


def test_the_feed_tells_a_call_that_reached_somebody_from_one_that_did_not():
    assert said("PhoneCallMade") == "Đã gọi, đã báo được: báo đã tiếp nhận, H32.41"
    assert said("PhoneCallMade", reached=False) == "Đã gọi, chưa gặp: báo đã tiếp nhận, H32.41"
    assert said("PhoneCallAsked", "en").startswith("Phone the applicant: about the reception")


def test_the_feed_says_whom_a_message_is_for_when_it_is_not_the_citizen():
    assert said("MessageQueued", template="breached", **HEAD).endswith("báo quá hạn; cho thủ trưởng")
    assert "cho" not in said("MessageQueued").partition("chờ gửi")[2]
