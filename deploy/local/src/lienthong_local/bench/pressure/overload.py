"""A service offered twice what it can do: what it accepts, what it sends away, what it holds, and how soon it is over it."""

import asyncio
import time
from typing import Any

from lienthong_local.bench.notices.figures import spread
from lienthong_local.bench.notices.memory import watched
from lienthong_local.bench.pressure.lines import Said
from lienthong_local.bench.pressure.receptions import Books, Receptions
from lienthong_local.kafka_jars import Tell
from lienthong_local.service_process import ServiceProcess

COUNTERS = 64  # that each wait for an answer: as many as share a transaction, fewer than are sent away
WARM, CALM = 3.0, 40  # seconds; receptions one after another
TICK = 0.005
PROBES = (b"/health/ready", b"/procedures")


class Overload:
    """Measures one intake process; `books` hold whatever it was asked for, from the first reception to the last."""

    def __init__(self, process: ServiceProcess, receptions: Receptions, tell: Tell) -> None:
        self._process, self._receptions, self._tell, self.books = process, receptions, tell, [Books()]

    async def measure(self, seconds: float, times: float) -> dict[str, Any]:
        """All figures: `times` what it can do, offered for so many seconds."""
        capacity = await self._capacity(max(5.0, seconds / 3))
        calm = await self._calm()
        async with watched(lambda: self._process.pid) as before:
            await asyncio.sleep(1)
        probed: list[float] = []
        async with watched(lambda: self._process.pid) as use:
            probing = asyncio.create_task(self._probe(probed))
            offered = await self._offer(capacity * times, seconds)
            recovered = await self._recovered(calm["max_ms"] / 1000)
            probing.cancel()
        again = await self._come_again(offered)
        async with watched(lambda: self._process.pid) as after:
            await asyncio.sleep(1)
        told = offered.sent_away.values()
        return {"capacity_per_s": round(capacity), "calm": calm, "offered_per_s": round(capacity * times), "seconds": seconds,
                "asked_per_s": round(offered.asked / seconds), "accepted_per_s": round(len(offered.took) / seconds),
                "accepted": spread(offered.took), "answers": offered.statuses,
                "retry_after_s": {"least": min(told, default=0), "most": max(told, default=0)}, "reads_and_probes": spread(probed),
                "rss_mib": {"before": before.mib, "peak": use.mib, "after": after.mib}, "recovered_s": recovered, **again}  # fmt: skip

    async def _capacity(self, seconds: float) -> float:
        """Receptions a second by counters that each ask again as soon as they are answered."""
        began, books = time.perf_counter(), self._books()
        ends = began + WARM + seconds

        async def counter() -> None:
            while (due := time.perf_counter()) < ends:
                await self._receptions.receive(books if due > began + WARM else self.books[0], due)

        self._tell("what it can do", 0, 0)
        await asyncio.gather(*(counter() for _ in range(COUNTERS)))
        return len(books.promised) / seconds

    async def _calm(self) -> dict[str, float]:
        books = self._books()
        for _ in range(CALM):
            await self._receptions.receive(books, time.perf_counter())
        return spread(books.took)

    async def _offer(self, rate: float, seconds: float) -> Books:
        """So many a second, however long answers take."""
        books, began, count = self._books(), time.perf_counter(), int(rate * seconds)
        async with asyncio.TaskGroup() as group:
            for n in range(count):
                due = began + n / rate
                if (early := due - time.perf_counter()) > TICK:
                    await asyncio.sleep(early)
                elif n % 20 == 0:
                    await asyncio.sleep(0)  # whoever offers is behind: answers have to be read all the same
                group.create_task(self._receptions.receive(books, due))
                if n % 100 == 0:
                    self._tell("more than it can do", n, count)
        return books

    async def _recovered(self, calm: float) -> float:
        """Seconds until a reception is accepted as quickly as the slowest was before."""
        began, books = time.perf_counter(), self._books()
        while True:
            due = time.perf_counter()
            said = await self._receptions.receive(books, due)
            if said.status == 201 and time.perf_counter() - due <= calm:
                return round(time.perf_counter() - began, 2)
            await asyncio.sleep(0.05)

    async def _come_again(self, offered: Books) -> dict[str, Any]:
        """Whoever was sent away comes again under their key, as a patient caller does."""
        books, keys = self._books(), list(offered.sent_away)

        async def patient() -> None:
            while keys:
                key, said = keys.pop(), Said(429, 0, b"")
                while said.status in (429, 503):
                    await asyncio.sleep(said.again)
                    said = await self._receptions.receive(books, time.perf_counter(), key)
                self._tell("those who come again", len(books.promised), len(offered.sent_away))

        await asyncio.gather(*(patient() for _ in range(COUNTERS)))
        return {"came_again": len(offered.sent_away), "received_then": len(books.promised)}

    async def _probe(self, took: list[float]) -> None:
        """Somebody who only reads, four times a second."""
        while True:
            for path in PROBES:
                began = time.perf_counter()
                await self._receptions.lines.ask(b"GET %s HTTP/1.1\r\nHost: intake\r\n\r\n" % path)
                took.append(time.perf_counter() - began)
            await asyncio.sleep(0.25)

    def _books(self) -> Books:
        self.books.append(Books())
        return self.books[-1]
