"""A day of the whole country, lived faster than the clock: dossiers come when they come, whatever the services can do."""

import asyncio
import random
import time
from typing import Any

import msgspec

from lienthong_local.bench.lives import SIMPLE, Lives
from lienthong_local.home import Home
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import submission
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from lienthong_local.verify import verify
from lienthong_local.year import nation
from lienthong_local.year.run import STEP


class Day(msgspec.Struct, frozen=True):
    """What came of it. Times in milliseconds, from the moment a dossier comes until it is handed in; late ones have waited in a queue."""

    rate: float
    minutes: float
    came: int
    ended: int
    online: int
    desks: int
    p50: float
    p99: float
    until_quiet: float
    events: int
    disagreements: int

    @property
    def good(self) -> bool:
        """Everybody was served, and nothing is missing."""
        return self.came == self.ended and not self.disagreements


class Country:
    """Lives begun at given seconds; `waited` are the times until each was handed in."""

    def __init__(self, desk: Desk, procedures: list[dict[str, Any]], desks: list[str], seed: int) -> None:
        self._desk, self._desks, self._dice = desk, desks, random.Random(seed)
        self._procedures = [one for one in procedures if one["id"] in SIMPLE]
        self._lives = Lives(desk, procedures, desks, seed)
        self.waited: list[float] = []
        self.met: set[str] = set()
        self.online = self.ended = 0

    async def live(self, number: int) -> None:
        """One dossier, from its coming to its end."""
        came, procedure = time.monotonic(), self._dice.choice(self._procedures)
        body = submission(number, procedure, self._dice.choice(self._desks), self._dice)
        body["channel"] = nation.channel(procedure["channels"], self._dice)
        shown = await self._desk.submit(body)
        if body["channel"] == "online":
            self.online += 1
            await self._desk.act("intake", shown["dossier_id"], "receive", agency=body["desk"], officer="mc1", version=shown["version"])
        self.waited.append(1000 * (time.monotonic() - came))
        self.met.add(body["desk"])
        await self._lives.live(shown["dossier_id"])
        self.ended += 1


async def day(rate: float, minutes: float, seed: int, tell: Tell) -> Day:
    """A day in so many minutes, at so many dossiers a second on average. Raises StackError."""
    home = Home.at().afresh("replay", "national")
    nation.write(home.path / "catalogues")
    plan = Plan(env={"LIENTHONG_REST": "0", "LIENTHONG_CATALOGUES": str(home.path / "catalogues")}, patience=180)
    async with Stack(home, plan, tell=tell) as stack:
        assert stack.services is not None
        urls, servers = {name: stack.services.url(name) for name in SERVICES}, stack.infra.bootstrap_servers
        desk = Desk(urls, stack.services.issuer, 64, patient=True)
        try:
            async with Barrier(urls, stack.services.token, servers) as barrier:
                await barrier.wait(patience=180)
                country = await _country(desk, seed)
                quiet = await _lived(country, rate, 60 * minutes, seed, barrier, tell)
            report = await verify(servers, stack.services.dsns)
        finally:
            await desk.aclose()
    waits = sorted(country.waited)
    return Day(rate, minutes, len(waits), country.ended, country.online, len(country.met), round(waits[len(waits) // 2], 1),
               round(waits[int(len(waits) * 0.99)], 1), round(quiet, 1), report.events, len(report.amiss))  # fmt: skip


async def _country(desk: Desk, seed: int) -> Country:
    procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
    return Country(desk, procedures, sorted(agency["id"] for agency in agencies if "desk" in agency["roles"]), seed)


async def _lived(country: Country, rate: float, seconds: float, seed: int, barrier: Barrier, tell: Tell) -> float:
    """Everybody's life; how many seconds after the last came all was quiet."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number, at in enumerate(nation.arrivals(rate, seconds, random.Random(seed)), 1):
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            tell(STEP, int(at), int(seconds))
            group.create_task(country.live(number))
        last = time.monotonic()
    await barrier.wait(patience=300)
    return time.monotonic() - last
