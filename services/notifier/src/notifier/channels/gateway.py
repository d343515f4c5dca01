"""SMS over an HTTP gateway: it keeps our reference, so that it can be asked, and never takes the same message twice."""

import asyncio
from typing import Any, Protocol

import httpx2
import msgspec
from lienthong_runtime.logs import log

from notifier.channels import Receipt, Rendered, Told
from notifier.channels.answers import GATEWAY_ERRORS, PAUSE, named
from notifier.channels.short_message import Brand
from notifier.domain.answer import Outcome, Refused, Sent, Throttled, Unanswered, Untried

LONGEST_PAUSE = 60.0  # seconds that a Retry-After may ask for
POLL = 1.0


class _Taken(msgspec.Struct):
    id: str


class _Fate(msgspec.Struct):
    status: str
    reference: str = ""
    reason: str | None = None


class _Page(msgspec.Struct):
    receipts: list[_Fate]
    cursor: str


class Cursor(Protocol):
    """Remembers how far receipts were read."""

    async def read(self) -> str:
        """The last cursor; empty at first."""

    async def keep(self, cursor: str) -> None:
        """All up to it is kept."""


class Gateway:
    """The gateway's three calls; a connection is kept as long as it answers."""

    def __init__(self, url: str, key: str, brand: Brand, cursor: Cursor, name: str = "gateway", patience: float = 10.0,
                 transport: httpx2.AsyncBaseTransport | None = None) -> None:  # fmt: skip
        self.name, self._brand, self._cursor = name, brand, cursor
        self._http = httpx2.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=patience, trust_env=False,
                                        transport=transport)  # fmt: skip

    async def send(self, message: Rendered) -> Outcome:
        """Hand one message over; the same reference again is the same message."""
        try:
            answer = await self._http.post("/messages", json={"reference": message.reference, "to": message.to, "from": self._brand.name,
                                                              "text": message.text})  # fmt: skip
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as fault:
            return Untried(type(fault).__name__)
        except httpx2.HTTPError as fault:
            return Unanswered(type(fault).__name__)
        return _outcome(answer, message.reference)

    async def ask(self, reference: str) -> Receipt | None:
        """What became of it; None when the gateway doesn't have it, or doesn't answer."""
        try:
            answer = await self._http.get(f"/messages/{reference}")
            fate = msgspec.json.decode(answer.content, type=_Fate) if answer.status_code == 200 else None
        except (httpx2.HTTPError, msgspec.MsgspecError):
            return None
        return fate and self._receipt(fate, reference)

    async def listen(self, told: Told) -> None:
        """Fetch receipts page by page; a page is left behind once it is kept."""
        while True:
            page = await self.page()
            if page is None or not page.receipts:
                await asyncio.sleep(POLL)
                continue
            # One that can't be kept was said by name: the page would come again for ever, and none behind it.
            await asyncio.gather(*(told(self._receipt(fate, fate.reference)) for fate in page.receipts), return_exceptions=True)
            await self._cursor.keep(page.cursor)

    async def page(self) -> _Page | None:
        """The next page of receipts; None where none can be read."""
        try:
            answer = await self._http.get("/receipts", params={"after": await self._cursor.read()})
            return msgspec.json.decode(answer.content, type=_Page) if answer.status_code == 200 else None
        except httpx2.HTTPError:
            return None
        except msgspec.MsgspecError:
            log.warning("sms.unreadable", provider=self.name, octets=len(answer.content))
            return None

    def _receipt(self, fate: _Fate, reference: str) -> Receipt:
        arrived = {"delivered": True, "failed": False}.get(fate.status)
        return Receipt(self.name, reference, arrived, named(fate.reason or fate.status))


def _outcome(answer: Any, reference: str) -> Outcome:
    if answer.status_code in (200, 202):
        return _taken(answer, reference)
    if answer.status_code == 429:
        return Throttled(_pause(answer.headers.get("Retry-After", "")))
    try:
        error = str(answer.json().get("error", ""))
    except (ValueError, AttributeError):
        error = ""
    # A 5xx without words of its own may have come from in between, after the message had passed.
    return GATEWAY_ERRORS.get(error) or (Unanswered if answer.status_code >= 500 else _refused)(f"http-{answer.status_code}")


def _refused(reason: str) -> Outcome:
    return Refused(reason, permanent=False)


def _taken(answer: Any, reference: str) -> Outcome:
    try:
        msgspec.json.decode(answer.content, type=_Taken)
    except msgspec.MsgspecError:
        return Unanswered("garbage")
    # Our own reference is what its receipts name as well: nothing to remember of theirs.
    return Sent((reference,), asks=True)


def _pause(text: str) -> float:
    return min(float(text), LONGEST_PAUSE) if text.replace(".", "", 1).isdecimal() else PAUSE
