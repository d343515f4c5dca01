"""An inbox of a hundred thousand dossiers: how long a page takes, whatever it is narrowed to."""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx2

from lienthong_local.bench.desk.dossiers import Receptions, publish
from lienthong_local.identity import Issuer
from lienthong_local.kafka_jars import Tell

TIMES, OFFICERS, WORKED_ON = 40, 10, 600


class Inbox:
    """An agency's inbox at routing; `tell` says how far it is."""

    def __init__(self, url: str, issuer: Issuer, receptions: Receptions, tell: Tell) -> None:
        self._agency, self._receptions, self._tell = receptions.agency, receptions, tell
        headers = {"Authorization": f"Bearer {issuer.token('cb0', self._agency, ('officer', 'head'))}"}
        self._client = httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=60)

    async def measure(self, bootstrap_servers: str, topic: str, dsn: str, dossiers: int) -> dict[str, Any]:
        """Milliseconds of a page of a hundred lines: over all filters, and of the slowest one."""
        async with self._client:
            began = time.perf_counter()
            await publish(bootstrap_servers, topic, self._receptions, dossiers)
            lines = await self._planned(dsn, dossiers)
            planned = time.perf_counter() - began
            await self._work_on()
            took = {str(wanted): await self._pages(wanted) for wanted in await self._filters()}
        every, slowest = sorted(ms for one in took.values() for ms in one), max(took, key=lambda name: _p95(took[name]))
        return {"inbox_dossiers": dossiers, "inbox_lines": lines, "journeys_planned_per_s": round(dossiers / planned), "filters": len(took),
                "inbox_p50_ms": round(every[len(every) // 2], 1), "inbox_p95_ms": _p95(every),
                "slowest_filter": slowest, "slowest_p95_ms": _p95(took[slowest])}  # fmt: skip

    async def _planned(self, dsn: str, dossiers: int) -> int:
        """Until the agency has them all; how many lines that is."""
        connection = await asyncpg.connect(dsn)
        try:
            while (done := await connection.fetchval("select count(*) from task where agency = $1", self._agency)) < dossiers:
                self._tell("journeys planned", done, dossiers)
                await asyncio.sleep(1)
            await connection.execute("analyze task")
            return done
        finally:
            await connection.close()

    async def _work_on(self) -> None:
        """Some are taken in and given to officers."""
        lines = (await self._client.get(f"/inbox/{self._agency}", params={"limit": WORKED_ON, "do": "acknowledge"})).json()["lines"]
        for number, line in enumerate(lines):
            self._tell("dossiers taken in", number, len(lines))
            task = line["tasks"][0]
            shown = await self._act(line["dossier_id"], "acknowledge", {"consignment": task["consignment"]})
            assert shown["version"]
            await self._act(line["dossier_id"], "assign", {"leg": task["leg"], "officer": f"cb{number % OFFICERS}"})

    async def _act(self, dossier_id: str, act: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.post(f"/dossiers/{dossier_id}/{act}", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
        answer.raise_for_status()
        shown: dict[str, Any] = answer.json()
        return shown

    async def _filters(self) -> list[dict[str, Any]]:
        """Every filter by itself, pages far behind the first, and some together."""
        first = (await self._client.get(f"/inbox/{self._agency}", params={"limit": 1000})).json()
        line, now = first["lines"][-1], datetime.now(UTC)
        day, week = {"due_from": now.isoformat()}, {"due_before": (now + timedelta(days=7)).isoformat()}
        alone = [{}, {"do": "acknowledge"}, {"do": "propose"}, {"officer": "cb3"}, {"procedure": line["procedure"]}, {"desk": line["desk"]},
                 {"leg": line["tasks"][0]["leg"]}, {"overdue": "true"}, {"overdue": "false"}, day, week, {"code": line["code"]},
                 {"code": line["code"][:13]}, {"after": first["next"]}]  # fmt: skip
        together = [day | week, {"procedure": line["procedure"], "overdue": "true"}, {"officer": "cb3", "do": "complete"},
                    {"procedure": line["procedure"], "after": first["next"]}, {"code": line["code"][:13], "overdue": "true"}]  # fmt: skip
        return [*alone, *together, {"officer": "nobody"}]

    async def _pages(self, wanted: dict[str, Any]) -> list[float]:
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            answer = await self._client.get(f"/inbox/{self._agency}", params={"limit": 100, **wanted})
            took.append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
        return sorted(took)


def _p95(took: list[float]) -> float:
    return round(sorted(took)[int(0.95 * (len(took) - 1))], 1)
