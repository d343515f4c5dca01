"""The measurements, in one run on one stack: lives lived as they are told again later, the overload, the backlog."""

import asyncio
from collections.abc import Sequence
from typing import Any

from lienthong_runtime.clock import system_now

from lienthong_local.bench.lives import SIMPLE, Lives
from lienthong_local.bench.pressure.catching_up import CatchingUp, beside
from lienthong_local.bench.pressure.kept import dossiers, kept
from lienthong_local.bench.pressure.overload import Overload
from lienthong_local.bench.pressure.receptions import Receptions
from lienthong_local.bench.pressure.stories import retell, stories
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.stack import Stack
from lienthong_local.verify import verify

DESK, PROCEDURE = "H32.41", "1.001612"
LIVES = 2 * len(SIMPLE)
PATIENCE = 1800.0  # seconds: what is accepted in one at the limit takes the others six to work off (measured)


class Pressure:
    """Measures a stack that is its own."""

    def __init__(self, stack: Stack, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._tell = stack, stack.services, tell
        self._urls = {name: stack.services.url(name) for name in SERVICES}

    async def run(self, seconds: int, times: float, events: int, consumers: Sequence[str]) -> dict[str, Any]:
        """All figures."""
        desk = Desk(self._urls, self._services.issuer, LIVES)
        try:
            self._procedures, desks = await _published(desk)
            lived = await self._live(desk, desks)
        finally:
            await desk.aclose()
        figures = {"overload": await self._overload(seconds, times)} if seconds else {}
        return figures | ({"catching_up": await self._catch_up(lived, events, consumers)} if events else {})

    async def _live(self, desk: Desk, desks: list[str]) -> list[str]:
        self._tell("lives to be told again", 0, 0)
        lives = Lives(desk, self._procedures, desks, seed=19)
        lived = [await lives.begin() for _ in range(LIVES)]
        await asyncio.gather(*map(lives.live, lived))
        await self._quiet()
        return lived

    async def _overload(self, seconds: int, times: float) -> dict[str, Any]:
        """One intake process beside Kafka and PostgreSQL; afterwards the others work off what it accepted."""
        before = await dossiers(self._services.dsns["intake"])
        for name in SERVICES:
            if name != "intake":
                await self._stop(name)
        procedure = next(procedure for procedure in self._procedures if procedure["id"] == PROCEDURE)
        process = self._services.processes["intake-0"]
        receptions = Receptions(process.port, self._services.issuer, DESK, procedure)
        overload = Overload(process, receptions, self._tell)
        try:
            figures = await overload.measure(seconds, times)
        finally:
            receptions.lines.close()
        promises = await kept(self._services.dsns["intake"], overload.books, before)
        return {**figures, **promises, "verified": await self._verified()}

    async def _verified(self) -> dict[str, int]:
        self._tell("the others work off what was accepted", 0, 0)
        for name in SERVICES:
            await asyncio.gather(*(process.start() for process in self._services.of(name)))
        await asyncio.gather(*(process.ready(self._services.plan.patience) for name in SERVICES for process in self._services.of(name)))
        await self._quiet()
        report = await verify(self._stack.infra.bootstrap_servers, self._services.dsns, now=system_now())
        return {"events": report.events, "dossiers": report.dossiers, "missing": report.missing, "duplicates": report.duplicates,
                "disagreements": len(report.found)}  # fmt: skip

    async def _catch_up(self, lived: list[str], events: int, consumers: Sequence[str]) -> dict[str, Any]:
        """Each consumer alone: nobody else may take these lives for new ones and tell them once more."""
        catching, found = CatchingUp(self._stack, self._tell), list[dict[str, Any]]()
        known = await stories(self._stack.infra.bootstrap_servers, lived)
        for name in SERVICES:
            await self._stop(name)
        floor = await catching.floor()
        copies = await retell(self._stack.infra.bootstrap_servers, known, events, self._tell)
        # The monitor comes last: it tells of the same dossiers itself, under numbers that the others would have seen.
        for name in sorted(consumers, key=lambda name: name == "sla-monitor"):
            found.append({"consumer": name, **await catching.measure(name, copies)})
            floor = await catching.floor()
        return {"floor_events_per_s": round(floor), "events_a_life": round(sum(len(s.events) for s in known) / len(known), 1),
                "consumers": beside(floor, found)}  # fmt: skip

    async def _stop(self, name: str) -> None:
        for process in self._services.of(name):
            await process.stop()

    async def _quiet(self) -> None:
        async with Barrier(self._urls, self._services.token, self._stack.infra.bootstrap_servers) as barrier:
            await barrier.wait(patience=PATIENCE)


async def _published(desk: Desk) -> tuple[list[dict[str, Any]], list[str]]:
    """Procedures and one-stop desks, once all of what is needed is there: a stack made anew reads its catalogue after it is ready."""
    while True:
        procedures, desks = await desk.get("intake", "/procedures"), desks_of(await desk.get("intake", "/agencies"))
        if {procedure["id"] for procedure in procedures} >= set(SIMPLE) and DESK in desks:
            return procedures, desks
        await asyncio.sleep(0.2)
