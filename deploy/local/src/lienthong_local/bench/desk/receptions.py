"""Receptions a second at one desk: so many counters, each receiving the next citizen as soon as it is answered."""

import asyncio
import random
import time
import uuid
from itertools import count
from typing import Any

import asyncpg
import httpx2

from lienthong_local.identity import Issuer
from lienthong_local.play.people import submission

COUNTERS = 16
PROCEDURE = "1.001612"
WARM = 3.0  # seconds that aren't counted
_CODES = """
select count(*) as codes, count(distinct code) as different, max(number) - min(number) + 1 as span
from (select code, substring(code from '[0-9]+$')::int as number from dossier where code is not null) as numbered
"""


class Receptions:
    """Counters at one desk of one intake process."""

    def __init__(self, url: str, issuer: Issuer, desk: str) -> None:
        self._url, self._issuer, self._desk = url, issuer, desk
        self._dice, self._numbers, self._took = random.Random(5), count(1), list[tuple[float, float]]()

    async def measure(self, dsn: str, seconds: float) -> dict[str, Any]:
        """Receptions a second, how long one takes, and whether the desk's codes have gaps or doubles."""
        async with httpx2.AsyncClient(base_url=self._url, trust_env=False, timeout=30) as client:
            self._procedure = next(p for p in (await client.get("/procedures")).json() if p["id"] == PROCEDURE)
        ends = time.perf_counter() + WARM + seconds
        await asyncio.gather(*(self._counter(number, ends) for number in range(COUNTERS)))
        counted = sorted(took for ended, took in self._took if ends - seconds <= ended <= ends)
        return {"receptions_per_s": round(len(counted) / seconds), "reception_p50_ms": _ms(counted, 0.5),
                "reception_p99_ms": _ms(counted, 0.99), **await _codes_at(dsn)}  # fmt: skip

    async def _counter(self, number: int, ends: float) -> None:
        token = self._issuer.token(f"mc{number}", self._desk, ("desk",))
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx2.AsyncClient(base_url=self._url, headers=headers, trust_env=False, timeout=30) as client:
            while (began := time.perf_counter()) < ends:
                await self._receive(client)
                now = time.perf_counter()
                self._took.append((now, now - began))

    async def _receive(self, client: httpx2.AsyncClient) -> None:
        citizen = next(self._numbers)
        body = submission(citizen, self._procedure, self._desk, self._dice) | {"channel": "counter"}
        del body["desk"], body["officer"]
        answer = await client.post("/dossiers", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
        answer.raise_for_status()


async def _codes_at(dsn: str) -> dict[str, int]:
    connection = await asyncpg.connect(dsn)
    try:
        return await codes(connection)
    finally:
        await connection.close()


async def codes(connection: asyncpg.Connection) -> dict[str, int]:
    """How many codes of one desk and day there are, doubled or missing between the first and the last."""
    found = await connection.fetchrow(_CODES)
    doubled, missing = found["codes"] - found["different"], found["span"] - found["different"]
    return {"codes": found["codes"], "codes_doubled": doubled, "codes_missing": missing}


def _ms(took: list[float], share: float) -> float:
    return round(1000 * took[int(share * (len(took) - 1))], 1)
