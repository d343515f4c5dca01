"""E-mail as a careful postmaster expects it: encrypted, signed, in two parts, its bounces and complaints read back (issue 6)."""

import base64
import re
from dataclasses import replace
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_local.certificates import in_files
from lienthong_local.cutting import cutting
from lienthong_local.sinks import sinks
from nacl.signing import SigningKey
from notifier.channels import Rendered
from notifier.channels.bounces import Bounces
from notifier.channels.letter_mail import PLAIN, Sender, Signer, as_html, as_mail
from notifier.channels.returns import Returns
from notifier.channels.smtp import Login, Smtp
from notifier.domain.answer import Sent, Untried
from notifier_at_work import AtWork

MAIL = "received/email"
REFERENCE = "01933c3e-7a00-5000-8000-000000000001"
RETURNS = Returns("tra-ve.vn", "key")
SENDER = Sender("Liên Thông", "khong-tra-loi@mot-cua.vn", RETURNS)
TEXT = "Kính gửi Ông/Bà,\n\nMã hồ sơ: 1\nCơ quan: <b>UBND</b>\n\nTrân trọng"
LETTER = Rendered("cong.dan@example.vn", "Hồ sơ đã được tiếp nhận", TEXT, REFERENCE)


async def handed_over(tmp_path, trusted, security="starttls", **options):
    server, authority = in_files(str(tmp_path))
    async with sinks(tmp_path / "kept.jsonl", tls=server, **options) as found:
        login = Login(found.smtp, security, trusted=authority if trusted else "")
        outcome = await Smtp(login, SENDER, Bounces(RETURNS)).send(LETTER)
        return outcome, found.newest(10, "email")


async def test_mail_goes_encrypted_where_the_server_s_certificate_is_trusted(tmp_path):
    outcome, (mail,) = await handed_over(tmp_path, trusted=True, require_starttls=True)
    assert outcome == Sent((REFERENCE,)) and mail["subject"] == "Hồ sơ đã được tiếp nhận"


async def test_a_server_that_nobody_vouches_for_gets_no_mail(tmp_path):
    outcome, mails = await handed_over(tmp_path, trusted=False)
    assert isinstance(outcome, Untried) and mails == []


async def test_a_server_without_starttls_gets_no_mail_where_it_is_asked_for(tmp_path):
    async with sinks(tmp_path / "kept.jsonl") as found:
        outcome = await Smtp(Login(found.smtp, "starttls"), SENDER, Bounces(RETURNS)).send(LETTER)
        assert isinstance(outcome, Untried) and found.newest(10, "email") == []


async def test_a_connection_that_ended_unnoticed_is_made_anew_and_says_nothing_of_the_server(tmp_path):
    async with sinks(tmp_path / "kept.jsonl") as found, cutting(found.smtp) as front:
        smtp = Smtp(Login(front.address), SENDER, Bounces(RETURNS), connections=1)
        assert await smtp.send(LETTER) == Sent((REFERENCE,))
        front.cut()
        assert await smtp.send(LETTER) == Sent((REFERENCE,))
        await front.shut()
        assert isinstance(await smtp.send(LETTER), Untried)


def test_a_mail_has_the_same_words_in_two_parts_and_nothing_of_them_is_markup():
    mail = message_from_bytes(as_mail(LETTER, SENDER).as_bytes(), policy=default)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    html = mail.get_body(("html",)).get_content()
    assert "&lt;b&gt;UBND&lt;/b&gt;" in html and "<b>" not in html
    assert mail["Message-ID"] == f"<{REFERENCE}@mot-cua.vn>" and mail["Auto-Submitted"] == "auto-generated"


def test_only_a_web_address_can_be_pressed_and_it_can_t_leave_its_quotes():
    text = 'Xem: https://x.vn/tra-cuu?ma=1&b="onmouseover=alert(1) javascript:alert(1) http://y.vn/<script>'
    html = as_html("x", text)
    assert re.findall('href="([^"]*)"', html) == ["https://x.vn/tra-cuu?ma=1&amp;b=", "http://y.vn/"]
    assert "<script>" not in html and 'b="on' not in html


