"""Knows the mail about a mail: bounces (RFC 3464) and complaints (RFC 5965), built and delivered as mail servers do."""

from collections.abc import Mapping
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate, make_msgid

import aiosmtplib

HOST = "mx.example.vn"
ACTIONS = {"2": "delivered", "4": "delayed", "5": "failed"}
DIAGNOSTICS = {"5.1.1": "550 5.1.1 no such user", "5.2.2": "552 5.2.2 mailbox full", "4.4.1": "451 4.4.1 no answer from host"}


def bounce(
    headers: Mapping[str, str], recipient: str, status: str = "5.1.1", *,
    action: str | None = None, diagnostic: str | None = None, envelope_id: str | None = None,
) -> Message:  # fmt: skip
    """What became of a mail with these headers; `action` failed, delayed or delivered, as the status says where it isn't given."""
    report = _report("delivery-status", "Delivery Status Notification", f"Thư gửi {recipient}: {status}")
    about_mail = {"Original-Envelope-Id": envelope_id, "Reporting-MTA": f"dns; {HOST}", "Arrival-Date": formatdate()}
    about_recipient = {
        "Original-Recipient": f"rfc822; {recipient}",
        "Final-Recipient": f"rfc822; {recipient}",
        "Action": action or ACTIONS[status[0]],
        "Status": status,
        "Diagnostic-Code": f"smtp; {diagnostic or DIAGNOSTICS.get(status, status)}",
    }
    told = MIMEBase("message", "delivery-status")
    told.set_payload([_block(about_mail), _block(about_recipient)])
    report.attach(told)
    report.attach(_of(headers))
    return report


def complaint(headers: Mapping[str, str], recipient: str) -> Message:
    """The recipient called the mail with these headers unwanted."""
    report = _report("feedback-report", "Complaint", f"{recipient} báo đây là thư rác")
    told = MIMEBase("message", "feedback-report")
    facts = {"Feedback-Type": "abuse", "User-Agent": "lienthong/1", "Version": "1", "Original-Rcpt-To": recipient}
    told.set_payload([_block({**facts, "Reporting-MTA": f"dns; {HOST}"})])
    report.attach(told)
    report.attach(_of(headers))
    return report


async def deliver(report: Message, to: str, at: str) -> None:
    """Bring it to the mail's envelope sender at host:port, with the empty sender that no report may bounce to (RFC 5321 §4.5.5)."""
    del report["To"]
    report["To"] = to
    host, _, port = at.rpartition(":")
    async with aiosmtplib.SMTP(hostname=host, port=int(port), start_tls=False) as client:  # send() knows no empty sender
        await client.sendmail("", [to], report.as_bytes())


def _report(kind: str, subject: str, text: str) -> MIMEMultipart:
    report = MIMEMultipart("report")
    report.set_param("report-type", kind)
    report["From"], report["Subject"] = f"MAILER-DAEMON@{HOST}", subject
    report["Date"], report["Message-ID"] = formatdate(), make_msgid(domain=HOST)
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText(text, _charset="utf-8"))
    return report


def _block(fields: Mapping[str, str | None]) -> Message:
    block = Message()
    for name, value in fields.items():
        if value is not None:
            block[name] = value
    return block


def _of(headers: Mapping[str, str]) -> MIMEBase:
    """The mail's own headers as the third part, their Vietnamese letters encoded again."""
    mail = EmailMessage()
    for name, value in headers.items():
        if not name.lower().startswith(("content-", "mime-")):
            mail[name] = value
    part = MIMEBase("text", "rfc822-headers")
    part.set_payload(mail.as_bytes().decode("ascii"))
    return part
