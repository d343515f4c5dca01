"""The measurements of growth, in one run on one stack: sizes one after another, then instances."""

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Any

from lienthong_local.bench.growth import disk, patterns
from lienthong_local.bench.growth.copies import WHOLE, grow
from lienthong_local.bench.growth.load import Load, as_row
from lienthong_local.bench.growth.reads import looks
from lienthong_local.bench.lives import SIMPLE, Lives
from lienthong_local.databases import SERVICES
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.resident import rows
from lienthong_local.stack import Stack

FILLED = 120_000  # dossiers are copied in about the time that one measurement takes


class Growth:
    """Measures a stack at each size, and at the largest one with several instances of each service."""

    def __init__(self, stack: Stack, sizes: Sequence[int], instances: Sequence[int], seconds: int, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._tell = stack, stack.services, tell
        self._sizes, self._instances, self._seconds = sizes, instances, seconds
        steps = [1 + (size - before) / FILLED for before, size in zip((0, *sizes), sizes, strict=False)]
        self._steps = [*steps, *(1.0 for count in instances if count > 1)]
        self._began, self._done, self._floors = time.perf_counter(), 0, 0

    async def run(self) -> dict[str, Any]:
        """All figures."""
        urls = {name: self._services.url(name) for name in SERVICES}
        desk = Desk(urls, self._services.issuer, patterns.AT_ONCE * 2, patient=True)
        try:
            return await self._measured(await self._lives(desk))
        finally:
            await desk.aclose()

    async def _lives(self, desk: Desk) -> Lives:
        # A new stack's intake is ready for some moments before its own catalogue has come back to it.
        procedures = await desk.get("intake", "/procedures")
        while not set(SIMPLE) <= {one["id"] for one in procedures}:
            await asyncio.sleep(0.1)
            procedures = await desk.get("intake", "/procedures")
        return Lives(desk, procedures, desks_of(await desk.get("intake", "/agencies")), seed=8)

    async def _measured(self, lives: Lives) -> dict[str, Any]:
        empty, log = await disk.tables(self._services.dsns), disk.log(self._stack.infra.home.path)
        known = await patterns.lived(lives, lambda n, of: self._tell("lives that are copied", n, of))
        async with Load(self._stack, lives, self._seconds, self._say) as load:
            await load.quiet()
        log = (disk.log(self._stack.infra.home.path) - log) // len(known)
        sizes, bytes_each, before = dict[str, Any](), dict[str, int](), len(known)
        for size in self._sizes:
            if not bytes_each:  # while every line of the ledger is there
                await self._fill(known, before, before := min(WHOLE, size))
                bytes_each = await self._bytes(empty, before)
            await self._fill(known, before, before := size)
            sizes[str(size)] = await self._row(lives, known[0])
        instances, missed = await self._with_instances(lives, known[0], sizes[str(before)])
        return {"sizes": sizes, "bytes_per_dossier": bytes_each | {"kafka": log}, "instances": instances, "missed": missed,
                "took_s": round(time.perf_counter() - self._began)}  # fmt: skip

    async def _fill(self, known: Sequence[str], before: int, after: int) -> None:
        if after > before:
            await grow(self._services.dsns, known, before, after, lambda n, of: self._tell(f"filling to {after}", n, of))

    async def _bytes(self, empty: dict[str, int], size: int) -> dict[str, int]:
        """Of each service's tables, while the ledger has every line of every dossier."""
        return {name: (now - empty[name]) // size for name, now in (await disk.tables(self._services.dsns)).items()}

    async def _with_instances(self, lives: Lives, dossier_id: str, alone: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """At the largest size, which was measured with one: with more instances of each service; and why not with all of them."""
        found: dict[str, Any] = {"1": alone}
        try:
            for count in (one for one in self._instances if one > 1):
                for service in SERVICES:
                    for _ in range(count - len(self._services.of(service))):
                        await self._services.add(service)
                found[str(count)] = await self._row(lives, dossier_id)
        except StackError as fault:  # what was measured in a quarter of an hour isn't thrown away for it
            return found, str(fault)
        return found, ""

    async def _row(self, lives: Lives, dossier_id: str) -> dict[str, Any]:
        floor = await self._floor()
        async with Load(self._stack, lives, self._seconds, self._say) as load:
            await load.quiet()
            seen = await looks(self._services, dossier_id)
            backlog = await load.backlog(self._seconds * 20)
            limit = await load.limit()
            latencies = await load.latencies(limit)
        memory = {row["name"]: round(row["pss"] / 1024**2) for row in rows(self._stack.facts())}
        self._done += 1
        return {"floor_events_per_s": round(floor), **as_row(limit, latencies, backlog), "reads_p50_ms": seen, "memory_mib": memory}

    async def _floor(self) -> float:
        self._floors += 1
        infra = self._stack.infra
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "lienthong_local.bench.floor", infra.bootstrap_servers, infra.postgres_dsn, "20000",
            f"g{self._floors}.", stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT)  # fmt: skip
        output, _ = await process.communicate()
        return float(output)

    def _say(self, step: str) -> None:
        passed, done = time.perf_counter() - self._began, sum(self._steps[: self._done])
        left = f", about {round(passed / done * sum(self._steps[self._done :]) / 60)} minutes left" if done else ""
        self._tell(f"{self._done + 1} of {len(self._steps)}: {step}{left}", 0, 0)
