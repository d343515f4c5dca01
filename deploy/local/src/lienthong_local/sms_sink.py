"""Knows how to be an SMPP centre: takes short messages, keeps them in the outbox, and reports their delivery."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from uuid import uuid4

import smpp34

from lienthong_local import sms_text
from lienthong_local.outbox import Message, Outbox

RECEIPT = 0x04  # esm_class of a delivery receipt
# Optional parameters, SMPP 3.4 §5.3.2.
RECEIPTED_MESSAGE_ID, USER_MESSAGE_REFERENCE, MESSAGE_PAYLOAD, MESSAGE_STATE = 0x001E, 0x0204, 0x0424, 0x0427
STATES = {"DELIVRD": 2, "EXPIRED": 3, "UNDELIV": 5, "ACCEPTD": 6, "REJECTD": 8}
Fate = Callable[[str], str]


def always_delivered(_number: str) -> str:
    """What becomes of a message to that number."""
    return "DELIVRD"


class SmsCentre:
    """Answers what bound senders submit; `fate` gives the stat of a number's delivery receipt."""

    def __init__(
        self, outbox: Outbox, server: smpp34.Server, fate: Fate = always_delivered, delay: float = 0.05
    ) -> None:
        self._outbox, self._server, self._fate, self._delay = outbox, server, fate, delay
        self._sessions: dict[str, smpp34.Esme] = {}
        self._receipts: set[asyncio.Task[None]] = set()
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

    def _take(self, submitted: smpp34.SubmitSmEvent) -> None:
        message_id = f"{self._run}-{next(self._numbers)}"
        self._outbox.keep("sms", **read(submitted), message_id=message_id)
        submitted.accept(message_id)
        if submitted.registered_delivery & 0x03:
            task = asyncio.create_task(self._report(submitted, message_id))
            self._receipts.add(task)
            task.add_done_callback(self._receipts.discard)

    async def _report(self, submitted: smpp34.SubmitSmEvent, message_id: str) -> None:
        await asyncio.sleep(self._delay)
        session = self._sessions.get(submitted.session_id)
        if session is None or not session.can_receive:
            return
        stat = self._fate(submitted.destination_addr)
        with contextlib.suppress(Exception):  # the sender has gone meanwhile: nobody is there to be told
            await session.deliver_sm(
                submitted.source_addr, receipt(message_id, stat),
                source_addr=submitted.destination_addr, esm_class=RECEIPT,
                tlvs=[
                    smpp34.Tlv(RECEIPTED_MESSAGE_ID, message_id.encode() + b"\0"),
                    smpp34.Tlv(MESSAGE_STATE, bytes([STATES[stat]])),
                ],
            )  # fmt: skip

    def stop(self) -> None:
        """Drop the receipts that are still due."""
        for task in self._receipts:
            task.cancel()


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
        "part": part,
        "reference": int.from_bytes(reference) if reference else None,
        "headers": {"data_coding": submitted.data_coding, "esm_class": submitted.esm_class, "octets": len(whole)},
    }


def receipt(message_id: str, stat: str) -> bytes:
    """A delivery receipt's text, as SMPP 3.4 appendix B has it."""
    now = datetime.now(UTC).strftime("%y%m%d%H%M")
    good = int(stat == "DELIVRD")
    error = "000" if good else "001"
    dates = f"submit date:{now} done date:{now}"
    return f"id:{message_id} sub:001 dlvrd:{good:03} {dates} stat:{stat} err:{error} text:".encode()


@contextlib.asynccontextmanager
async def sms_sink(
    outbox: Outbox, port: int, fate: Fate = always_delivered, host: str = "127.0.0.1"
) -> AsyncGenerator[str]:
    """An SMPP centre at work; yields its host:port."""
    server = smpp34.Server(host, port, system_id="lienthong")
    await server.start()
    centre = SmsCentre(outbox, server, fate)
    task = asyncio.create_task(centre.run())
    try:
        yield f"{host}:{port}"
    finally:
        centre.stop()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.stop(), 5)
