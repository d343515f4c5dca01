import asyncio
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP
from lienthong_local.certificates import for_loopback
from lienthong_local.cutting import cutting
from lienthong_local.sinks import sinks

SENDER, TO, OTHER = "tra-loi+m-1@example.vn", "dan@example.vn", "ban@example.vn"


@pytest.fixture
async def running(tmp_path):
    async with sinks(tmp_path / "messages.jsonl") as here:
        yield here


def letter():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = "mot-cua@example.vn", TO, "Tiếp nhận hồ sơ", "<m-1@example.vn>"
    mail.set_content("Hồ sơ của ông/bà đã được tiếp nhận.")
    return mail


async def send(address, *recipients, **more):
    host, _, port = address.rpartition(":")
    return await aiosmtplib.send(
        letter(), hostname=host, port=int(port), sender=SENDER, recipients=recipients or (TO,), **{"timeout": 10, **more}
    )


async def code(sending):
    """The answer that a sending met, 250 when it was taken."""
    try:
        await sending
    except aiosmtplib.SMTPRecipientsRefused as fault:
        return fault.recipients[0].code
    except aiosmtplib.SMTPResponseException as fault:
        return fault.code
    return 250


class Back:
    """Where bounces are delivered."""

    def __init__(self):
        self.came = asyncio.Queue()

    async def handle_DATA(self, _server, _session, envelope):
        self.came.put_nowait(envelope)
        return "250 OK"

    async def next(self):
        """The next report, with its envelope's sender and recipients."""
        envelope = await asyncio.wait_for(self.came.get(), 10)
        return message_from_bytes(envelope.content, policy=default), envelope.mail_from, envelope.rcpt_tos


@pytest.fixture
async def returned(running):
    """What comes back."""
    loop, back = asyncio.get_running_loop(), Back()
    async with await loop.create_server(lambda: SMTP(back, loop=loop, hostname="localhost"), "127.0.0.1", 0) as server:
        running.mail.bounces = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield back
        server.close_clients()


async def test_the_envelopes_sender_is_kept_beside_the_letters(running):
    await send(running.smtp)
    (mail,) = running.newest()
    assert (mail["envelope_from"], mail["from"], mail["provider"]) == (SENDER, "mot-cua@example.vn", "smtp")


async def test_recipients_are_answered_each_in_its_way(running):
    running.mail.answers |= {TO: "550 5.1.1 no such user", OTHER: "450 4.2.1 busy"}
    assert [await code(send(running.smtp, to)) for to in (TO, OTHER, "khac@example.vn")] == [550, 450, 250]
    refused, _ = await send(running.smtp, TO, "khac@example.vn")
    assert refused[TO].message == "5.1.1 no such user"
    assert [mail["to"] for mail in running.newest()] == ["khac@example.vn"] * 2


async def test_so_many_mails_are_answered_that_the_server_is_busy_which_then_hangs_up(running):
    running.mail.busy = 2
    assert [await code(send(running.smtp)) for _ in range(3)] == [421, 421, 250]
    running.mail.busy = 1
    host, _, port = running.smtp.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"HELO notifier\r\nMAIL FROM:<a@example.vn>\r\n")
    *_, last = (await asyncio.wait_for(reader.read(), 10)).splitlines()
    assert last.startswith(b"421 ")
    writer.close()


async def test_a_content_may_be_refused(running):
    running.mail.content = "552 5.3.4 too big"
    assert (await code(send(running.smtp)), running.newest()) == (552, [])


async def test_a_hanging_server_never_answers_and_keeps_nothing(running):
    running.mail.hang = True
    with pytest.raises(aiosmtplib.SMTPTimeoutError):
        await send(running.smtp, timeout=0.5)
    running.mail.hang = False
    assert (await code(send(running.smtp)), len(running.newest())) == (250, 1)