def test_what_isn_t_owed_can_be_switched_off_by_one_click():  # RFC 8058
    mail = as_mail(Rendered("a@b.vn", "x", "y", REFERENCE, opt_out="https://x.vn/tin-nhan/t"), SENDER)
    assert mail["List-Unsubscribe"] == "<https://x.vn/tin-nhan/t>" and mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert as_mail(LETTER, SENDER)["List-Unsubscribe"] is None


@given(some.text(max_size=60).map(lambda text: f"a@b.vn\r\nBcc: x@y.vn\r\n{text}") | some.text(max_size=60))
def test_no_address_and_no_subject_writes_a_header_of_its_own(text):
    for field in ("to", "subject"):
        letter = {"to": "a@b.vn", "subject": "x", "text": text, "reference": REFERENCE} | {field: text}
        try:
            octets = as_mail(Rendered(**letter), SENDER).as_bytes()
        except ValueError:
            continue
        mail = message_from_bytes(octets, policy=default)
        assert mail["Bcc"] is None and len(mail.get_all("To")) == len(mail.get_all("Subject")) == 1


@given(some.from_regex(PLAIN, fullmatch=True))
def test_an_address_that_is_taken_as_it_is_is_one_by_the_grammar_too(address):
    assert as_mail(replace(LETTER, to=address), SENDER)["To"].replace("\n ", "") == Address(addr_spec=address).addr_spec


def test_a_signature_can_be_verified_and_a_changed_word_breaks_it():  # RFC 8463
    key = SigningKey.generate()


    signed = Signer("s1", "mot-cua.vn", base64.b64encode(key.encode())).sign(as_mail(LETTER, SENDER).as_bytes())
    record = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(key.verify_key.encode())
    assert dkim.verify(signed, dnsfunc=lambda *_a, **_k: record)
    assert not dkim.verify(signed.replace(b"UBND", b"UBNX"), dnsfunc=lambda *_a, **_k: record)


def test_only_an_address_of_ours_names_a_message():
    address = RETURNS.address(REFERENCE)
    assert RETURNS.reference(address) == REFERENCE
    assert RETURNS.reference(address.replace("0001.", "0002.")) == Returns("tra-ve.vn", "another").reference(address) == ""


async def test_a_complaint_switches_off_what_isn_t_owed(work: AtWork):
    work.sinks.mail.fates["cong.dan@example.vn"] = "abuse"
    work.sinks.mail.bounces = work.settings.bounces
    await work.receive()

    async def unwanted() -> bool:
        return await work.running.pool.fetchval("select count(*) from wish where not wanted and how = 'complaint'") == 1

    await work.until(unwanted)


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "553 5.1.3 bad address"])
async def test_a_mailbox_that_isn_t_there_fails_at_once(work: AtWork, answer):
    work.sinks.mail.answers["cong.dan@example.vn"] = answer
    (dossier,) = await work.receive()
    mail = await work.status(dossier, MAIL, "failed")
    assert len(mail.tries) == 1


async def test_a_mailbox_that_is_busy_is_tried_again(work: AtWork):
    work.sinks.mail.answers["cong.dan@example.vn"] = "450 4.2.1 busy"
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, MAIL, "smtp"))
    work.sinks.mail.answers.clear()
    await work.hurry(dossier)
    assert [t.outcome for t in (await work.status(dossier, MAIL, "accepted")).tries] == ["mailbox-busy", "accepted"]


async def test_an_address_that_isn_t_one_fails_by_name(work: AtWork):
    work.people.usual = {"phone": "", "email": "a@b.vn\nBcc: c@d.vn"}
    (dossier,) = await work.receive()
    await work.status(dossier, "received/phone", "queued")
    assert "invalid-address" in {e["reason"] for e in await work.said("MessageFailed")} and work.mails() == []
