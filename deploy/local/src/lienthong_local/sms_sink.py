"""Knows how to be an SMPP centre: takes short messages, keeps them in the outbox, and reports their delivery."""

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import AsyncGenerator
from uuid import uuid4

import smpp34

from lienthong_local import sms_text
from lienthong_local.cutting import Cutting, cutting
from lienthong_local.outbox import Message, Outbox
from lienthong_local.ports import Ports
from lienthong_local.sms_mood import Fate, SmsMood, always_delivered
from lienthong_local.sms_receipts import Receipt, Receipts, text_of

__all__ = ["Fate", "SmsCentre", "SmsMood", "always_delivered", "read", "sms_sink"]

RECEIPT = 0x04  # esm_class of a delivery receipt
# Optional parameters, SMPP 3.4 §5.3.2.
RECEIPTED_MESSAGE_ID, USER_MESSAGE_REFERENCE, MESSAGE_PAYLOAD, MESSAGE_STATE = 0x001E, 0x0204, 0x0424, 0x0427
SAR = {"reference": 0x020C, "total": 0x020E, "index": 0x020F}
STATES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8}
UNANSWERED = 10_000  # submits that a hanging centre holds; the library refuses each one that is let go without an answer
BINDS = {0x01, 0x02, 0x09}


class SmsCentre:
    """Answers what bound senders submit, as its mood says."""

    def __init__(self, outbox: Outbox, server: smpp34.Server, mood: SmsMood) -> None:
        self._outbox, self._server, self.mood = outbox, server, mood
        self.front: Cutting | None = None
        self._sessions: dict[str, smpp34.Esme] = {}
        self._receipts = Receipts(mood, self._report)
        self._unanswered: deque[smpp34.SubmitSmEvent] = deque(maxlen=UNANSWERED)
        self._numbers = itertools.count(1)
        self._run = uuid4().hex[:8]  # ids stay unique over restarts

    async def run(self) -> None:
        """Serve until cancelled. next() must be drained, or the library answers submits with a system error."""
        while True:
            happening = await self._server.next()
            if isinstance(happening, smpp34.Esme):
                self._sessions[happening.session_id] = happening
            elif isinstance(happening, smpp34.SubmitSmEvent):
                self._take(happening)
            else:
                self._sessions.pop(happening.session_id, None)

    @property
    def bound(self) -> int:
        """How many sessions are bound now."""
        return len(self._sessions)

    async def reply(self, number: str, text: str, to: str = "LienThong") -> int:
        """A citizen answers by SMS: told to every bound session that receives; gives how many took it."""
        parts = sms_text.parts(text, next(self._numbers) & 0xFF)
        told = [self._tell(session, number, to, parts) for session in self._sessions.values() if session.can_receive]
        return sum(await asyncio.gather(*told))

    async def _tell(self, session: smpp34.Esme, number: str, to: str, parts: list[sms_text.Part]) -> bool:
        answers = [
            await session.deliver_sm(to, body, source_addr=number, esm_class=esm_class, data_coding=coding)
            for coding, esm_class, body in parts
        ]
        return all(answer.is_success for answer in answers)

    def _take(self, submitted: smpp34.SubmitSmEvent) -> None:
        if self.mood.hang:
            self._unanswered.append(submitted)
        elif status := self.mood.status(submitted.destination_addr):
            submitted.reject(status)
        else:
            self._accept(submitted)

    def _accept(self, submitted: smpp34.SubmitSmEvent) -> None:
        message_id = f"{self._run}-{next(self._numbers)}"
        self._outbox.keep("sms", **read(submitted), message_id=message_id, provider="smpp")
        if self.front and self.mood.cuts():
            self.front.cut()
        else:
            submitted.accept(message_id)
        if submitted.registered_delivery & 0x03:
            number = submitted.destination_addr
            self._receipts.owe(Receipt(submitted.session_id, message_id, submitted.source_addr, number, self.mood.fate(number)))

    def _receiver(self, session_id: str) -> smpp34.Esme | None:
        """The submitter if it is still there; else, as real centres do, another session that receives."""
        own = self._sessions.get(session_id)
        others = (session for session in reversed(self._sessions.values()) if session.can_receive)
        return own if own and own.can_receive else next(others, None)

    async def _report(self, receipt: Receipt) -> None:
        session = self._receiver(receipt.session)
        if session is None:
            return
        with contextlib.suppress(smpp34.SmppError, OSError, RuntimeError):  # the sender has gone meanwhile: nobody is there to be told
            await session.deliver_sm(
                receipt.sender, text_of(receipt), source_addr=receipt.number, esm_class=RECEIPT,
                tlvs=[
                    smpp34.Tlv(RECEIPTED_MESSAGE_ID, receipt.message_id.encode() + b"\0"),
                    smpp34.Tlv(MESSAGE_STATE, bytes([STATES.get(receipt.stat, STATES["UNKNOWN"])])),
                ],
            )  # fmt: skip

    def stop(self) -> None:
        """Drop the receipts that are still due."""
        self._receipts.stop()


def read(submitted: smpp34.SubmitSmEvent) -> Message:
    """What a short message says."""
    extra = {tlv.tag: tlv.value for tlv in submitted.tlvs}
    whole = extra.get(MESSAGE_PAYLOAD, submitted.short_message)
    body, part = sms_text.without_header(whole, submitted.esm_class)
    reference = extra.get(USER_MESSAGE_REFERENCE)
    return {
        "from": submitted.source_addr,
        "to": submitted.destination_addr,
        "text": sms_text.decode(body, submitted.data_coding),
        "part": part or _part(extra),
        "reference": int.from_bytes(reference) if reference else None,
        "headers": {"data_coding": submitted.data_coding, "esm_class": submitted.esm_class, "octets": len(whole)},
    }


def _part(extra: dict[int, bytes]) -> Message | None:
    """The other way to cut a message: SMPP's own parameters in place of a header (SMPP 3.4 §5.3.2.22)."""
    if not all(tag in extra for tag in SAR.values()):
        return None
    return {name: int.from_bytes(extra[tag]) for name, tag in SAR.items()}


def refusal(first: bytes, status: int) -> bytes | None:
    """The answer that refuses a bind: smpp34's own server takes every one."""
    command = int.from_bytes(first[4:8])
    if not status or command not in BINDS:
        return None
    body = b"lienthong\0"
    header = (16 + len(body), command | 0x8000_0000, status, int.from_bytes(first[12:16]))
    return b"".join(number.to_bytes(4) for number in header) + body


@contextlib.asynccontextmanager
async def sms_centre(outbox: Outbox, port: int, mood: SmsMood, host: str = "127.0.0.1") -> AsyncGenerator[SmsCentre]:
    """An SMPP centre at work, behind a front that can be cut."""
    behind = Ports.any_free({port})
    server = smpp34.Server("127.0.0.1", behind, system_id="lienthong")
    await server.start()
    centre = SmsCentre(outbox, server, mood)
    task = asyncio.create_task(centre.run())
    try:
        async with cutting(f"127.0.0.1:{behind}", port, host, lambda first: refusal(first, mood.refuse_bind)) as centre.front:
            yield centre
    finally:
        centre.stop()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.stop(), 5)


@contextlib.asynccontextmanager
async def sms_sink(outbox: Outbox, port: int, fate: Fate = always_delivered, host: str = "127.0.0.1") -> AsyncGenerator[str]:
    """An SMPP centre in good health; yields its host:port."""
    async with sms_centre(outbox, port, SmsMood(fate=fate), host):
        yield f"{host}:{port}"
