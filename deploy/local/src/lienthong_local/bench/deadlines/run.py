"""The measurements of time, in one run on one stack."""

import asyncio
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer

from lienthong_local.bench.deadlines.dates import measure_dates
from lienthong_local.bench.deadlines.dossiers import Dues, publish
from lienthong_local.bench.deadlines.prober import Prober
from lienthong_local.kafka_jars import Tell
from lienthong_local.resident import rows
from lienthong_local.stack import Stack

TOPIC = "dossier.v1"
OTHERS = ("routing", "notifier", "portal")
STEADY = 300  # deadlines, one each fifth of a second
APART = 0.2  # seconds
SETTLE = 20.0  # seconds between the last dossier taken in and the burst
SEED = 7


class Deadlines:
    """`stored` open dossiers, of which `burst` fall due at the same minute."""

    def __init__(self, stack: Stack, stored: int, burst: int, tell: Tell) -> None:
        assert stack.services is not None
        self._stack, self._services, self._stored, self._burst, self._tell = stack, stack.services, stored, burst, tell

    async def run(self) -> dict[str, Any]:
        """All figures. Only intake (for the catalogue) and sla-monitor run beside Kafka and PostgreSQL."""
        dates = measure_dates(SEED)
        for name in OTHERS:
            for process in self._services.of(name):
                await process.kill(again=False)
        loaded = await self._load()
        async with Prober(self._stack.infra.bootstrap_servers, TOPIC) as prober:
            steady = await self._steady(prober)
            burst = await self._fall_due(prober)
        return {**dates, **loaded, **steady, **burst, "told_twice": prober.doubled, **self._memory()}

    async def _load(self) -> dict[str, Any]:
        dice, now = random.Random(SEED), datetime.now(UTC)
        far = [(uuids.uuid7(), now + timedelta(days=30 + dice.randrange(300), seconds=dice.randrange(86_400)))
               for _ in range(self._stored - self._burst)]  # fmt: skip
        began = time.perf_counter()
        events = await self._publish(far)
        await self._taken_in(len(far))
        return {"stored": self._stored, "taken_in_per_s": round(events / (time.perf_counter() - began))}

    async def _publish(self, dossiers: Dues) -> int:
        producer = AIOKafkaProducer(bootstrap_servers=self._stack.infra.bootstrap_servers, max_batch_size=4_000_000,
                                    max_request_size=8_000_000)  # fmt: skip
        await producer.start()
        try:
            return await publish(producer, TOPIC, dossiers)
        finally:
            await producer.stop()

    async def _taken_in(self, count: int) -> None:
        """Until that many dossiers have their leg under way."""
        connection = await asyncpg.connect(self._services.dsns["sla-monitor"])
        taken_in = "select count(*) from budget where (seen -> 'routing' ->> 'number')::int = 3"
        try:
            while (done := await connection.fetchval(taken_in)) < count:
                self._tell("dossiers taken in", done, count)
                await asyncio.sleep(1)
        finally:
            await connection.close()

    async def _steady(self, prober: Prober) -> dict[str, Any]:
        first = datetime.now(UTC) + timedelta(seconds=10)
        dossiers = [(uuids.uuid7(), first + timedelta(seconds=APART * n)) for n in range(STEADY)]
        await self._publish(dossiers)
        await self._all_told(prober, {dossier_id for dossier_id, _ in dossiers}, STEADY * APART + 30)
        late = sorted(prober.lateness[dossier_id] for dossier_id, _ in dossiers)
        return {"breach_p50_ms": round(1000 * late[STEADY // 2]), "breach_p99_ms": round(1000 * late[int(STEADY * 0.99)]),
                "breach_max_ms": round(1000 * late[-1])}  # fmt: skip

    async def _fall_due(self, prober: Prober) -> dict[str, Any]:
        due_at = datetime.now(UTC) + timedelta(seconds=SETTLE + self._burst / 1000 * 4)
        dossiers = [(uuids.uuid7(), due_at) for _ in range(self._burst)]
        await self._publish(dossiers)
        await self._taken_in(self._stored + STEADY)
        assert datetime.now(UTC) < due_at, "the burst fell due before all was taken in: measure with fewer"
        self._tell("waiting for the burst", 0, 0)
        await asyncio.sleep((due_at - datetime.now(UTC)).total_seconds())
        await self._all_told(prober, {dossier_id for dossier_id, _ in dossiers}, 60)
        late = sorted(prober.lateness[dossier_id] for dossier_id, _ in dossiers)
        return {"burst": len(late), "burst_seconds": round(late[-1], 2), "burst_p50_s": round(late[len(late) // 2], 2)}

    async def _all_told(self, prober: Prober, ids: set[Any], patience: float) -> None:
        async with asyncio.timeout(patience):
            while not ids <= prober.lateness.keys():
                await asyncio.sleep(0.05)

    def _memory(self) -> dict[str, Any]:
        found = {row["name"]: round(row["pss"] / 1024**2) for row in rows(self._stack.facts())}
        return {"monitor_mib": next(size for name, size in found.items() if name.startswith("sla-monitor")), "memory_mib": found}
