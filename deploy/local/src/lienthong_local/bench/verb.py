"""The verb `bench`."""

import asyncio
import json
import platform
import shutil
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lienthong_local.bench.run import Bench
from lienthong_local.child import leave_on_signals
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.progress import shown
from lienthong_local.stack import Stack

PACKAGES = ("aiokafka", "asyncpg", "pydantic", "msgspec", "fastapi", "uvicorn")


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(bench)


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
    dossiers: Annotated[int, typer.Option(min=50, help="How many lives make the backlog.")] = 1500,
    seconds: Annotated[int, typer.Option(min=5, help="How long the steady load lasts.")] = 20,
    report: Annotated[Path | None, typer.Option(help="Write the figures to this file, with machine and versions.")] = None,
) -> None:
    """Measure the whole stack beside a bare loop of the same shape, in one run.

    Example: `lienthong bench --report docs/reports/bench.json`
    """
    result = asyncio.run(_bench(dossiers, seconds))
    text = json.dumps(result, ensure_ascii=False, indent=None if as_json else 2)
    if report is not None:
        report.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(text) if as_json else show(result)


async def _bench(dossiers: int, seconds: int) -> dict[str, Any]:
    leave_on_signals()
    home = Home(Home.at().path / "bench", Home.at().cache)
    shutil.rmtree(home.path, ignore_errors=True)
    began = time.perf_counter()
    with shown(Console(stderr=True)) as tell:
        async with Stack(home, tell=tell) as stack:
            up = time.perf_counter() - began
            figures = await Bench(stack, dossiers, seconds, tell).run()
    return {**figures, "up_seconds": round(up, 1), "machine": machine()}


def machine() -> dict[str, Any]:
    """What it was measured on: processor, versions, commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout.strip()
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ""
    )
    return {"cpu": model, "python": platform.python_version(), "kernel": platform.release(), "commit": commit, "kafka": "4.4.0",
            "versions": {name: version(name) for name in PACKAGES}}  # fmt: skip


def show(result: dict[str, Any]) -> None:
    """The figures for people."""
    table = Table("measured", "value", box=None, pad_edge=False)
    for name, value in result.items():
        table.add_row(name, json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value))
    Console().print(table)
