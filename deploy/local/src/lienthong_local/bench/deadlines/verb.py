"""The verb `bench-deadlines`."""

import asyncio
from typing import Annotated, Any

import typer

from lienthong_local.bench.deadlines.run import Deadlines
from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-deadlines")(bench_deadlines)


def bench_deadlines(
    as_json: Json = False,
    stored: Annotated[int, typer.Option(min=1000, help="How many open dossiers.")] = 100_000,
    burst: Annotated[int, typer.Option(min=100, help="How many of them fall due at the same minute.")] = 10_000,
    report: ReportFile = None,
) -> None:
    """Measure time itself: due dates a second, a burst of deadlines, how soon a breach is on the topic, and memory.

    Example: `lienthong bench-deadlines --report docs/reports/deadlines.json`
    """
    give(asyncio.run(_bench(stored, burst)), as_json, report)


async def _bench(stored: int, burst: int) -> dict[str, Any]:
    async with fresh_stack() as (stack, tell):
        return {**await Deadlines(stack, stored, burst, tell).run(), "machine": machine()}
