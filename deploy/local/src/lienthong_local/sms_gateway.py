"""Knows how to be an HTTP gateway for short messages: takes each reference once, and keeps receipts to be fetched."""

import asyncio
import itertools
import re
from collections import OrderedDict, deque
from typing import Any
from uuid import uuid4

from lienthong_local import sms_text
from lienthong_local.gateway_mood import GatewayMood
from lienthong_local.outbox import Message, Outbox

REMEMBERED, PAGE, LONGEST = 100_000, 500, 10  # messages and receipts in memory, receipts a page, parts a message
DESTINATION, SENDER = re.compile(r"\+84\d{9,10}"), re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,10}|\d{3,15}")


class Gateway:
    """What was taken, by reference, and the receipts in the order in which they came; memory keeps the newest."""

    def __init__(self, outbox: Outbox, mood: GatewayMood) -> None:
        self._outbox, self.mood = outbox, mood
        self._run, self._ids, self._order = uuid4().hex[:8], itertools.count(1), itertools.count(1)
        self._taken: OrderedDict[str, Message] = OrderedDict()
        self._receipts: deque[tuple[int, Message]] = deque(maxlen=REMEMBERED)
        for kept in reversed(outbox.newest(10_000, "sms")):
            if kept["provider"] == "http":  # of an earlier run: still the same message
                self._taken[kept["reference"]] = {"id": kept["message_id"], "status": "accepted", "reason": None, **kept["headers"]}

    def take(self, body: Message) -> tuple[int, Message]:
        """HTTP status and answer; the same reference again is the same message."""
        if known := self._taken.get(body["reference"]):
            return 200, {"id": known["id"], "parts": known["parts"]}
        parts = len(sms_text.parts(body["text"], 0))
        taken = {"id": f"{self._run}-{next(self._ids)}", "status": "accepted", "reason": None, "parts": parts}
        self._outbox.keep("sms", **body, message_id=taken["id"], provider="http", headers={"parts": parts})
        self._remember(body, taken)
        return 202, {"id": taken["id"], "parts": parts}

    def _remember(self, body: Message, taken: Message) -> None:
        self._taken[body["reference"]] = taken
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        if self.mood.receipts:
            asyncio.get_running_loop().call_later(self.mood.delay, self._report, body, taken, self.mood.receipts)

    def _report(self, body: Message, taken: Message, times: int) -> None:
        stat = self.mood.fate(body["to"])
        good = stat == "DELIVRD"
        taken |= {"status": "delivered" if good else "failed", "reason": None if good else stat}
        receipt = {"id": taken["id"], "reference": body["reference"], "status": taken["status"], "reason": taken["reason"]}
        for _ in range(times):
            self._receipts.append((next(self._order), receipt))

    def status(self, reference: str) -> Message | None:
        """How far that message is."""
        known = self._taken.get(reference)
        return known and {name: known[name] for name in ("id", "status", "reason")}

    def receipts(self, after: str) -> Message:
        """Receipts after the cursor, oldest first; from the beginning for a cursor of another run."""
        run, _, number = after.partition(".")
        last = int(number) if run == self._run and number.isdecimal() else 0
        known = max(0, last + 1 - self._receipts[0][0]) if self._receipts else 0
        page = list(itertools.islice(self._receipts, known, known + PAGE))
        return {"receipts": [receipt for _, receipt in page], "cursor": f"{self._run}.{page[-1][0] if page else last}"}


def fault(body: Any) -> str | None:
    """The error that a message is refused with."""
    wanted = ("reference", "to", "from", "text")
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) and body[name] for name in wanted):
        return "malformed"
    checks = {
        "malformed": len(body["reference"]) <= 64,
        "invalid-destination": DESTINATION.fullmatch(body["to"]),
        "invalid-sender": SENDER.fullmatch(body["from"]),
        "text-too-long": len(sms_text.parts(body["text"], 0)) <= LONGEST,
    }
    return next((error for error, fine in checks.items() if not fine), None)
