"""The house as tests use it: lives lived over HTTP, the peace after them, and what verify says."""

import asyncio
from typing import Any

from lienthong_local.bench.lives import Lives
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.services import Services
from lienthong_local.sign_in import link
from lienthong_local.verify import Report, verify


class House:
    """All services of one module, with a patient client."""

    def __init__(self, infra: Infrastructure, services: Services, prefix: str) -> None:
        self.infra, self.services, self.prefix = infra, services, prefix
        self.urls = {name: services.url(name) for name in SERVICES}
        self.desk = Desk(self.urls, services.issuer, 8, patient=True)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.desk.aclose()

    def token(self, *roles: str, agency: str | None = None, subject: str = "quan-tri") -> str:
        """Somebody's token."""
        return self.services.issuer.token(subject, agency, roles)

    def window(self, path: str, *roles: str, agency: str | None = None) -> str:
        """A page's address, that signs somebody in on the way; an administrator without roles."""
        return link(self.urls["portal"], self.token(*(roles or ("admin",)), agency=agency), path)

    async def lives(self, seed: int = 1) -> Lives:
        """A source of dossiers."""
        procedures, agencies = await self.desk.get("intake", "/procedures"), await self.desk.get("intake", "/agencies")
        return Lives(self.desk, procedures, desks_of(agencies), seed)

    async def live(self, count: int, pause: float = 0.0, seed: int = 1) -> None:
        """So many whole lives, one begun after another."""
        lives, under_way = await self.lives(seed), []
        for _ in range(count):
            under_way.append(asyncio.create_task(_whole(lives)))
            await asyncio.sleep(pause)
        await asyncio.gather(*under_way)

    async def quiet(self, patience: float = 90.0) -> None:
        """Everything that follows has happened, in every instance of every service."""
        urls = {process.name: process.url for process in self.services.processes.values()}
        async with Barrier(urls, self.services.token, self.infra.bootstrap_servers, self.prefix) as barrier:
            await barrier.wait(patience=patience)

    async def verify(self) -> Report:
        """What verify finds."""
        return await verify(self.infra.bootstrap_servers, self.services.dsns, self.prefix)

    def everything(self) -> dict[str, Any]:
        """What can be killed: by name, with `kill` and `start`."""
        return {"kafka": self.infra.kafka, "postgres": self.infra.postgres, **self.services.processes}


async def _whole(lives: Lives) -> None:
    await lives.live(await lives.begin())
