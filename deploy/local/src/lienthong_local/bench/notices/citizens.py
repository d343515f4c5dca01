"""Citizens who are received at a counter, over HTTP: each is told by SMS and by e-mail."""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

import httpx2

from lienthong_local.bench.notices.compare import Key
from lienthong_local.play.people import submission
from lienthong_local.services import Services

DESK, PROCEDURE = "H32.41", "1.001612"
AT_ONCE = 32  # connections


class Citizens:
    """Remembers who was received, with their number and address, which nobody but intake knows."""

    def __init__(self, services: Services, seed: int) -> None:
        self._dice, self._numbers, self._people = random.Random(seed), count(1), dict[UUID, tuple[str, str]]()
        token = services.issuer.token("mc1", DESK, ("desk",))
        limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        self._client = httpx2.AsyncClient(base_url=services.url("intake"), headers={"Authorization": f"Bearer {token}"}, limits=limits,
                                          trust_env=False, timeout=60)  # fmt: skip
        self._procedure: dict[str, Any] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    @property
    def count(self) -> int:
        return len(self._people)

    def address(self, key: Key) -> str:
        """Where that message goes."""
        phone, email = self._people[key[0]]
        return phone if key[1].endswith("/sms") else email

    async def steady(self, rate: float, seconds: float) -> None:
        """So many a second, however long an answer takes."""
        began, tasks = time.perf_counter(), []
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self._receive()))
        await asyncio.gather(*tasks)

    async def quickly(self, wanted: int, told: Callable[[int, int], None]) -> None:
        """That many, each counter receiving the next as soon as it is answered."""
        numbers = iter(range(wanted))

        async def counter() -> None:
            for number in numbers:
                await self._receive()
                told(number, wanted)

        await asyncio.gather(*(counter() for _ in range(AT_ONCE)))

    async def _receive(self) -> None:
        number = next(self._numbers)
        if not self._procedure:
            procedures = (await self._client.get("/procedures")).json()
            self._procedure = next(procedure for procedure in procedures if procedure["id"] == PROCEDURE)
        reached = {"phone": f"090{number:07d}", "email": f"nguoi.dan.{number}@example.vn"}
        body = submission(number, self._procedure, DESK, self._dice) | {"channel": "counter", **reached}
        del body["desk"], body["officer"]
        answer = await self._client.post("/dossiers", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
        answer.raise_for_status()
        self._people[UUID(answer.json()["dossier_id"])] = f"+8490{number:07d}", body["email"]
