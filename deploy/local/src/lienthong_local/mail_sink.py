"""Knows how to take mail as a real SMTP server does, and keeps it in the outbox."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from lienthong_local.outbox import Message, Outbox


class MailHandler:
    """What aiosmtpd calls for each mail."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep one message for each recipient."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        facts = read(content)
        for recipient in envelope.rcpt_tos:
            self._outbox.keep("email", **facts, to=recipient)
        return "250 OK"


def read(content: bytes) -> Message:
    """What a mail says, its Vietnamese headers and bodies decoded."""
    mail = message_from_bytes(content, policy=default)
    headers = {name: str(value) for name, value in mail.items()}
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return {
        "from": headers.get("From"),
        "subject": headers.get("Subject"),
        "text": plain.get_content() if plain else None,
        "html": html.get_content() if html else None,
        "message_id": headers.get("Message-ID"),
        "reference": headers.get("X-Reference"),
        "headers": headers,
    }


@contextlib.asynccontextmanager
async def mail_sink(outbox: Outbox, port: int, host: str = "127.0.0.1") -> AsyncGenerator[str]:
    """An SMTP server at work; yields its host:port."""
    handler = MailHandler(outbox)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost", ident="Lien Thong sink", loop=loop),
        host,
        port,
    )
    try:
        yield f"{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        server.close_clients()
        await server.wait_closed()
