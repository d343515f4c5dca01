"""The verb `replay`: a locality's published period, the whole country as a load, or any period, on the real services."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from pydantic import ValidationError
from rich.console import Console

from lienthong_local.bench.fresh import Json, ReportFile
from lienthong_local.bench.machine import machine
from lienthong_local.child import leave_on_signals
from lienthong_local.kafka_jars import Tell
from lienthong_local.play import replay as period
from lienthong_local.play.season import Season
from lienthong_local.progress import shown
from lienthong_local.year.country import day
from lienthong_local.year.locality import NoSuchLocality, names, read
from lienthong_local.year.run import replayed
from lienthong_local.year.shown import show, show_day

NATIONAL = "national"
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(replay)


def replay(
    name: Annotated[str, typer.Argument(help=f"A locality ({', '.join(names())}), `{NATIONAL}`, or nothing: a period of days.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed plays the same period, to the same figures.")] = 7,
    as_json: Json = False,
    report: ReportFile = None,
    rate: Annotated[float, typer.Option(min=0.1, max=1000, help=f"{NATIONAL}: dossiers a second, on average over the day.")] = 10.0,
    minutes: Annotated[float, typer.Option(min=0.1, max=240, help=f"{NATIONAL}: how long the day takes.")] = 5.0,
    first: Day = datetime(2026, 1, 5),  # noqa: DTZ001
    last: Day = datetime(2026, 12, 31),  # noqa: DTZ001
    dossiers: Annotated[int, typer.Option(min=20, max=100_000, help="A period: how many dossiers come in.")] = 300,
    step: Annotated[int, typer.Option(min=15, max=480, help="A period: minutes between two instants of a working day.")] = 480,
) -> None:
    """Play a locality's period through the real services on the business clock, and hold its reports against what it published.

    Exit status 0 only when every figure is equal and nothing is missing. Examples: `lienthong replay dak-nong`,
    `lienthong replay national --rate 20`
    """
    if name == NATIONAL:
        found = _run(lambda tell: day(rate, minutes, seed, tell))
        _say(found, seed, as_json, report, show_day)
    elif name:
        _say(_locality(name, seed), seed, as_json, report, show)
    else:
        period.played(Season(first.date(), last.date(), timedelta(minutes=step), dossiers, seed), as_json)


def _locality(name: str, seed: int) -> Any:
    try:
        locality = read(name)
    except (NoSuchLocality, ValidationError) as fault:
        raise typer.BadParameter(str(fault)) from None
    return _run(lambda tell: replayed(name, locality, seed, tell))


def _run(play: Callable[[Tell], Awaitable[Any]]) -> Any:
    async def played() -> Any:
        leave_on_signals()
        with shown(Console(stderr=True)) as tell:
            return await play(tell)

    return asyncio.run(played())


def _say(found: Any, seed: int, as_json: bool, report: Path | None, say: Callable[[Any, Console], None]) -> None:
    facts = msgspec.to_builtins(found) | {"good": found.good, "seed": seed, "machine": machine()}
    if report is not None:
        report.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        say(found, Console())
    sys.exit(0 if found.good else 1)
