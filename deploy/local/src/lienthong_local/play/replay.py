"""The verb `replay`: a generated period of the year on the business clock, and what it came to."""

import asyncio
import json
import sys
import time
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from lienthong_calendar import VIET_NAM
from rich.console import Console

from lienthong_local.child import leave_on_signals
from lienthong_local.home import Home
from lienthong_local.play.demo import fresh_home
from lienthong_local.play.figures import figures
from lienthong_local.play.quiet import SERVICES
from lienthong_local.play.season import Season
from lienthong_local.progress import shown
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from lienthong_local.verify import verify
from lienthong_local.verify.topics import read_events

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(replay)


def replay(
    first: Day = datetime(2026, 1, 5),  # noqa: DTZ001
    last: Day = datetime(2026, 12, 31),  # noqa: DTZ001
    dossiers: Annotated[int, typer.Option(min=20, max=100_000, help="How many dossiers come in.")] = 300,
    seed: Annotated[int, typer.Option(help="The same seed plays the same period, to the same digest.")] = 7,
    step: Annotated[int, typer.Option(min=15, max=480, help="Minutes between two instants of a working day.")] = 480,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
) -> None:
    """Play a period through the real services, Kafka and PostgreSQL on the business clock; the same input ends with the same figures.

    Exit status 0 only when nothing is missing. Example: `lienthong replay --first 2026-02-09 --last 2026-02-26 --dossiers 100`
    """
    result = asyncio.run(_replay(Season(first.date(), last.date(), timedelta(minutes=step), dossiers, seed)))
    print(json.dumps(result, ensure_ascii=False)) if as_json else _show(result)
    sys.exit(1 if result["disagreements"] else 0)


async def _replay(season: Season) -> dict[str, Any]:
    leave_on_signals()
    began, end = time.monotonic(), datetime.combine(season.last, datetime.max.time(), VIET_NAM)
    with shown(Console(stderr=True)) as tell:
        async with Stack(fresh_home(Home.at()), Plan(clock="business", env={"LIENTHONG_REST": "0"}), tell=tell) as stack:
            assert stack.services is not None
            urls, servers = {name: stack.services.url(name) for name in SERVICES}, stack.infra.bootstrap_servers

            async def tick(number: int, of: int, _now: datetime) -> None:
                tell("playing the period", number, of)

            await season.play(urls, stack.services.token, stack.services.issuer, servers, "", tick)
            report = await verify(servers, stack.services.dsns, now=end)
            found = figures(await read_events(servers, ["dossier.v1"]))
    # A consignment that nobody has answered at the end of the period is no loss.
    lost = [item for item in report.found if item.kind != "unanswered"]
    return {**found, "unanswered": len(report.found) - len(lost), "disagreements": len(lost), "seconds": round(time.monotonic() - began, 1)}


def _show(result: dict[str, Any]) -> None:
    print(f"{result['dossiers']} hồ sơ, {result['events']} sự kiện trong {result['seconds']} giây")
    print("kết quả: " + ", ".join(f"{name} {count}" for name, count in result["verdicts"].items()))
    print("phút làm việc: " + ", ".join(f"{name} {count}" for name, count in result["minutes"].items()))
    print(f"bất thường: {result['disagreements']}; dấu vân tay: {result['digest']}")
