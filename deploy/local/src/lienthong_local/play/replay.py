"""A generated period of the year on the business clock, and what it came to."""

import asyncio
import json
import sys
import time
from datetime import datetime
from typing import Any

from lienthong_calendar import VIET_NAM
from rich.console import Console

from lienthong_local.child import leave_on_signals
from lienthong_local.home import Home
from lienthong_local.play.figures import figures
from lienthong_local.play.quiet import SERVICES
from lienthong_local.play.season import Season
from lienthong_local.progress import shown
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from lienthong_local.verify import verify
from lienthong_local.verify.topics import read_events


def played(season: Season, as_json: bool) -> None:
    """Play it, and say what it came to; the process ends with status 0 only when nothing is missing."""
    result = asyncio.run(_replay(season))
    print(json.dumps(result, ensure_ascii=False)) if as_json else _show(result)
    sys.exit(1 if result["disagreements"] else 0)


async def _replay(season: Season) -> dict[str, Any]:
    leave_on_signals()
    began, end = time.monotonic(), datetime.combine(season.last, datetime.max.time(), VIET_NAM)
    with shown(Console(stderr=True)) as tell:
        async with Stack(Home.at().afresh("demo"), Plan(clock="business", env={"LIENTHONG_REST": "0"}), tell=tell) as stack:
            assert stack.services is not None
            urls, servers = {name: stack.services.url(name) for name in SERVICES}, stack.infra.bootstrap_servers

            async def tick(number: int, of: int, _now: datetime) -> None:
                tell("playing the period", number, of)

            await season.play(urls, stack.services.token, stack.services.issuer, servers, "", tick)
            report = await verify(servers, stack.services.dsns, now=end)
            found = figures(await read_events(servers, ["dossier.v1"]))
    amiss = len(report.amiss)
    return {**found, "unanswered": len(report.found) - amiss, "disagreements": amiss, "seconds": round(time.monotonic() - began, 1)}


def _show(result: dict[str, Any]) -> None:
    print(f"{result['dossiers']} hồ sơ, {result['events']} sự kiện trong {result['seconds']} giây")
    print("kết quả: " + ", ".join(f"{name} {count}" for name, count in result["verdicts"].items()))
    print("phút làm việc: " + ", ".join(f"{name} {count}" for name, count in result["minutes"].items()))
    print(f"bất thường: {result['disagreements']}; dấu vân tay: {result['digest']}")
