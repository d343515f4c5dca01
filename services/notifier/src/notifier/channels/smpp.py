"""SMS over SMPP 3.4: one bound session, its receipts and replies read as they come (stack.md §6)."""

import asyncio
import zlib

import smpp34
from lienthong_runtime.logs import log

from notifier.channels import Receipt, Rendered, Reply, Told
from notifier.channels.answers import of_smpp
from notifier.channels.short_message import Brand, in_parts, receipt_in, reply_in
from notifier.domain.answer import Outcome, Sent, Unanswered, Untried

PATIENCE = 15.0  # seconds for an answer
BIND_PATIENCE = 5.0
WINDOW = 50
READERS = 16  # one gets a receipt in every second turn of the event loop: under load 400 a second were too many for it (measured)
LEFT = 0.5  # seconds for what a session that was given up has still in its queue
UDH = 0x40  # esm_class: the body begins with a header that says which part it is


class Smpp:
    """A session with the SMS centre as transceiver, bound when first needed and again after it ended."""

    def __init__(self, address: str, system_id: str, password: str, brand: Brand, name: str = "smpp", patience: float = PATIENCE) -> None:
        host, _, port = address.rpartition(":")
        self.name, self._brand, self._patience = name, brand, patience
        self._address, self._login = (host, int(port)), (system_id, password)
        self._session: smpp34.Smsc | None = None
        self._client: smpp34.Client | None = None
        self._binding: asyncio.Task[smpp34.Smsc] | None = None
        self._bound, self._ended = asyncio.Event(), asyncio.Event()

    async def send(self, message: Rendered) -> Outcome:
        """Hand one message over, part by part, each with its receipt asked for."""
        try:
            session = await self._bind()
        except (smpp34.SmppError, OSError, TimeoutError) as fault:
            return Untried(type(fault).__name__)
        references: list[str] = []
        for body in in_parts(message.text, _number(message.reference)):
            answer = await self._submit(session, message, body)
            if not isinstance(answer, Sent):
                # Its first parts may be there: whoever puts them together drops those that come again under the same number.
                return Unanswered("part-lost") if references and isinstance(answer, Untried) else answer
            references += answer.references
        return Sent(tuple(references))

    async def _submit(self, session: smpp34.Smsc, message: Rendered, body: tuple[bytes, bool]) -> Outcome:
        octets, has_header = body
        try:
            answer = await asyncio.wait_for(session.submit_sm(
                message.to.removeprefix("+"), octets, source_addr=self._brand.name, source_addr_ton=5, dest_addr_ton=1, dest_addr_npi=1,
                esm_class=UDH if has_header else 0, registered_delivery=1, priority_flag=int(message.urgent),
                tlvs=[smpp34.Tlv(smpp34.TLV_USER_MESSAGE_REFERENCE, _number(message.reference).to_bytes(2))]), self._patience)  # fmt: skip
        except (smpp34.SmppError, OSError, TimeoutError) as fault:
            await self._hang_up(session)
            return Unanswered(type(fault).__name__)
        if not answer.is_success:
            return of_smpp(answer.command_status)
        return Sent((answer.message_id,)) if answer.message_id else Unanswered("no-message-id")

    async def _bind(self) -> smpp34.Smsc:
        if self._session is not None:
            return self._session
        if self._binding is None or self._binding.done():  # all that wait share one attempt: one after another they would outlive leases
            self._binding = asyncio.create_task(self._connect())
        return await asyncio.shield(self._binding)

    async def _connect(self) -> smpp34.Smsc:
        client = smpp34.Client(*self._address, *self._login, bind_type="TRX", window_size=WINDOW)
        try:
            # connect never returns when the centre refuses the bind (stack.md §6).
            self._session = await asyncio.wait_for(client.connect(), min(BIND_PATIENCE, self._patience))
            self._client, self._ended = client, asyncio.Event()
            self._bound.set()
            return self._session
        finally:
            if self._client is not client:
                client.stop()

    async def _hang_up(self, session: smpp34.Smsc) -> None:
        """A session that doesn't answer is given up, once: the next message binds anew."""
        if self._session is session:
            self._session, client = None, self._client
            self._bound.clear()
            self._ended.set()
            if client is not None:
                client.stop()

    async def ask(self, _reference: str) -> Receipt | None:
        """It can't be asked: smpp34 has no query_sm; a resend carries the same user_message_reference instead (ADR 0020)."""
        return None

    async def listen(self, told: Told) -> None:
        """Read what the centre delivers, for ever: unread, a thousand receipts make its submits fail (stack.md §6)."""
        while True:
            await self._bound.wait()
            session, ended = self._session, self._ended
            if session is None:
                self._bound.clear()
                continue
            async with asyncio.TaskGroup() as group:
                readers = [group.create_task(self._read(session, told)) for _ in range(READERS)]
                # Neither Disconnected nor anything else comes of a session that we stopped, but its queue can still be read.
                await ended.wait()
                await asyncio.sleep(LEFT)
                for reader in readers:
                    reader.cancel()

    async def _read(self, session: smpp34.Smsc, told: Told) -> None:
        while True:
            event = await session.next()
            if isinstance(event, smpp34.Disconnected):
                await self._hang_up(session)
            elif heard := self._heard(event):
                told(heard)

    def _heard(self, event: smpp34.DeliverSmEvent) -> Receipt | Reply | None:
        receipt = receipt_in(event)
        if receipt is not None:
            return Receipt(self.name, *receipt)
        if reply := reply_in(event):
            return reply
        log.warning("sms.unreadable", provider=self.name, octets=len(event.short_message), esm_class=event.esm_class)
        return None


def _number(reference: str) -> int:
    """The reference in the two octets that SMPP has for it: the same on every try, so that a doubled one can be told."""
    return zlib.crc32(reference.encode()) & 0xFFFF
