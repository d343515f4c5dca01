import asyncio
import json
from email.message import EmailMessage

import aiosmtplib
import httpx2
import pytest
import smpp34
from lienthong_local.failure import until
from lienthong_local.mail_sink import mail_sink
from lienthong_local.outbox import Outbox
from lienthong_local.ports import Ports
from lienthong_local.sinks import sinks
from lienthong_local.web import get_json

LETTER = "Hồ sơ của ông/bà đã được tiếp nhận."


@pytest.fixture
async def here(tmp_path):
    """Both sinks in this process: where they listen, and what they kept."""
    smtp, smpp = Ports.any_free(), Ports.any_free()
    async with sinks(
        tmp_path / "messages.jsonl", smtp, smpp, fate=lambda n: "UNDELIV" if n.endswith("9") else "DELIVRD"
    ) as outbox:
        yield smtp, smpp, outbox


def letter():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "mot-cua@example.vn", "dan@example.vn", "Tiếp nhận hồ sơ"
    mail["X-Reference"] = "message-1"
    mail.set_content(LETTER)
    mail.add_alternative(f"<p>{LETTER}</p>", subtype="html")
    return mail


async def send(port, *recipients):
    await aiosmtplib.send(letter(), hostname="127.0.0.1", port=port, recipients=recipients or None)


async def bound(port):
    client = smpp34.Client("127.0.0.1", port, "notifier", "secret", bind_type="TRX")
    return client, await asyncio.wait_for(client.connect(), 10)


async def test_a_mail_arrives_with_its_vietnamese_letters(here):
    smtp, _, outbox = here
    await send(smtp)
    (mail,) = outbox.newest()
    assert (mail["kind"], mail["to"], mail["subject"]) == ("email", "dan@example.vn", "Tiếp nhận hồ sơ")
    assert (mail["text"].strip(), mail["html"].strip()) == (LETTER, f"<p>{LETTER}</p>")
    assert mail["reference"] == "message-1"


@pytest.mark.parametrize(
    ("text", "coding", "body"),
    [("Ho so da xong", 0, b"Ho so da xong"), (LETTER[:60], 8, LETTER[:60].encode("utf-16-be"))],
)
async def test_a_short_message_arrives_and_its_delivery_is_reported(here, text, coding, body):
    _, smpp, outbox = here
    client, centre = await bound(smpp)
    answer = await centre.submit_sm(
        "84901234567", body, source_addr="LIENTHONG", data_coding=coding, registered_delivery=1
    )
    receipt = await asyncio.wait_for(centre.next(), 10)
    (sms,) = outbox.newest()
    assert (sms["to"], sms["text"], sms["message_id"]) == ("84901234567", text, answer.message_id)
    assert receipt.esm_class == 4
    assert receipt.short_message.startswith(f"id:{answer.message_id} ".encode())
    assert b"stat:DELIVRD" in receipt.short_message
    await centre.unbind()
    await client.stop()


async def test_a_number_that_cannot_be_reached_is_reported_as_such(here):
    client, centre = await bound(here[1])
    await centre.submit_sm("84901234569", b"x", source_addr="LIENTHONG", registered_delivery=1)
    receipt = await asyncio.wait_for(centre.next(), 10)
    assert b"stat:UNDELIV" in receipt.short_message
    await centre.unbind()
    await client.stop()


async def test_what_was_kept_is_there_after_a_restart(tmp_path):
    keep, ports = tmp_path / "messages.jsonl", (Ports.any_free(), Ports.any_free())
    async with sinks(keep, *ports):
        await send(ports[0])
    async with sinks(keep, *ports) as outbox:
        assert outbox.totals == {"email": 1}
    assert json.loads(keep.read_text())["subject"] == "Tiếp nhận hồ sơ"


async def test_the_process_shows_what_it_took_newest_first(infra):
    before = get_json(f"{infra.sink_url}/messages")["totals"]["email"]
    await send(int(infra.smtp.rpartition(":")[2]))
    client, centre = await bound(int(infra.smpp.rpartition(":")[2]))
    await centre.submit_sm("84900000001", b"newest", source_addr="LIENTHONG")
    shown = get_json(f"{infra.sink_url}/messages?limit=2")
    assert [message["kind"] for message in shown["messages"]] == ["sms", "email"]
    assert get_json(f"{infra.sink_url}/messages?kind=email")["totals"]["email"] == before + 1
    await centre.unbind()
    await client.stop()


async def test_the_process_takes_messages_by_http_as_well(infra):
    message = {"reference": "by-http", "to": "+84901234567", "from": "LienThong", "text": "Ho so da xong"}
    async with httpx2.AsyncClient(headers={"Authorization": "Bearer lienthong"}) as http:
        assert (await http.post(f"{infra.gateway}/messages", json=message)).status_code == 202
    (shown, *_) = get_json(f"{infra.sink_url}/messages?limit=1")["messages"]
    assert (shown["kind"], shown["provider"], shown["text"]) == ("sms", "http", "Ho so da xong")


async def test_the_process_bounces_mail_to_whom_the_name_says(infra, tmp_path):
    outbox = Outbox(tmp_path / "bounces.jsonl")
    async with mail_sink(outbox, int(infra.bounces.rpartition(":")[2])):
        await send(int(infra.smtp.rpartition(":")[2]), "bounce.nobody@example.vn")
        await until(lambda: came(outbox), 20, "the bounce")
    (bounce,) = outbox.newest()
    assert (bounce["envelope_from"], bounce["to"]) == ("<>", "mot-cua@example.vn")
    assert bounce["headers"]["Content-Type"].startswith("multipart/report")


async def came(outbox):
    return outbox.totals["email"] == 1
