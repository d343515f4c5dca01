"""Whatever providers, mail servers and citizens send back is a receipt, a reply, an outcome or nothing: never a fault of ours (issue 8)."""

import contextlib
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import Code
from notifier.channels import Receipt, Reply
from notifier.channels.answers import named, of_smpp, of_smtp
from notifier.channels.bounces import heard_in
from notifier.channels.gateway import Gateway
from notifier.channels.returns import Returns
from notifier.channels.short_message import Brand, receipt_in, reply_in
from outside import outside, tries, words
from pydantic import TypeAdapter

REFERENCE = "01933c3e-7a00-5000-8000-000000000001"
RETURNS = Returns("tra-ve.vn", "key")
ADDRESS = RETURNS.address(REFERENCE)
CODE: TypeAdapter[str] = TypeAdapter(Code)


def report(kind: str, *fields: str) -> bytes:
    return "\r\n".join(
        [
            f"To: {ADDRESS}",
            f'Content-Type: multipart/report; boundary="b"; report-type={kind}',
            "",
            "--b",
            f"Content-Type: message/{kind}",
            "",
            *fields,
            "",
            "--b--",
            "",
        ]
    ).encode()


MAILS = (
    report("delivery-status", "Reporting-MTA: dns; x", "", "Final-Recipient: rfc822; a@b.vn", "Action: failed", "Status: 5.1.1"),
    report("feedback-report", "Feedback-Type: abuse", "Original-Rcpt-To: <a@b.vn>"),
    report("delivery-status", "Content-Transfer-Encoding: base64", "", "QWN0aW9uOiBmYWlsZWQ="),
)
# A recipient's server that keeps a genuine address may write whatever it likes around it.
HEADERS = (
    "Content-Type: message/delivery-status; charset=",
    "Content-Transfer-Encoding: ",
    "Content-Type: multipart/report; boundary=",
    "Content-Disposition: a; filename*0*=",
    "From: ",
    "Date: ",
    "Message-ID: ",
    "Action: ",
    "Original-Rcpt-To: ",
    "Status: ",
)


@some.composite
def mails(draw: some.DrawFn) -> bytes:
    """Mails with odd headers before and inside, and the genuine address somewhere."""
    odd = b"".join(
        draw(some.sampled_from(HEADERS)).encode() + draw(some.binary(max_size=60)) + b"\r\n" for _ in range(draw(some.integers(0, 3)))
    )
    mail = draw(outside(*MAILS))
    at = mail.find(b"message/")
    return odd + (mail[:at] + b"x\r\n" + odd + mail[at:] if draw(some.booleans()) and at > 0 else mail) + ADDRESS.encode()


@tries
@given(mails())
def test_any_mail_that_comes_back_is_a_receipt_a_complaint_or_nothing(mail: bytes) -> None:
    heard = heard_in(mail, [ADDRESS], RETURNS)
    assert heard is None or isinstance(heard, Receipt | Reply)
    if isinstance(heard, Receipt):
        assert heard.reference == REFERENCE and CODE.validate_python(heard.reason)


@tries
@given(mails(), words(ADDRESS))
def test_a_mail_about_no_message_of_ours_is_nothing(mail: bytes, recipient: str) -> None:
    other = Returns("tra-ve.vn", "another key")
    assert heard_in(mail.replace(ADDRESS.encode(), b""), [other.address(REFERENCE), recipient.replace(ADDRESS, "")], RETURNS) is None


RECEIPTS = (
    b"id:A1 sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:DELIVRD err:000 text:x",
    b"id: A1 stat: delivrd err:0",
    b"TC",
    "Từ chối".encode("utf-16-be"),
)
tags = some.sampled_from([smpp34.TLV_RECEIPTED_MESSAGE_ID, smpp34.TLV_MESSAGE_STATE, smpp34.TLV_MESSAGE_PAYLOAD]) | some.integers(0, 0xFFFF)
events = some.builds(
    SimpleNamespace,
    esm_class=some.integers(0, 255),
    short_message=outside(*RECEIPTS),
    data_coding=some.integers(0, 255),
    source_addr=words("84912345678", "0912345678"),
    tlvs=some.lists(some.builds(smpp34.Tlv, tags, some.binary(max_size=40)), max_size=3),
)


@tries
@given(events)
def test_anything_that_a_centre_delivers_is_a_receipt_a_reply_or_nothing(event: Any) -> None:
    receipt = receipt_in(event)
    assert receipt is None or (receipt[0] and CODE.validate_python(receipt[2]))
    reply = reply_in(event)
    assert reply is None or isinstance(reply, Reply)


@tries
@given(some.binary(max_size=400))
def test_any_pdu_is_decoded_or_refused(octets: bytes) -> None:
    whole = (len(octets) + 4).to_bytes(4) + octets
    for said in (octets, whole):
        with contextlib.suppress(smpp34.SmppError):
            smpp34.decode(said)


@tries
@given(some.integers(0, 2**32 - 1), some.integers(-1, 10_000), words("5.1.1 no such user", "4.2.1"))
def test_any_answer_means_something_and_its_reason_has_a_name(status: int, code: int, text: str) -> None:
    assert of_smpp(status) and of_smtp(code, text)
    assert CODE.validate_python(named(text))


class Kept:
    """A cursor."""

    def __init__(self) -> None:
        self.cursor = ""

    async def read(self) -> str:
        return self.cursor

    async def keep(self, cursor: str) -> None:
        cursor.encode()
        assert "\0" not in cursor and len(cursor) <= 500, "no database keeps it, or for ever"
        self.cursor = cursor


ANSWERS = (
    b'{"id": "1"}',
    b'{"error": "invalid-destination"}',
    b'{"status": "delivered", "reference": "r", "reason": "x"}',
    b'{"receipts": [{"status": "failed", "reference": "r", "reason": "absent"}], "cursor": "7"}',
)


def saying(status: int, content: bytes, pause: str) -> Gateway:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=content, headers=[(b"Retry-After", pause.encode("utf-8", "replace"))])

    return Gateway("http://g", "key", Brand("TTPVHCC"), Kept(), transport=httpx2.MockTransport(answer))


@tries
@given(some.sampled_from([200, 202, 400, 401, 404, 422, 429, 500, 503]), outside(*ANSWERS), words("1.5", "٣", "1e400", "-1", "."))
async def test_whatever_a_gateway_answers_is_an_outcome(message: Any, status: int, content: bytes, pause: str) -> None:
    gateway = saying(status, content, pause.replace("\r", "").replace("\n", ""))
    assert await gateway.send(message) is not None
    fate = await gateway.ask("r")
    assert fate is None or CODE.validate_python(fate.reason)
    page = await gateway.page()
    assert page is None or (page.cursor.encode() is not None and "\0" not in page.cursor)


@pytest.fixture(scope="module")
def message() -> Any:
    return SimpleNamespace(reference=REFERENCE, to="+84912345678", text="Xin chào", subject="", urgent=False, opt_out="")
