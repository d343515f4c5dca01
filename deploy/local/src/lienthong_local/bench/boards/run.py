"""Dossiers arrive at a steady pace while boards are open: from each event's decision to its line on each board."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from lienthong_local.bench.boards.viewers import Viewer, open_all
from lienthong_local.bench.lives import Lives
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.play.quiet import SERVICES
from lienthong_local.stack import Stack

_ENTRIES = "select seq, recorded_at from entry where seq > $1 order by seq"
STILL = 3.0  # seconds for the last lines to come


class Boards:
    """`count` boards, nine of ten of people who see everything, the rest of agencies; `rate` dossiers arrive a second."""

    def __init__(self, stack: Stack, count: int, rate: float, seconds: int, tell: Tell) -> None:
        assert stack.services is not None
        self._services, self._count, self._rate, self._seconds, self._tell = stack.services, count, rate, seconds, tell

    async def measure(self) -> dict[str, Any]:
        """All figures."""
        desk = Desk({name: self._services.url(name) for name in SERVICES}, self._services.issuer, 16)
        procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
        desks = desks_of(agencies)
        lives = Lives(desk, procedures, desks, seed=23)
        database = await asyncpg.connect(self._services.dsns["portal"])
        try:
            await self._arrive(lives, 3)
            viewers, reading = await open_all(self._services.url("portal"), self._tokens(desks))
            before = await database.fetchval("select coalesce(max(seq), 0) from entry")
            await self._arrive(lives, self._seconds)
            await asyncio.sleep(STILL)
            entries = {row["seq"]: row["recorded_at"] for row in await database.fetch(_ENTRIES, before)}
            return self._figures(viewers, entries) | {"stop_seconds": await self._stopped(reading)}
        finally:
            await database.close()
            await desk.aclose()

    def _tokens(self, desks: list[str]) -> list[str]:
        issuer, few = self._services.issuer, self._count // 10
        own = [issuer.token(f"cb{n}", desks[n % len(desks)], ("officer",)) for n in range(few)]
        return [*own, *(issuer.token(f"qt{n}", None, ("auditor",)) for n in range(self._count - few))]

    async def _arrive(self, lives: Lives, seconds: int) -> None:
        began, tasks = time.perf_counter(), []
        for n in range(int(self._rate * seconds)):
            await asyncio.sleep(max(0.0, began + n / self._rate - time.perf_counter()))
            tasks.append(asyncio.create_task(lives.begin()))
            self._tell("dossiers arriving", n, int(self._rate * seconds))
        await asyncio.gather(*tasks)

    def _figures(self, viewers: Sequence[Viewer], entries: dict[int, datetime]) -> dict[str, Any]:
        whole = viewers[self._count // 10 :]
        delays = sorted(at - entries[seq].timestamp() for viewer in viewers for seq, at in viewer.arrivals if seq in entries)
        missing = sum(len(entries.keys() - {seq for seq, _ in viewer.arrivals}) for viewer in whole)
        twice = sum(len(viewer.arrivals) - len({seq for seq, _ in viewer.arrivals}) for viewer in viewers)
        pace = round(len(entries) / self._seconds, 1)
        return {"boards": len(viewers), "events": len(entries), "events_per_s": pace, "lines": len(delays),
                "p50_ms": _share(delays, 0.5), "p99_ms": _share(delays, 0.99), "worst_ms": _share(delays, 1.0), "missing": missing,
                "twice": twice, "jumps": sum(viewer.jumps for viewer in viewers)}  # fmt: skip

    async def _stopped(self, reading: Sequence[asyncio.Task[None]]) -> float:
        """How long the portal takes to stop with all boards open; each stream has ended by then."""
        began = time.perf_counter()
        await asyncio.gather(*(process.stop() for process in self._services.of("portal")))
        took = time.perf_counter() - began
        await asyncio.wait_for(asyncio.gather(*reading), 10)
        return round(took, 2)


def _share(delays: Sequence[float], share: float) -> float:
    return round(1000 * delays[min(len(delays) - 1, int(share * len(delays)))], 1) if delays else 0.0
