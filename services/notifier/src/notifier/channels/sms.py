"""SMS over SMPP 3.4, on one bound session, its receipts read as they come."""

import asyncio
import re
import zlib
from collections.abc import Awaitable, Callable

import smpp34
from lienthong_runtime.gsm7 import is_gsm7, without_diacritics

from notifier.channels import NotSent, Rendered, Sent

BRAND = "LienThong"  # at most 11 characters (NĐ 91/2020 Đ.22)
_RECEIPT = re.compile(rb"id:(\S+).*?stat:(\w+)", re.S)
_PERMANENT = frozenset({smpp34.ESME_RINVDSTADR, smpp34.ESME_RINVMSGLEN, smpp34.ESME_RINVSRCADR})
type OnReceipt = Callable[[str, bool], Awaitable[None]]


class Sms:
    """A session with the SMS centre, bound when first needed and again after it ended."""

    name = "smpp"

    def __init__(self, address: str, system_id: str, password: str) -> None:
        host, _, port = address.rpartition(":")
        self._address, self._login = (host, int(port)), (system_id, password)
        self._session: smpp34.Smsc | None = None
        self._client: smpp34.Client | None = None
        self._turn, self._bound = asyncio.Lock(), asyncio.Event()

    async def send(self, message: Rendered) -> Sent | NotSent:
        """Hand one message over, its receipt asked for. The text goes out without diacritics (domain.md §5.2)."""
        text = without_diacritics(message.text)
        if not is_gsm7(text):
            return NotSent("not-gsm7", permanent=True)
        try:
            session = await self._bind()
            answer = await asyncio.wait_for(session.submit_sm(
                message.to.removeprefix("+"), text.encode("ascii", "replace"), source_addr=BRAND, source_addr_ton=5, dest_addr_ton=1,
                dest_addr_npi=1, registered_delivery=1,
                tlvs=[smpp34.Tlv(smpp34.TLV_USER_MESSAGE_REFERENCE, _number(message.reference))]), 15)  # fmt: skip
        except (smpp34.SmppError, OSError, TimeoutError) as fault:
            self._session = None
            return NotSent(type(fault).__name__, permanent=False)
        if not answer.is_success:
            return NotSent(f"smpp-{answer.command_status:#x}", answer.command_status in _PERMANENT)
        return Sent(answer.message_id or message.reference)

    async def _bind(self) -> smpp34.Smsc:
        async with self._turn:
            if self._session is None:
                self._client = smpp34.Client(*self._address, *self._login, bind_type="TRX", window_size=50)
                # connect never returns when the centre refuses the bind (stack.md §6).
                self._session = await asyncio.wait_for(self._client.connect(), 10)
                self._bound.set()
            return self._session

    async def receipts(self, told: OnReceipt) -> None:
        """Read receipts for ever: unread ones make the centre's submits fail after a thousand (stack.md §6)."""
        while True:
            await self._bound.wait()
            session = self._session
            if session is None:
                self._bound.clear()
                continue
            event = await session.next()
            if isinstance(event, smpp34.Disconnected):
                self._session = None
                self._bound.clear()
            elif found := _RECEIPT.search(event.short_message):
                await told(found[1].decode("ascii", "replace"), found[2] == b"DELIVRD")


def _number(reference: str) -> bytes:
    """The reference in the two octets that SMPP has for it: the same on every try, so that a doubled one can be told."""
    return zlib.crc32(reference.encode()).to_bytes(4)[2:]