async def test_a_mail_is_kept_before_the_cut_though_its_sender_does_not_learn_it(running):
    running.mail.cut = 1
    with pytest.raises((aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPReadTimeoutError)):
        await send(running.smtp)
    assert len(running.newest()) == 1
    assert (await code(send(running.smtp)), len(running.newest())) == (250, 2)


async def test_a_refused_connection_gets_no_greeting(running):
    running.mail.refuse = True
    with pytest.raises(aiosmtplib.SMTPException):
        await send(running.smtp)
    running.mail.refuse = False
    assert await code(send(running.smtp)) == 250


async def test_a_shut_port_before_the_server_refuses(running):
    async with cutting(running.smtp) as front:
        await front.shut()
        with pytest.raises(aiosmtplib.SMTPConnectError):
            await send(front.address)
        await front.heal()
        assert await code(send(front.address)) == 250


async def test_mail_passes_by_starttls_only_where_that_is_asked_for(tmp_path):
    server, trusting = for_loopback()
    _, stranger = for_loopback()
    async with sinks(tmp_path / "messages.jsonl", tls=server, require_starttls=True) as running:
        assert await code(send(running.smtp, start_tls=True, tls_context=trusting)) == 250
        assert await code(send(running.smtp, start_tls=False)) == 530
        with pytest.raises(ssl.SSLCertVerificationError):
            await send(running.smtp, start_tls=True, tls_context=stranger)
    assert running.totals == {"email": 1}


async def test_a_cut_after_starttls_is_a_cut(tmp_path):
    server, trusting = for_loopback()
    async with sinks(tmp_path / "messages.jsonl", tls=server) as running:
        running.mail.cut = 1
        with pytest.raises(aiosmtplib.SMTPException):
            await send(running.smtp, start_tls=True, tls_context=trusting)
        assert await code(send(running.smtp, start_tls=True, tls_context=trusting)) == 250


@pytest.mark.parametrize(("to", "fates", "action", "status"), [
    (TO, {TO: "5.1.1"}, "failed", "5.1.1"), (TO, {TO: "4.4.1"}, "delayed", "4.4.1"), (TO, {TO: "2.0.0"}, "delivered", "2.0.0"),
    ("bounce.nobody@example.vn", {}, "failed", "5.1.1"),
])  # fmt: skip
async def test_what_became_of_a_mail_comes_back_to_its_envelopes_sender(running, returned, to, fates, action, status):
    running.mail.fates |= fates
    assert await code(send(running.smtp, to)) == 250
    report, sender, recipients = await returned.next()
    assert (sender, recipients) == ("<>", [SENDER])
    assert (report.get_content_type(), report.get_param("report-type")) == ("multipart/report", "delivery-status")
    facts = report.get_payload()[1].get_payload()[1]
    assert (facts["Action"], facts["Status"], facts["Final-Recipient"]) == (action, status, f"rfc822; {to}")


async def test_a_complaint_comes_back_as_one(running, returned):
    running.mail.fates[TO] = "abuse"
    await send(running.smtp)
    report, sender, recipients = await returned.next()
    assert (sender, recipients, report.get_param("report-type")) == ("<>", [SENDER], "feedback-report")
    (facts,) = report.get_payload()[1].get_payload()
    assert (facts["Feedback-Type"], facts["Original-Rcpt-To"]) == ("abuse", TO)


async def test_all_is_well_where_no_fate_is_set(running, returned):
    running.mail.delay = 0
    await send(running.smtp, OTHER)
    await send(running.smtp, "bounce.nobody@example.vn")
    report, _, _ = await returned.next()
    assert "bounce.nobody" in report.get_payload()[0].get_content()
    assert returned.came.empty()


async def test_what_comes_back_waits_for_somebody_to_take_it(running, returned):
    running.mail.fates[TO] = "5.1.1"
    async with cutting(running.mail.bounces) as front:
        running.mail.bounces, running.mail.delay = front.address, 0
        await front.shut()
        await send(running.smtp)
        await front.heal()
        assert (await returned.next())[2] == [SENDER]
