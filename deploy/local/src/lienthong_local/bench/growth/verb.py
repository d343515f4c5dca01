"""The verb `bench-growth`."""

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from lienthong_calendar import day_of
from lienthong_runtime.clock import system_now

from lienthong_local.bench.fresh import Json, fresh_stack
from lienthong_local.bench.growth import patterns
from lienthong_local.bench.growth.run import Growth
from lienthong_local.bench.growth.table import filled, page, ratios
from lienthong_local.bench.machine import machine
from lienthong_local.home import CHECKOUT

REPORTS, SCALE = CHECKOUT / "docs" / "reports", CHECKOUT / "docs" / "scale.md"
SIZES, INSTANCES = "1000,10000,100000,1000000", "1,2,4"


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-growth")(bench_growth)


def bench_growth(
    as_json: Json = False,
    sizes: Annotated[str, typer.Option(help="How many dossiers the services have, one after another.")] = SIZES,
    instances: Annotated[str, typer.Option(help="With how many instances of each service, at the largest size.")] = INSTANCES,
    seconds: Annotated[int, typer.Option(min=2, help="How long each load lasts.")] = 8,
    out: Annotated[Path, typer.Option(help="The folder that gets the report, as Markdown and JSON.")] = REPORTS,
) -> None:
    """Measure speed, latency, memory and disk at several sizes and with several instances, and write the release's table
    (`docs/reports/<day>-growth.md` and `.json`) and its figures into `docs/scale.md`.

    Example: `lienthong bench-growth --sizes 1000,10000 --instances 1,2 --out /tmp` is a small one that leaves the documents alone.
    """
    figures = asyncio.run(_bench(_numbers(sizes, patterns.COUNT), _numbers(instances, 1), seconds))
    name = f"{figures['day']}-growth"
    (out / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (out / f"{name}.md").write_text(page(figures), "utf-8")
    if out == REPORTS:
        SCALE.write_text(filled(SCALE.read_text("utf-8"), figures), "utf-8")
    print(json.dumps(figures, ensure_ascii=False) if as_json else page(figures))


def _numbers(text: str, of: int) -> list[int]:
    """Raises BadParameter, with everything that isn't such a number."""
    wrong = [word for word in text.split(",") if not word.strip().isdigit() or not int(word) or int(word) % of]
    if wrong:
        raise typer.BadParameter(f"{', '.join(wrong)}: không phải bội số dương của {of} · not positive multiples of {of}")
    return sorted({int(word) for word in text.split(",")})


async def _bench(sizes: list[int], instances: list[int], seconds: int) -> dict[str, Any]:
    before = os.getloadavg()[0]
    async with fresh_stack() as (stack, tell):
        figures = await Growth(stack, sizes, instances, seconds, tell).run()
    about = {"day": day_of(system_now()).isoformat(), "machine": machine(), "cores": os.cpu_count(),
             "load_average": [round(load, 1) for load in (before, os.getloadavg()[0])]}  # fmt: skip
    return {**about, **figures, "ratios": ratios(figures["sizes"])}
