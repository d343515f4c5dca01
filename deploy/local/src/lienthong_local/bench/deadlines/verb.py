"""The verb `bench-deadlines`."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from lienthong_local.bench.deadlines.run import Deadlines
from lienthong_local.bench.verb import machine, show
from lienthong_local.child import leave_on_signals
from lienthong_local.home import Home
from lienthong_local.progress import shown
from lienthong_local.stack import Stack


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-deadlines")(bench_deadlines)


def bench_deadlines(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
    stored: Annotated[int, typer.Option(min=1000, help="How many open dossiers.")] = 100_000,
    burst: Annotated[int, typer.Option(min=100, help="How many of them fall due at the same minute.")] = 10_000,
    report: Annotated[Path | None, typer.Option(help="Write the figures to this file, with machine and versions.")] = None,
) -> None:
    """Measure time itself: due dates a second, a burst of deadlines, how soon a breach is on the topic, and memory.

    Example: `lienthong bench-deadlines --report docs/reports/deadlines.json`
    """
    result = asyncio.run(_bench(stored, burst))
    if report is not None:
        report.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(json.dumps(result, ensure_ascii=False)) if as_json else show(result)


async def _bench(stored: int, burst: int) -> dict[str, Any]:
    leave_on_signals()
    home = Home(Home.at().path / "bench", Home.at().cache)
    shutil.rmtree(home.path, ignore_errors=True)
    with shown(Console(stderr=True)) as tell:
        async with Stack(home, tell=tell) as stack:
            return {**await Deadlines(stack, stored, burst, tell).run(), "machine": machine()}
