"""The measurements, in one run on one stack."""

import asyncio
import sys
import time
from itertools import pairwise
from typing import Any

from lienthong_local.bench.counters import Counters, quantile
from lienthong_local.bench.lives import Lives
from lienthong_local.home import CHECKOUT
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.resident import rows
from lienthong_local.stack import Stack
from lienthong_local.verify import verify

LISTENERS = ("sla-monitor", "notifier", "portal")
AT_ONCE = 16
RATE = 20  # dossiers a second, for the latency


class Bench:
    """Measures a stack; `dossiers` lives make the backlog, `seconds` is how long the steady load lasts."""

    def __init__(self, stack: Stack, dossiers: int, seconds: int, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._dossiers, self._seconds, self._tell = stack, stack.services, dossiers, seconds, tell
        self._urls = {name: stack.services.url(name) for name in SERVICES}

    async def run(self) -> dict[str, Any]:
        """All figures."""
        desk, counters = Desk(self._urls, AT_ONCE), Counters(self._urls)
        procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
        lives = Lives(desk, procedures, [a["id"] for a in agencies if "desk" in a["roles"]], seed=11)
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
        """The time from a decision until its effect is committed in the next service, at a steady rate."""
        self._tell(f"{RATE} dossiers a second", 0, 0)
        await self._paced(lives, 5)
        before = await counters.read()
        await self._paced(lives, self._seconds)
        after = await counters.read()
        found = {
            name: {f"p{share}_ms": round(1000 * quantile(before[name], after[name], share / 100), 1) for share in (50, 99)}
            for name in SERVICES
        }
        return {"steady_rate": RATE, "latency": found, "p50_ms": max(f["p50_ms"] for f in found.values()),
                "p99_ms": max(f["p99_ms"] for f in found.values())}  # fmt: skip

    async def _paced(self, lives: Lives, seconds: int) -> None:
        async def one() -> None:
            await lives.live(await lives.begin())

        began, tasks = time.perf_counter(), []
        for n in range(RATE * seconds):
            await asyncio.sleep(max(0.0, began + n / RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(one()))
        await asyncio.gather(*tasks)

    async def _backlog(self, lives: Lives, counters: Counters) -> dict[str, Any]:
        """Lives are lived while the listeners are away; then they work off what was left behind."""
        await self._quiet()
        for name in LISTENERS:
            await asyncio.gather(*(process.stop() for process in self._services.of(name)))
        began = time.perf_counter()
        await self._load(lives)
        loading = time.perf_counter() - began
        await asyncio.gather(*(process.start() for name in LISTENERS for process in self._services.of(name)))
        await asyncio.gather(*(process.ready(60) for name in LISTENERS for process in self._services.of(name)))
        return {"lives": self._dossiers, "received_and_lived_per_s": round(self._dossiers / loading, 1), **await self._drain(counters)}

    async def _load(self, lives: Lives) -> None:
        waiting = asyncio.Queue[None]()
        for _ in range(self._dossiers):
            waiting.put_nowait(None)

        async def citizen() -> None:
            while not waiting.empty():
                waiting.get_nowait()
                await lives.live(await lives.begin())
                self._tell("lives without listeners", self._dossiers - waiting.qsize(), self._dossiers)

        await asyncio.gather(*(citizen() for _ in range(AT_ONCE)))

    async def _drain(self, counters: Counters) -> dict[str, Any]:
        """Deliveries a second between the first look and the last that saw work done."""
        looks = []
        while len(looks) < 8 or _total(looks[-1][1], "applied") != _total(looks[-6][1], "applied"):
            looks.append((time.perf_counter(), await counters.read()))
            self._tell("working off the backlog", 0, 0)
            await asyncio.sleep(0.25)
        moving = [look for look, following in pairwise(looks) if _total(look[1], "applied") != _total(following[1], "applied")]
        (first_at, first), (_, last) = looks[0], looks[-1]
        seconds = moving[-1][0] + 0.25 - first_at if moving else float("inf")
        deliveries, published = (_total(last, key) - _total(first, key) for key in ("applied", "sent"))
        total = _total(last, "applied")
        return {"backlog_seconds": round(seconds, 1), "deliveries": int(deliveries), "deliveries_per_s": round(deliveries / seconds),
                "published_per_s": round(published / seconds), "dossiers_per_s": round(self._dossiers * deliveries / total / seconds, 1)}  # fmt: skip

    async def _quiet(self) -> None:
        async with Barrier(self._urls, self._services.token, self._stack.infra.bootstrap_servers) as barrier:
            await barrier.wait(patience=120)

    def _memory(self) -> dict[str, Any]:
        found = {row["name"]: round(row["pss"] / 1024**2) for row in rows(self._stack.facts())}
        return {"memory_mib": found, "memory_total_mib": sum(n for name, n in found.items() if name != "sinks")}


def _total(look: dict[str, dict[str, float]], key: str) -> float:
    return sum(of.get(key, 0) for of in look.values())
