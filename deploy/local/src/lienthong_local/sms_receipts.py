"""Knows when receipts of short messages are due and in which order they go out, and what they say."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lienthong_local.sms_mood import SmsMood


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one receipt reports, and to which session."""

    session: str
    message_id: str
    sender: str
    number: str
    stat: str


Send = Callable[[Receipt], Awaitable[None]]


class Receipts:
    """Receipts that are still owed. Those of one moment share a timer: one each cost a quarter of the rate (measured)."""

    def __init__(self, mood: SmsMood, send: Send) -> None:
        self._mood, self._send = mood, send
        self._next: dict[float, list[Receipt]] = {}
        self._waiting: list[Receipt] = []
        self._going_out = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def owed(self) -> int:
        """How many haven't been sent to the end yet."""
        return sum(map(len, self._next.values())) + len(self._waiting) + self._going_out

    def owe(self, receipt: Receipt) -> None:
        """Send it after the mood's delay, as often as the mood says."""
        loop, delay = asyncio.get_running_loop(), self._mood.delay
        moment = round(loop.time() + delay, 2)
        if moment not in self._next:
            self._next[moment] = []
            loop.call_at(moment, self._due, moment)
        self._next[moment].extend([receipt] * self._mood.receipts)

    def _due(self, moment: float) -> None:
        self._waiting += self._next.pop(moment, [])
        if len(self._waiting) < self._mood.reverse:
            return
        due, self._waiting = self._waiting, []
        if self._mood.reverse > 1:
            self.send(*reversed(due))
        else:
            for receipt in due:
                self.send(receipt)

    def send(self, *receipts: Receipt) -> None:
        """Send them now, in this order: what is sent at once may overtake, as smpp34 has several threads."""
        self._going_out += len(receipts)
        task = asyncio.create_task(self._each(receipts))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _each(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            await self._send(receipt)
            self._going_out -= 1

    def stop(self) -> None:
        """Drop what is still due."""
        self._next.clear()
        for task in self._tasks:
            task.cancel()


def text_of(receipt: Receipt) -> bytes:
    """A delivery receipt's text, as SMPP 3.4 appendix B has it."""
    now = datetime.now(UTC).strftime("%y%m%d%H%M")
    good = int(receipt.stat == "DELIVRD")
    error = "000" if good else "001"
    dates = f"submit date:{now} done date:{now}"
    return f"id:{receipt.message_id} sub:001 dlvrd:{good:03} {dates} stat:{receipt.stat} err:{error} text:".encode()
