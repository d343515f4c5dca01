"""A consumer that was away while others went on: how fast it works off what lies there, beside a bare loop, and in how much memory."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from lienthong_local.bench.backlog import TABLES, Backlog
from lienthong_local.bench.counters import Counters
from lienthong_local.bench.notices.figures import least
from lienthong_local.bench.notices.memory import watched
from lienthong_local.bench.pressure.stories import Story
from lienthong_local.home import CHECKOUT
from lienthong_local.kafka_jars import Tell
from lienthong_local.stack import Stack

BAR = 0.5  # of the floor
FLOOR_EVENTS = 40_000
_SEEN = {name: f"select dossier_id::text, seen::text from {table}" for name, table in TABLES.items()}


class CatchingUp:
    """Measures a stack on which nothing but Kafka and PostgreSQL runs."""

    def __init__(self, stack: Stack, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._tell, self._floors = stack, stack.services, tell, list[float]()

    async def floor(self) -> float:
        """The bare loop's events a second, on average over the looks so far."""
        self._tell("the bare loop", 0, 0)
        infra, prefix = self._stack.infra, f"p{len(self._floors)}."
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "lienthong_local.bench.floor", infra.bootstrap_servers, infra.postgres_dsn, str(FLOOR_EVENTS), prefix,
            stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT)  # fmt: skip
        output, _ = await process.communicate()
        self._floors.append(float(output))
        return sum(self._floors) / len(self._floors)

    async def measure(self, name: str, copies: Mapping[str, Story]) -> dict[str, Any]:
        """One consumer, alone beside Kafka and PostgreSQL, works off these dossiers' events."""
        (process,) = self._services.of(name)
        events, counters = sum(len(story.events) for story in copies.values()), Counters({name: process.url})
        try:
            async with Backlog(self._stack, [name]) as backlog:
                await backlog.hold()
                await process.start()
                await process.ready(self._services.plan.patience)
                before = (await counters.read())[name]
                async with watched(lambda: process.pid) as use:
                    await asyncio.sleep(0.5)
                    held = use.mib
                    seconds = await backlog.released(lambda: self._tell(f"{name} works off the backlog", 0, 0))
                after = (await counters.read())[name]
            applied = int(after.get("applied", 0) - before.get("applied", 0))
            wrong = await self._wrong(name, copies)
        finally:
            await counters.aclose()
            await process.kill(again=False)
        return {"events": events, "dossiers": len(copies), "seconds": round(seconds, 2), "events_per_s": round(events / seconds),
                "applied": applied, "applied_per_s": round(applied / seconds), "rss_mib": {"before": held, "peak": use.mib},
                "cores": use.cores, "dossiers_wrong": wrong}  # fmt: skip

    async def _wrong(self, name: str, copies: Mapping[str, Story]) -> int:
        """Dossiers that don't stand where the one stands whose life they live: an event missing, or more than that."""
        connection = await asyncpg.connect(self._services.dsns[name])
        try:
            seen = {row["dossier_id"]: row["seen"] for row in await connection.fetch(_SEEN[name])}
        finally:
            await connection.close()
        return sum(_numbers(seen.get(i), story) != _numbers(seen.get(story.dossier_id), story) for i, story in copies.items())


def _numbers(seen: str | None, story: Story) -> dict[str, int] | None:
    """How far each source of this log was heard; what notifier told the portal of the first life was told by another topic."""
    sources = {sent.envelope.source for sent in story.events}
    return {source: of["number"] for source, of in json.loads(seen).items() if source in sources} if seen else None


def beside(floor: float, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with what it is of the floor."""
    return [{**of, "events_per_floor": least(round(of["events_per_s"] / floor, 2), BAR),
             "applied_per_floor": round(of["applied_per_s"] / floor, 2)} for of in found]  # fmt: skip
