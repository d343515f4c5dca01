"""What providers and citizens say, and what it means to us: tables, receipts, replies, bounces (SMPP 3.4, RFC 3463, RFC 3464, RFC 5965)."""

from types import SimpleNamespace

import pytest
import smpp34
from notifier.channels import MAIL, Receipt, Reply
from notifier.channels.answers import named, of_smpp, of_smtp
from notifier.channels.bounces import heard_in
from notifier.channels.returns import Returns
from notifier.channels.short_message import Brand, in_parts, receipt_in, reply_in
from notifier.domain.answer import Refused, Throttled, Untried

REFERENCE = "01933c3e-7a00-5000-8000-000000000001"
RETURNS = Returns("tra-ve.vn", "key")
ADDRESS = RETURNS.address(REFERENCE)


def delivered(text, esm_class=4, source="84912345678", coding=0, tlvs=()):
    return SimpleNamespace(esm_class=esm_class, short_message=text, source_addr=source, data_coding=coding, tlvs=list(tlvs))


def report(kind, fields, about=ADDRESS):
    return "\r\n".join([f"To: {about}", f'Content-Type: multipart/report; boundary="b"; report-type={kind}', "", "--b",
                        f"Content-Type: message/{kind}", "", *fields, "", "--b--", ""]).encode()  # fmt: skip


def bounce(action, status, about=ADDRESS):
    fields = ["Reporting-MTA: dns; x", "", "Final-Recipient: rfc822; a@b.vn", f"Action: {action}", f"Status: {status}"]
    return report("delivery-status", fields, about)


@pytest.mark.parametrize(("text", "meant"), [
    (b"id:A1 sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:DELIVRD err:000 text:x", ("A1", True, "delivrd")),
    (b"id: A1 stat: delivrd err:0", ("A1", True, "delivrd")), (b"id:A1 stat:UNDELIV err:001", ("A1", False, "undeliv-001")),
    (b"id:A1 stat:EXPIRED err:000", ("A1", False, "expired")), (b"id:A1 stat:REJECTD err:00A", ("A1", False, "rejectd-00A")),
    (b"id:A1 stat:ENROUTE", ("A1", None, "enroute")), (b"id:A1 stat:ACCEPTD", ("A1", None, "acceptd")),
    (b"id:A1 stat:UNKNOWN", ("A1", None, "unknown")),
    (b"id:A1 stat:SOMETHING", None), (b"stat:DELIVRD", None), (b"", None),
])  # fmt: skip
def test_a_receipt_says_whose_it_is_and_whether_it_arrived(text, meant):
    assert receipt_in(delivered(text)) == meant


def test_a_receipt_may_say_so_in_its_fields_instead_of_its_words():
    fields = [smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"B7\0"), smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\5")]
    assert receipt_in(delivered(b"id:A1 stat:DELIVRD", tlvs=fields)) == ("B7", False, "undeliv")


def test_a_citizen_s_sms_is_no_receipt_and_a_receipt_no_reply():
    assert receipt_in(delivered(b"id:A1 stat:DELIVRD", esm_class=0)) is None
    assert reply_in(delivered(b"TC", esm_class=4)) is None


@pytest.mark.parametrize("source", ["84912345678", "+84912345678", "0912345678", "0084912345678"])
def test_however_the_centre_writes_a_number_it_is_the_one_that_messages_go_to(source):
    assert reply_in(delivered(b"TC", 0, source)) == Reply("sms", "+84912345678", wants=False, how="sms")


@pytest.mark.parametrize(("said", "wants"), [("TC", False), ("huy", False), ("Từ chối", False), ("DK", True), ("Đăng ký", True),
                                             ("TC nhé", None), ("", None)])  # fmt: skip
def test_only_the_words_that_are_agreed_on_switch_messages(said, wants):
    found = reply_in(delivered(said.encode("utf-16-be"), 0, coding=8))
    assert (found and found.wants) is wants


@pytest.mark.parametrize(("status", "meant"), [
    (0x0B, Refused("invalid-destination", permanent=True)), (0x58, Throttled(1.0)), (0x14, Throttled(1.0)),
    (0x0E, Untried("wrong-password")), (0x08, Refused("system-error", permanent=False)), (0x4FF, Refused("smpp-0x4ff", permanent=False)),
])  # fmt: skip
def test_what_a_centre_s_answer_means(status, meant):
    assert of_smpp(status) == meant


