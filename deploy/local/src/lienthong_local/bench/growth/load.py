"""Loads on a stack with some number of instances: how much arrives at the most, and how late effects are below that."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from lienthong_local.bench.backlog import TABLES, Backlog
from lienthong_local.bench.counters import Counters, quantile
from lienthong_local.bench.lives import Lives
from lienthong_local.play.quiet import Barrier
from lienthong_local.stack import Stack

AT_ONCE = 32
SHARES = (10, 50, 90)  # per cent of the limit
Say = Callable[[str], None]


class Load:
    """What is asked of the services as they are now; made anew when instances come or go."""

    def __init__(self, stack: Stack, lives: Lives, seconds: int, say: Say) -> None:
        assert stack.services is not None
        self._stack, self._services, self._lives, self._seconds, self._say = stack, stack.services, lives, seconds, say
        self._urls = {name: process.url for name, process in self._services.processes.items()}
        self._counters = Counters(self._urls)

    async def __aenter__(self) -> "Load":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._counters.aclose()

    async def quiet(self) -> None:
        """Until nobody has anything left to do."""
        async with Barrier(self._urls, self._services.token, self._stack.infra.bootstrap_servers) as barrier:
            await barrier.wait(patience=300)

    async def limit(self) -> float:
        """Dossiers a second that are received, planned, watched, told of and shown when as many come as can."""
        self._say("the most that can arrive")
        await self.quiet()
        began, count = time.perf_counter(), 0

        async def citizen() -> None:
            nonlocal count
            while time.perf_counter() - began < self._seconds:
                await self._lives.begin()
                count += 1

        await asyncio.gather(*(citizen() for _ in range(AT_ONCE)))
        await self.quiet()
        return count / (time.perf_counter() - began)

    async def latencies(self, limit: float) -> dict[str, dict[str, float]]:
        """From an event's decision to its effect in the next service, at parts of the limit."""
        return {f"{share}%": await self._at(share, limit * share / 100) for share in SHARES}

    async def _at(self, share: int, rate: float) -> dict[str, float]:
        self._say(f"latency at {share} % of the limit")
        await self.quiet()
        await self._paced(rate, 2)
        before = await self._counters.read()
        await self._paced(rate, self._seconds)
        after = await self._counters.read()
        first, last = _summed(before), _summed(after)
        return {"per_s": round(rate, 1)} | {f"p{q}_ms": round(1000 * quantile(first, last, q / 100), 1) for q in (50, 99)}

    async def _paced(self, rate: float, seconds: float) -> None:
        began, tasks = time.perf_counter(), []
        for n in range(max(1, round(rate * seconds))):
            await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self._lives.begin()))
        await asyncio.gather(*tasks)

    async def backlog(self, count: int) -> dict[str, float]:
        """Lives are lived while the listeners are away; then all of them work off what was left behind."""
        await self.quiet()
        listeners = [process for name in TABLES for process in self._services.of(name)]
        await asyncio.gather(*(process.stop() for process in listeners))
        await self._live(count)
        async with Backlog(self._stack) as backlog:
            await backlog.hold()
            await asyncio.gather(*(process.start() for process in listeners))
            await asyncio.gather(*(process.ready(120) for process in listeners))
            before = _summed(await self._counters.read())
            seconds = await backlog.released(lambda: self._say("working off the backlog"))
            after = _summed(await self._counters.read())
        done = after["applied"] - before.get("applied", 0)
        return {"deliveries_per_s": round(done / seconds), "dossiers_per_s": round(count / seconds, 1), "lives": count}

    async def _live(self, count: int) -> None:
        waiting = list(range(count))

        async def citizen() -> None:
            while waiting:
                waiting.pop()
                await self._lives.live(await self._lives.begin())
                self._say("lives without listeners")

        await asyncio.gather(*(citizen() for _ in range(AT_ONCE)))


def _summed(look: dict[str, dict[str, float]]) -> dict[str, float]:
    """All instances' counters together."""
    names = {name for of in look.values() for name in of}
    return {name: sum(of.get(name, 0) for of in look.values()) for name in names}


def as_row(limit: float, latencies: dict[str, Any], backlog: dict[str, Any]) -> dict[str, Any]:
    """A line of the table."""
    return {**backlog, "arrivals_per_s": round(limit, 1), "latency": latencies}
