"""The verb `bench-pressure`."""

import asyncio
import json
from typing import Annotated, Any

import typer

from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine
from lienthong_local.bench.pressure.run import Pressure

CONSUMERS = ("portal", "sla-monitor", "notifier")


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-pressure")(bench_pressure)


def bench_pressure(
    as_json: Json = False,
    seconds: Annotated[int, typer.Option(min=0, help="How long more is asked than can be done; 0: not measured.")] = 20,
    times: Annotated[float, typer.Option(min=1, help="How many times of what can be done is asked.")] = 2.0,
    events: Annotated[int, typer.Option(min=0, help="How many events lie there for a consumer that was away; 0: not measured.")] = 100_000,
    consumer: Annotated[list[str] | None, typer.Option(help="Which one was away: portal, sla-monitor, notifier; each in turn.")] = None,
    settings: Annotated[str, typer.Option(help="Settings for the services, as JSON.")] = "{}",
    report: ReportFile = None,
) -> None:
    """Measure what happens when too much is asked, and how fast a consumer that was away catches up.

    Example: `lienthong bench-pressure --seconds 20 --events 1000000 --report docs/reports/pressure.json`
    """
    wanted = consumer or ["portal", "sla-monitor"]
    if unknown := sorted(set(wanted) - set(CONSUMERS)):
        raise typer.BadParameter(f"không có {', '.join(unknown)}; có: {', '.join(CONSUMERS)}", param_hint="--consumer")
    give(asyncio.run(_bench(seconds, times, events, wanted, json.loads(settings))), as_json, report)


async def _bench(seconds: int, times: float, events: int, consumers: list[str], settings: dict[str, str]) -> dict[str, Any]:
    async with fresh_stack(settings) as (stack, tell):
        figures = await Pressure(stack, tell).run(seconds, times, events, consumers)
    return {**figures, "settings": settings, "machine": machine()}
