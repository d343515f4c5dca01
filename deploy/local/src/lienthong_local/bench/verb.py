"""The verb `bench`."""

import asyncio
import time
from typing import Annotated, Any

import typer

from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine
from lienthong_local.bench.run import Bench


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(bench)


def bench(
    as_json: Json = False,
    dossiers: Annotated[int, typer.Option(min=50, help="How many lives make the backlog.")] = 1500,
    seconds: Annotated[int, typer.Option(min=5, help="How long the steady load lasts.")] = 20,
    report: ReportFile = None,
) -> None:
    """Measure the whole stack beside a bare loop of the same shape, in one run.

    Example: `lienthong bench --report docs/reports/bench.json`
    """
    give(asyncio.run(_bench(dossiers, seconds)), as_json, report)


async def _bench(dossiers: int, seconds: int) -> dict[str, Any]:
    began = time.perf_counter()
    async with fresh_stack() as (stack, tell):
        up = time.perf_counter() - began
        figures = await Bench(stack, dossiers, seconds, tell).run()
    return {**figures, "up_seconds": round(up, 1), "machine": machine()}