@pytest.mark.parametrize(("code", "text", "meant"), [
    (550, "5.1.1 no such user", Refused("no-such-mailbox", permanent=True)), (550, "no", Refused("smtp-550", permanent=True)),
    (550, "  ", Refused("smtp-550", permanent=True)),
    (450, "4.2.1 busy", Refused("mailbox-busy", permanent=False)), (451, "", Refused("smtp-451", permanent=False)),
    (552, "5.2.2 full", Refused("mailbox-full", permanent=False)), (421, "4.3.2 closing", Untried("smtp-421")),
    (554, "5.7.1 relaying denied", Untried("relay-refused")), (535, "5.7.8 bad", Untried("smtp-535")), (421, "4.7.0 slow", Throttled(1.0)),
    (502, "not implemented", Untried("smtp-502")), (530, "5.7.0 STARTTLS first", Untried("smtp-530")),
    (599, "", Refused("smtp-599", permanent=True)), (354, "", Refused("smtp-354", permanent=False)),
])  # fmt: skip
def test_what_a_mail_server_s_answer_means(code, text, meant):
    assert of_smtp(code, text) == meant


@pytest.mark.parametrize(("words", "name"), [("UNDELIV", "UNDELIV"), ("Số không đúng!", "So-khong-dung"), ("", "unknown"),
                                             ("¿", "unknown"), ("x" * 90, "x" * 64)])  # fmt: skip
def test_a_stranger_s_words_become_a_name(words, name):
    assert named(words) == name


@pytest.mark.parametrize("name", ["", " ", "123456", "LienThongQuocGia", "Liên", "a/b"])
def test_what_the_decree_doesn_t_allow_is_no_brand(name):  # NĐ 91/2020 Đ.22
    with pytest.raises(ValueError, match="NĐ 91/2020"):
        Brand(name)


def test_eleven_letters_and_a_number_with_a_letter_are_a_brand():
    assert Brand("LienThong-1").name == "LienThong-1" and Brand("1Cua").name == "1Cua"


def test_a_long_message_s_parts_say_which_they_are_and_a_short_one_s_doesn_t():
    (short,) = in_parts("x" * 160, 0x1234)
    assert short == (b"x" * 160, False)
    first, second = in_parts("x" * 161, 0x1234)
    assert first == (b"\x06\x08\x04\x12\x34\x02\x01" + b"x" * 153, True) and second == (b"\x06\x08\x04\x12\x34\x02\x02" + b"x" * 8, True)


@pytest.mark.parametrize(("action", "status", "meant"), [
    ("failed", "5.1.1", (False, "bounce-5.1.1")), ("Failed", "9.9", (False, "bounce")), ("delayed", "4.4.7", (None, "bounce-4.4.7")),
    ("delivered", "2.0.0", (True, "bounce-2.0.0")),
])  # fmt: skip
def test_a_bounce_says_whether_the_mail_arrived(action, status, meant):
    assert heard_in(bounce(action, status), [ADDRESS], RETURNS) == Receipt(MAIL, REFERENCE, *meant)
    assert heard_in(bounce(action, status), ["tra-ve@x.vn"], RETURNS) is not None  # named within


def test_a_bounce_that_names_none_of_our_mails_is_nothing():
    forged = f"tra-ve+{REFERENCE}.{'0' * 16}@tra-ve.vn"
    assert heard_in(bounce("failed", "5.1.1", forged), [forged], RETURNS) is None
    assert heard_in(bounce("exploded", "5.1.1"), [ADDRESS], RETURNS) is None
    assert heard_in(b"Subject: out of office\r\n\r\nback on Monday", [ADDRESS], RETURNS) is None


@pytest.mark.parametrize(("whose", "meant"), [("<a@b.vn>", Reply("email", "a@b.vn", wants=False, how="complaint")), ("nobody", None)])
def test_a_complaint_names_who_complains(whose, meant):
    fields = ["Feedback-Type: abuse", f"Original-Rcpt-To: {whose}"]
    assert heard_in(report("feedback-report", fields), [ADDRESS], RETURNS) == meant
