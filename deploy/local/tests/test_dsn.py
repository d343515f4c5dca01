from email import message_from_bytes
from email.policy import default

import pytest
from lienthong_local import dsn

HEADERS = {"Subject": "Tiếp nhận hồ sơ", "Message-ID": "<m-1@example.vn>", "X-Reference": "m-1", "Content-Type": "text/plain"}
TO = "dan@example.vn"


def parts(report):
    """A report as its reader parses it."""
    return message_from_bytes(report.as_bytes(), policy=default).get_payload()


@pytest.mark.parametrize(("status", "action"), [("5.1.1", "failed"), ("4.4.1", "delayed"), ("2.0.0", "delivered")])
def test_a_bounce_says_what_became_of_the_mail_and_which_it_was(status, action):
    text, told, original = parts(dsn.bounce(HEADERS, TO, status, envelope_id="m-1"))
    about_mail, about_recipient = told.get_payload()
    assert (told.get_content_type(), about_mail["Original-Envelope-Id"]) == ("message/delivery-status", "m-1")
    assert (about_recipient["Final-Recipient"], about_recipient["Action"], about_recipient["Status"]) == (f"rfc822; {TO}", action, status)
    assert TO in text.get_content()
    headers = message_from_bytes(original.get_payload(decode=True), policy=default)
    assert original.get_content_type() == "text/rfc822-headers"
    assert (headers["Message-ID"], headers["Subject"]) == ("<m-1@example.vn>", "Tiếp nhận hồ sơ")


def test_a_complaint_says_who_complained_of_which_mail():
    _, told, original = parts(dsn.complaint(HEADERS, TO))
    (facts,) = told.get_payload()
    assert (told.get_content_type(), facts["Feedback-Type"], facts["Original-Rcpt-To"]) == ("message/feedback-report", "abuse", TO)
    assert b"m-1@example.vn" in original.get_payload(decode=True)
