"""The plan carried out: page by page in intake and routing, until a round finds nothing that could still be handed on."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2
from lienthong_runtime import Succession

from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.play.quiet import Barrier

OWNERS = ("intake", "routing")  # submissions, then journeys
PATIENCE = 120.0  # seconds for a service that was killed to come back, or to read what was sent before


@dataclass(slots=True)
class Carried:
    """What a run did; the proof doesn't hang on it, since a killed run's pages count, too."""

    rounds: int = 0
    looked: int = 0
    changed: int = 0


class Carrier:
    """Carries a plan out on running services. `token` is the services' own."""

    def __init__(self, urls: dict[str, str], token: str, bootstrap_servers: str, topic_prefix: str = "", tell: Tell = silent) -> None:
        self._urls, self._token, self._servers, self._prefix, self._tell = urls, token, bootstrap_servers, topic_prefix, tell

    async def carry_out(self, plan: Succession) -> Carried:
        """Hand on until nothing is left; what was on its way to a service meanwhile is read before the last round."""
        done, headers = Carried(), {"Authorization": f"Bearer {self._token}"}
        async with Barrier(self._urls, self._token, self._servers, self._prefix) as barrier, httpx2.AsyncClient(
                headers=headers, trust_env=False, timeout=60) as client:  # fmt: skip
            while True:
                done.rounds += 1
                changed = sum([await self._pages(client, service, plan, done) for service in OWNERS])
                await barrier.passed(await barrier.ends(), PATIENCE)
                if not changed and done.rounds > 1:
                    return done

    async def _pages(self, client: httpx2.AsyncClient, service: str, plan: Succession, done: Carried) -> int:
        after, changed = None, 0
        while True:
            page = await self._ask(client, service, {"plan": plan.model_dump(mode="json"), **({"after": after} if after else {})})
            done.looked, done.changed, changed = done.looked + page["looked"], done.changed + page["changed"], changed + page["changed"]
            self._tell(f"handing on, round {done.rounds}: {service}", done.changed, 0)
            if (after := page["after"]) is None:
                return changed

    async def _ask(self, client: httpx2.AsyncClient, service: str, body: dict[str, Any]) -> dict[str, Any]:
        """A page, asked for again while the service is away: what it had done is left alone."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    answer = await client.post(f"{self._urls[service]}/successions", json=body)
                    if answer.status_code < 500:
                        answer.raise_for_status()
                        page: dict[str, Any] = answer.json()
                        return page
                except httpx2.TransportError:
                    pass
                await asyncio.sleep(0.2)
