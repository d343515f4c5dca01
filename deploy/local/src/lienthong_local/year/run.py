"""A locality's replay from an empty home to its figures."""

import time
from datetime import datetime

from lienthong_calendar import VIET_NAM

from lienthong_local.home import Home
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.clock import ClockDriver
from lienthong_local.play.desk import Desk
from lienthong_local.play.gathering import Gathering
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from lienthong_local.verify import verify
from lienthong_local.year import announced
from lienthong_local.year.locality import Locality
from lienthong_local.year.measured import Measured, measured
from lienthong_local.year.played import PATIENCE, Played

AT_ONCE = 192  # commands under way: what comes together shares transactions (not told apart from 48 in runs that differ by a tenth)
STEP = "playing the period"


async def replayed(name: str, locality: Locality, seed: int, tell: Tell) -> Measured:
    """Play it and read what came of it. Raises StackError."""
    home, began = Home.at().afresh("replay", name), time.monotonic()
    folder = home.path / "catalogues"
    procedures = announced.write(locality, folder)
    played = Played(locality, procedures, seed, locality.calendar)
    plan = Plan(clock="business", env={"LIENTHONG_REST": "0", "LIENTHONG_CATALOGUES": str(folder)})
    async with Stack(home, plan, tell=tell) as stack:
        assert stack.services is not None
        urls, servers, token = {n: stack.services.url(n) for n in SERVICES}, stack.infra.bootstrap_servers, stack.services.token
        desk, barrier = Desk(urls, stack.services.issuer, AT_ONCE, patient=True), Barrier(urls, token, servers, sinks=stack.infra.sink_url)
        gathering = Gathering(stack.services.dsns, PATIENCE)
        try:
            async with barrier, ClockDriver(servers, barrier) as driver, gathering:
                await played.play(desk, barrier, driver, gathering, lambda done, of: tell(STEP, done, of))
            lived = time.monotonic() - began
            tell("counting what came of it", 0, 0)
            found = await measured(desk, locality, procedures, played.diary)
            report = await verify(servers, stack.services.dsns, now=datetime.combine(locality.last, datetime.max.time(), VIET_NAM))
        finally:
            await desk.aclose()
    whole = time.monotonic() - began
    return found.verified(report).with_(seconds=round(lived, 1), whole_seconds=round(whole, 1))
