"""What comes back of e-mails: bounces (RFC 3464) and complaints (RFC 5965), taken by an SMTP listener that answers once they are kept."""

import asyncio
import re
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP
from lienthong_runtime.logs import log

from notifier.channels import MAIL, Receipt, Reply, Told
from notifier.channels.returns import Returns

LARGEST = 200_000  # octets; ours are small, and two millions of parts within parts take eight seconds to read, in which nothing is sent
PATIENCE = 20.0  # seconds until what was heard must be kept; after that the sender tries again


class Bounces:
    """Listens at `address`; without one, as where nobody returns mail, it only waits."""

    def __init__(self, returns: Returns, address: str = "") -> None:
        self._returns, self._address = returns, address

    async def listen(self, provider: str, told: Told) -> None:
        """Take what comes back, for ever."""
        if not self._address:
            await asyncio.Event().wait()
        host, _, port = self._address.rpartition(":")
        loop, handler = asyncio.get_running_loop(), Returned(provider, self._returns, told)
        server = await loop.create_server(lambda: SMTP(handler, hostname="tra-ve", data_size_limit=LARGEST, loop=loop), host, int(port))
        try:
            await asyncio.Event().wait()
        finally:
            server.close()
            server.close_clients()


class Returned:
    """What aiosmtpd calls for each mail."""

    def __init__(self, provider: str, returns: Returns, told: Told) -> None:
        self._provider, self._returns, self._told = provider, returns, told

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        """250 once it is kept; 451, so that it comes again, when it can't be now. What isn't understood is taken and said by name."""
        heard = heard_in(envelope.content, envelope.rcpt_tos, self._returns)
        if heard is None:
            log.warning("mail.unreadable", provider=self._provider, octets=len(envelope.content))
            return "250 taken"
        kept, _ = await asyncio.wait({self._told(heard)}, timeout=PATIENCE)
        return "250 kept" if kept and not any(one.exception() for one in kept) else "451 4.3.0 try again later"


def heard_in(content: bytes, recipients: list[str], returns: Returns) -> Receipt | Reply | None:
    """The receipt or the complaint in a mail; None when it is neither, or about no message that was really ours."""
    reference = returns.reference(*recipients, content.decode("latin-1"))
    if not reference:
        return None
    for part in message_from_bytes(content, policy=default).walk():
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part)
        if part.get_content_type() == "message/delivery-status":
            return _status(part, reference)
    return None


def _status(part: Message, reference: str) -> Receipt | None:
    fields = {name.lower(): str(value).strip() for block in _blocks(part) for name, value in block.items()}
    action, status = fields.get("action", "").lower(), fields.get("status", "")
    if action not in ("failed", "delayed", "delivered", "relayed", "expanded"):
        return None
    arrived = {"failed": False, "delivered": True}.get(action)
    return Receipt(MAIL, reference, arrived, f"bounce-{status}" if re.fullmatch(r"[245](\.\d{1,3}){2}", status) else "bounce")


def _complaint(part: Message) -> Reply | None:
    fields = {name.lower(): str(value).strip() for block in _blocks(part) for name, value in block.items()}
    address = fields.get("original-rcpt-to", "").strip("<>")
    return Reply("email", address, wants=False, how="complaint") if "@" in address else None


def _blocks(part: Message) -> list[Message]:
    """The groups of fields within a status part: the stdlib reads them as messages, or leaves them as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Message)]
    return [message_from_bytes(block.encode()) for block in re.split(r"\n\s*\n", str(payload)) if block.strip()]
