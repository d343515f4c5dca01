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
from lienthong_local.outbox import Outbox
from lienthong_local.ports import Ports
from lienthong_local.sms_mood import Fate, SmsMood, always_delivered
from lienthong_local.sms_pdu import read, refusal
from lienthong_local.sms_receipts import Receipt, Receipts, text_of

__all__ = ["Fate", "SmsCentre", "SmsMood", "always_delivered", "sms_centre", "sms_sink"]

RECEIPT = 0x04  # esm_class of a delivery receipt
# Optional parameters, SMPP 3.4 §5.3.2.
RECEIPTED_MESSAGE_ID, MESSAGE_STATE = 0x001E, 0x0427
STATES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8}
HELD = 10_000  # submits that a hanging centre holds (the library refuses each one let go without an answer), receipts that nobody hears
PATIENCE = 25  # seconds; smpp34 gives an answer up after 30


class SmsCentre:
    """Answers what bound senders submit, as its mood says."""

    def __init__(self, outbox: Outbox, server: smpp34.Server, mood: SmsMood) -> None:
        self._outbox, self._server, self.mood = outbox, server, mood
        self.front: Cutting | None = None
        self._sessions: dict[str, smpp34.Esme] = {}
        self._receipts = Receipts(mood, self._report)
        self._unanswered: deque[smpp34.SubmitSmEvent] = deque(maxlen=HELD)
        self._unheard: deque[Receipt] = deque(maxlen=HELD)
        self._telling: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)
        self._run = uuid4().hex[:8]  # ids stay unique over restarts

    async def run(self) -> None:
        """Serve until cancelled. next() must be drained, or the library answers submits with a system error."""
        while True:
            happening = await self._server.next()
            if isinstance(happening, smpp34.Esme):
                self._bind(happening)
            elif isinstance(happening, smpp34.SubmitSmEvent):
                self._take(happening)
            else:
                self._sessions.pop(happening.session_id, None)

    def _bind(self, session: smpp34.Esme) -> None:
        self._sessions[session.session_id] = session
        while session.can_receive and self._unheard:
            self._receipts.send(self._unheard.popleft())

    @property
    def unanswered(self) -> int:
        """How many submits were left without an answer, because it hung."""
        return len(self._unanswered)

    @property
    def owed(self) -> int:
        """How many receipts are still to be told."""
        return self._receipts.owed + len(self._unheard)

    @property
    def bound(self) -> int:
        """How many sessions are bound now."""
        return len(self._sessions)

    async def reply(self, number: str, text: str, to: str = "LienThong") -> int:
        """A citizen answers by SMS: told to every bound session that receives; gives how many these are."""
        receivers = [session for session in self._sessions.values() if session.can_receive]
        parts = sms_text.parts(text, next(self._numbers) & 0xFF)
        for session in receivers:
            # Not awaited: smpp34's server overlooks a receiver's answer (not a transceiver's), and gives up after 30 s.
            self._telling.add(task := asyncio.create_task(self._tell(session, number, to, parts)))
            task.add_done_callback(self._telling.discard)
        return len(receivers)

    async def _tell(self, session: smpp34.Esme, number: str, to: str, parts: list[sms_text.Part]) -> None:
        for coding, esm_class, body in parts:
            with contextlib.suppress(smpp34.SmppError):
                await session.deliver_sm(to, body, source_addr=number, esm_class=esm_class, data_coding=coding)

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
        if session is None or not await self._heard(session, receipt):
            self._unheard.append(receipt)  # told to who binds next, as real centres do

    async def _heard(self, session: smpp34.Esme, receipt: Receipt) -> bool:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await session.deliver_sm(
                receipt.sender, text_of(receipt), source_addr=receipt.number, esm_class=RECEIPT,
                tlvs=[
                    smpp34.Tlv(RECEIPTED_MESSAGE_ID, receipt.message_id.encode() + b"\0"),
                    smpp34.Tlv(MESSAGE_STATE, bytes([STATES.get(receipt.stat, STATES["UNKNOWN"])])),
                ],
            )  # fmt: skip
        except (smpp34.SmppError, OSError, RuntimeError):
            return loop.time() - began > PATIENCE  # it had it, and only its answer is missing: see `reply`
        return True

    def stop(self) -> None:
        """Drop what is still due."""
        self._receipts.stop()
        for task in self._telling:
            task.cancel()


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
