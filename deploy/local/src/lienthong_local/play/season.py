"""A period of lives on the business clock, the same each time it is played: everybody acts only when all is quiet."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lienthong_calendar import WorkingCalendar

from lienthong_local.identity import Issuer
from lienthong_local.play.citizens import Citizens
from lienthong_local.play.clock import ClockDriver, ticks
from lienthong_local.play.desk import Desk
from lienthong_local.play.officers import Officers
from lienthong_local.play.people import desks_of, lives
from lienthong_local.play.quiet import Barrier

type Tick = Callable[[int, int, datetime], Awaitable[None]]
PATIENCE = 120.0  # seconds for all that one instant leads to, a service started again included


@dataclass(frozen=True, slots=True)
class Season:
    """What is played: the days, the step between two instants of a working day, how many dossiers, and the seed."""

    first: date
    last: date
    step: timedelta
    dossiers: int
    seed: int

    async def play(self, urls: dict[str, str], token: str, issuer: Issuer, bootstrap_servers: str, prefix: str, tick: Tick) -> None:
        """Play it on running services; `tick` hears of each instant as it begins, with its number and how many there are."""
        desk = Desk(urls, issuer, patient=True)
        async with Barrier(urls, token, bootstrap_servers, prefix) as barrier, ClockDriver(bootstrap_servers, barrier, prefix) as driver:
            try:
                await self._play(desk, barrier, driver, tick)
            finally:
                await desk.aclose()

    async def _play(self, desk: Desk, barrier: Barrier, driver: ClockDriver, tick: Tick) -> None:
        calendar = WorkingCalendar()
        instants = list(ticks(self.first, self.last, self.step, calendar))
        await driver.tick(instants[0], PATIENCE)
        citizens, officers = await self._people(desk, calendar, instants)
        for number, now in enumerate(instants):
            await tick(number, len(instants), now)
            await driver.tick(now, PATIENCE)
            # Whoever acts sees all that came before: otherwise what they find hangs on who was quicker.
            await citizens.act(now)
            await barrier.wait(now, PATIENCE)
            await officers.work(now)
            await barrier.wait(now, PATIENCE)

    async def _people(self, desk: Desk, calendar: WorkingCalendar, instants: list[datetime]) -> tuple[Citizens, Officers]:
        procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
        desks = desks_of(agencies)
        officers = Officers(desk, calendar)
        coming = lives(self.dossiers, self.seed, instants[: -len(instants) // 4], sorted(procedures, key=lambda p: p["id"]), desks)
        return Citizens(desk, officers, coming), officers
