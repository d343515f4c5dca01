"""E-mail over SMTP: a pool of kept connections, encrypted by STARTTLS or from the start as the setting says."""

import asyncio
import contextlib
import ssl
from typing import Literal

import aiosmtplib

from notifier.channels import Receipt, Rendered, Told
from notifier.channels.answers import of_smtp
from notifier.channels.bounces import Bounces
from notifier.channels.letter_mail import Sender, Signer, as_mail
from notifier.domain.answer import Outcome, Refused, Sent, Unanswered, Untried

PATIENCE = 15.0  # seconds for an answer
CONNECTIONS = 8  # four round trips a mail: on a busy machine four connections carried 155 a second (measured)
Security = Literal["none", "starttls", "tls"]


class Login:
    """Where mail is handed over, how it is encrypted, and who we are there."""

    def __init__(self, address: str, security: Security = "none", user: str = "", password: str = "", trusted: str = "") -> None:
        host, _, port = address.rpartition(":")
        self.place, self.security, self.user, self.password = (host, int(port)), security, user, password
        self.context = ssl.create_default_context(cafile=trusted or None) if security != "none" else None


class Smtp:
    """Connections to one mail server, each opened when first needed and again after it broke."""

    def __init__(self, login: Login, sender: Sender, bounces: Bounces, signer: Signer | None = None, name: str = "smtp",
                 connections: int = CONNECTIONS, patience: float = PATIENCE) -> None:  # fmt: skip
        self.name, self._login, self._sender, self._signer, self._bounces = name, login, sender, signer, bounces
        self._idle: asyncio.LifoQueue[aiosmtplib.SMTP] = asyncio.LifoQueue()
        for _ in range(connections):
            self._idle.put_nowait(self._client(patience))

    def _client(self, patience: float) -> aiosmtplib.SMTP:
        (host, port), login = self._login.place, self._login
        return aiosmtplib.SMTP(hostname=host, port=port, timeout=patience, use_tls=login.security == "tls",
                               start_tls=login.security == "starttls", tls_context=login.context, username=login.user or None,
                               password=login.password or None)  # fmt: skip

    async def send(self, message: Rendered) -> Outcome:
        """Hand one message over. What fails before the message itself leaves nothing there; after that nobody knows."""
        try:
            mail = as_mail(message, self._sender).as_bytes()
        except ValueError:  # an address that isn't one, or a header in it
            return Refused("invalid-address", permanent=True)
        client = await self._idle.get()
        try:
            return await self._hand_over(client, message, self._signer.sign(mail) if self._signer else mail)
        finally:
            self._idle.put_nowait(client)

    async def _hand_over(self, client: aiosmtplib.SMTP, message: Rendered, mail: bytes) -> Outcome:
        try:
            await self._begin(client, message)
        except aiosmtplib.SMTPResponseException as answer:
            return await _answered(client, answer)
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as fault:
            client.close()
            return Untried(type(fault).__name__)
        try:
            await client.data(mail)
        except aiosmtplib.SMTPResponseException as answer:
            return await _answered(client, answer)
        except (aiosmtplib.SMTPException, OSError) as fault:
            client.close()
            return Unanswered(type(fault).__name__)
        return Sent((message.reference,))

    async def _begin(self, client: aiosmtplib.SMTP, message: Rendered) -> None:
        """Say to whom; on a connection that has ended unnoticed once more, on a new one: it says nothing of the server's health."""
        if client.is_connected:
            with contextlib.suppress(ConnectionError):
                await self._address(client, message)
                return
            client.close()
        await client.connect()
        await self._address(client, message)

    async def _address(self, client: aiosmtplib.SMTP, message: Rendered) -> None:
        dsn = client.supports_extension("dsn")  # RFC 3461: told of failures and delays, headers only
        asked = ["RET=HDRS", f"ENVID={message.reference}"] if dsn else []
        await client.mail(self._sender.returns.address(message.reference), options=asked)
        refusals, everybody = [], message.to.split(", ")
        for to in everybody:
            try:
                await client.rcpt(to, options=["NOTIFY=FAILURE,DELAY"] if dsn else [])
            except aiosmtplib.SMTPResponseException as answer:
                refusals.append(answer)
        if len(refusals) == len(everybody):
            raise refusals[-1]

    async def ask(self, _reference: str) -> Receipt | None:
        """SMTP can't be asked: a resend carries the same Message-ID."""
        return None

    async def listen(self, told: Told) -> None:
        """Take bounces and complaints, for ever."""
        await self._bounces.listen(self.name, told)


async def _answered(client: aiosmtplib.SMTP, answer: aiosmtplib.SMTPResponseException) -> Outcome:
    outcome = of_smtp(answer.code, answer.message)
    if isinstance(outcome, Untried):
        client.close()  # the next message greets anew
    else:
        try:
            await client.rset()
        except (aiosmtplib.SMTPException, OSError):
            client.close()
    return outcome
