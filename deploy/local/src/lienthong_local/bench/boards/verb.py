"""The verb `bench-boards`."""

import asyncio
from typing import Annotated, Any

import typer

from lienthong_local.bench.boards.run import Boards
from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-boards")(bench_boards)


def bench_boards(
    as_json: Json = False,
    boards: Annotated[int, typer.Option(min=10, help="How many boards are open.")] = 200,
    rate: Annotated[float, typer.Option(min=0.2, help="Dossiers arriving a second; each comes to about ten events.")] = 4.0,
    seconds: Annotated[int, typer.Option(min=5, help="How long they arrive.")] = 30,
    report: ReportFile = None,
) -> None:
    """Measure how soon an event is on an open board, and how soon a portal with open boards stops.

    Example: `lienthong bench-boards --report docs/reports/boards.json`
    """
    give(asyncio.run(_bench(boards, rate, seconds)), as_json, report)


async def _bench(boards: int, rate: float, seconds: int) -> dict[str, Any]:
    async with fresh_stack() as (stack, tell):
        return {**await Boards(stack, boards, rate, seconds, tell).measure(), "arrivals_per_s": rate, "machine": machine()}
