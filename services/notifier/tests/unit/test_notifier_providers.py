"""What providers answer is told apart by tables, and what stands in a short message is exact (domain.md §5.2)."""

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime.gsm7 import encoded, parts
from notifier.channels.answers import GATEWAY_ERRORS, SMPP, of_smpp, of_smtp
from notifier.channels.short_message import Brand, in_parts, receipt_in, reply_in
from notifier.domain.answer import Refused, Throttled, Untried


class Delivered:
    """A deliver_sm as the library hands it over."""

    def __init__(self, text, esm_class=4, tlvs=(), data_coding=0, source="84912345678"):
        self.short_message, self.esm_class, self.tlvs, self.data_coding, self.source_addr = text, esm_class, tlvs, data_coding, source


@pytest.mark.parametrize("name", ["LienThong", "Mot-Cua", "BO_CA.1", "A", "Abcdefghijk"])
def test_a_brand_has_at_most_eleven_letters_digits_and_a_few_signs(name):  # NĐ 91/2020 Đ.22
    assert Brand(name).name == name


@pytest.mark.parametrize("name", ["", "Abcdefghijkl", "12345", "Liên", "a/b", "   "])
def test_what_isn_t_a_brand_is_refused_when_the_service_starts(name):
    with pytest.raises(ValueError, match="brand"):
        Brand(name)


def test_the_recipient_s_fault_is_final_ours_is_another_provider_s_chance_and_haste_is_waited_for():
    assert of_smpp(0x0B) == Refused("invalid-destination", permanent=True)
    assert isinstance(of_smpp(0x0A), Untried) and isinstance(of_smpp(0x0E), Untried)
    assert isinstance(of_smpp(0x58), Throttled) and isinstance(of_smpp(0x14), Throttled)
    assert of_smpp(0x08) == Refused("system-error", permanent=False)


@given(some.integers(1, 2**32 - 1))
def test_a_status_that_no_table_knows_is_tried_again(status):
    answer = of_smpp(status)
    assert status in SMPP or answer == Refused(f"smpp-{status:#x}", permanent=False)


@pytest.mark.parametrize(("code", "text", "permanent"), [
    (550, "5.1.1 no such user", True), (552, "5.2.2 mailbox full", False), (450, "4.2.1 busy", False), (550, "no such user", True),
    (451, "local error", False), (552, "5.3.4 too big", True),
])  # fmt: skip
def test_of_a_mail_server_s_answers_the_enhanced_status_is_asked_first(code, text, permanent):
    answer = of_smtp(code, text)
    assert isinstance(answer, Refused) and answer.permanent is permanent


@pytest.mark.parametrize(("code", "text"), [
    (535, "5.7.8 bad credentials"), (421, "closing"), (530, "auth required"), (550, "5.7.1 relaying denied"),
])  # fmt: skip
def test_what_a_mail_server_has_against_us_is_no_fault_of_the_recipient(code, text):
    assert isinstance(of_smtp(code, text), Untried)


def test_each_error_of_the_gateway_has_its_answer():
    assert set(GATEWAY_ERRORS) == {"invalid-destination", "text-too-long", "malformed", "invalid-sender", "unauthorised", "no-credit"}


@given(some.text("abc đ{}€@_\n0123456789", max_size=700).filter(lambda text: "đ" not in text), some.integers(0, 0xFFFF))
def test_a_long_message_s_parts_say_their_number_how_many_and_which(text, number):
    found = list(in_parts(text, number))
    if len(found) == 1:
        assert found == [(encoded(text), False)]
        return
    for place, (octets, has_header) in enumerate(found, 1):
        assert has_header and octets[:7] == bytes((6, 8, 4, *number.to_bytes(2), len(found), place)) and len(octets) - 7 <= 153
    assert b"".join(octets[7:] for octets, _ in found) == encoded(text) and len(found) == len(parts(text))


@pytest.mark.parametrize(("stat", "arrived"), [
    ("DELIVRD", True), ("UNDELIV", False), ("EXPIRED", False), ("REJECTD", False), ("ENROUTE", None),
])  # fmt: skip
def test_a_receipt_is_read_from_its_text(stat, arrived):
    text = f"id:AB-1 sub:001 dlvrd:001 submit date:2611261000 done date:2611261001 stat:{stat} err:000 text:".encode()
    assert receipt_in(Delivered(text)) == ("AB-1", arrived, stat.lower())


def test_a_receipt_s_own_parameters_go_before_its_text():
    tlvs = (smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"XY\0"), smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\x05"))
    assert receipt_in(Delivered(b"id:AB stat:DELIVRD err:045", tlvs=tlvs)) == ("XY", False, "undeliv-045")


@given(some.binary(max_size=200), some.integers(0, 255), some.integers(0, 255))
def test_whatever_octets_come_they_are_a_receipt_a_reply_or_nothing(octets, esm_class, coding):
    event = Delivered(octets, esm_class, (), coding)
    receipt, reply = receipt_in(event), reply_in(event)
    assert receipt is None or reply is None


@pytest.mark.parametrize(("text", "wants"), [
    ("TC", False), ("tc ", False), ("Từ chối", False), ("STOP", False), ("DK", True), ("đăng ký", True),
])  # fmt: skip
def test_a_citizen_says_no_and_yes_in_their_own_letters(text, wants):
    reply = reply_in(Delivered(text.encode("utf-16-be"), 0, (), 8))
    assert (reply.wants, reply.address, reply.channel) == (wants, "+84912345678", "sms")
