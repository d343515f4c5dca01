"""E-mail over SMTP, on one kept connection."""

import asyncio
from email.message import EmailMessage

import aiosmtplib

from notifier.channels import NotSent, Rendered, Sent

SENDER = "Liên Thông <khong-tra-loi@lienthong.invalid>"


class Mail:
    """A connection to the mail server, opened when first needed and again after it broke."""

    name = "smtp"

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._client = aiosmtplib.SMTP(hostname=host, port=int(port), timeout=15, start_tls=None)
        self._turn = asyncio.Lock()

    async def send(self, message: Rendered) -> Sent | NotSent:
        """Hand one message over. Permanent: the server's 5xx answers; all else is tried again."""
        async with self._turn:
            try:
                if not self._client.is_connected:
                    await self._client.connect()
                await self._client.send_message(_mail(message))
            except aiosmtplib.SMTPResponseException as answer:
                return NotSent(f"smtp-{answer.code}", 500 <= answer.code < 600)
            except aiosmtplib.SMTPRecipientsRefused:
                return NotSent("recipient-refused", permanent=True)
            except (aiosmtplib.SMTPException, OSError) as fault:
                self._client.close()
                return NotSent(type(fault).__name__, permanent=False)
        return Sent(message.reference)

    async def close(self) -> None:
        """Say goodbye."""
        if self._client.is_connected:
            await self._client.quit()


def _mail(message: Rendered) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, message.to, message.subject
    mail["Message-ID"] = f"<{message.reference}@lienthong.invalid>"
    mail.set_content(message.text)
    return mail
