"""The measurements, in one run on one stack."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from lienthong_local.bench.backlog import Backlog
from lienthong_local.bench.counters import Counters, quantile
from lienthong_local.bench.lives import Lives
from lienthong_local.home import CHECKOUT
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.resident import rows
from lienthong_local.stack import Stack
from lienthong_local.verify import verify

LISTENERS = ("sla-monitor", "notifier", "portal")
AT_ONCE = 16
RATE = 20  # dossiers arriving a second, for the latency
LIFE_RATE = 5  # whole lives a second
SHARES = (50, 99)


class Bench:
    """Measures a stack; `dossiers` lives make the backlog, `seconds` is how long the steady load lasts."""

    def __init__(self, stack: Stack, dossiers: int, seconds: int, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._dossiers, self._seconds, self._tell = stack, stack.services, dossiers, seconds, tell
        self._urls = {name: stack.services.url(name) for name in SERVICES}

    async def run(self) -> dict[str, Any]:
        """All figures."""
        desk, counters = Desk(self._urls, self._services.issuer, AT_ONCE), Counters(self._urls)
        procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
        lives = Lives(desk, procedures, desks_of(agencies), seed=11)
        try:
            floors = [await self._floor(1)]
            latency = await self._steady(lives, counters)
            backlog = await self._backlog(lives, counters)
            floors.append(await self._floor(2))
            memory = self._memory()
            report = await verify(self._stack.infra.bootstrap_servers, self._services.dsns)
        finally:
            await desk.aclose()
            await counters.aclose()
        floor = sum(floors) / 2
        ratio = {
            "deliveries_per_floor": round(backlog["deliveries_per_s"] / floor, 2),
            "published_per_floor": round(backlog["published_per_s"] / floor, 2),
        }
        return {"floor_events_per_s": round(floor), "floors": [round(f) for f in floors], **backlog, **ratio, **latency, **memory,
                "missing": report.missing, "duplicates": report.duplicates}  # fmt: skip

    async def _floor(self, number: int) -> float:
        self._tell(f"floor {number} of 2", 0, 0)
        infra = self._stack.infra
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "lienthong_local.bench.floor", infra.bootstrap_servers, infra.postgres_dsn, "40000", f"f{number}.",
            stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT)  # fmt: skip
        output, _ = await process.communicate()
        return float(output)

    async def _steady(self, lives: Lives, counters: Counters) -> dict[str, Any]:
        """The time from a decision until its effect is committed in the next service: dossiers arriving, then whole lives."""

        async def arrive() -> None:
            await lives.begin()

        async def live() -> None:
            await lives.live(await lives.begin())

        arriving = await self._latency(arrive, RATE, counters)
        await self._quiet()
        living = await self._latency(live, LIFE_RATE, counters)
        worst = {f"p{share}_ms": max(of[f"p{share}_ms"] for of in arriving.values()) for share in SHARES}
        return {"arrivals_per_s": RATE, "latency_ms": arriving, **worst, "lives_per_s": LIFE_RATE, "latency_of_lives_ms": living}

    async def _latency(self, one: Callable[[], Awaitable[None]], rate: int, counters: Counters) -> dict[str, dict[str, float]]:
        self._tell(f"{rate} dossiers a second", 0, 0)
        await self._paced(one, rate, 5)
        before = await counters.read()
        await self._paced(one, rate, self._seconds)
        after = await counters.read()
        return {
            name: {f"p{share}_ms": _ms(before[name], after[name], share) for share in SHARES}
            for name in SERVICES
            if after[name].get("applied", 0) > before[name].get("applied", 0)
        }

    async def _paced(self, one: Callable[[], Awaitable[None]], rate: int, seconds: int) -> None:
        began, tasks = time.perf_counter(), []
        for n in range(rate * seconds):
            await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(one()))
        await asyncio.gather(*tasks)

    async def _backlog(self, lives: Lives, counters: Counters) -> dict[str, Any]:
        """Lives are lived while the listeners are away; then all of them work off, together, what was left behind."""
        await self._quiet()
        for name in LISTENERS:
            await asyncio.gather(*(process.stop() for process in self._services.of(name)))
        began = time.perf_counter()
        await self._load(lives)
        loading = time.perf_counter() - began
        async with Backlog(self._stack) as backlog:
            await backlog.hold()
            await asyncio.gather(*(process.start() for name in LISTENERS for process in self._services.of(name)))
            await asyncio.gather(*(process.ready(60) for name in LISTENERS for process in self._services.of(name)))
            before = await counters.read()
            seconds = await backlog.released(lambda: self._tell("working off the backlog", 0, 0))
            after = await counters.read()
        done, sent = (_total(after, key) - _total(before, key) for key in ("applied", "sent"))
        per_life = done / self._dossiers
        return {"lives": self._dossiers, "lived_over_http_per_s": round(self._dossiers / loading, 1), "backlog_seconds": round(seconds, 2),
                "deliveries": int(done), "deliveries_per_s": round(done / seconds), "published_per_s": round(sent / seconds),
                "deliveries_per_life": round(per_life, 1), "dossiers_per_s": round(done / seconds / per_life, 1)}  # fmt: skip

    async def _load(self, lives: Lives) -> None:
        waiting = asyncio.Queue[None]()
        for _ in range(self._dossiers):
            waiting.put_nowait(None)

        async def citizen() -> None:
            while not waiting.empty():
                waiting.get_nowait()
                await lives.live(await lives.begin())
                self._tell("lives without listeners", self._dossiers - waiting.qsize(), self._dossiers)

        await asyncio.gather(*(citizen() for _ in range(AT_ONCE * 3)))

    async def _quiet(self) -> None:
        async with Barrier(self._urls, self._services.token, self._stack.infra.bootstrap_servers) as barrier:
            await barrier.wait(patience=120)

    def _memory(self) -> dict[str, Any]:
        found = {row["name"]: round(row["pss"] / 1024**2) for row in rows(self._stack.facts())}
        return {"memory_mib": found, "memory_total_mib": sum(n for name, n in found.items() if name != "sinks")}


def _total(look: dict[str, dict[str, float]], key: str) -> float:
    return sum(of.get(key, 0) for of in look.values())


def _ms(before: dict[str, float], after: dict[str, float], share: int) -> float:
    return round(1000 * quantile(before, after, share / 100), 1)
