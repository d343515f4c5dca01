"""The verb `chaos`."""

import asyncio
import json
import sys
from typing import Annotated

import typer
from rich.console import Console

from lienthong_local.bench.fresh import Json, ReportFile
from lienthong_local.bench.machine import machine
from lienthong_local.chaos.controlled import Controlled, controlled
from lienthong_local.chaos.controlled import show as show_control
from lienthong_local.chaos.faults import KINDS, Kind
from lienthong_local.chaos.ground import ground
from lienthong_local.chaos.outcome import Outcome
from lienthong_local.chaos.run import Wish, run
from lienthong_local.chaos.show import show
from lienthong_local.child import leave_on_signals
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.progress import shown

Kinds = Annotated[str, typer.Option("--faults", help=f"Only these kinds, by comma: {', '.join(kind.name for kind in KINDS)}.")]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(chaos)


def chaos(
    minutes: Annotated[float, typer.Option(min=0.05, help="How long faults strike; healing and checking come after.")] = 10.0,
    seed: Annotated[int, typer.Option(help="Draws the citizens, the faults, their victims and moments.")] = 1,
    as_json: Json = False,
    rate: Annotated[float, typer.Option("--dossiers-per-second", min=0.1, max=200, help="Whole lives begun a second.")] = 5.0,
    at_limit: Annotated[bool, typer.Option("--at-limit", help="Begin lives as fast as the house answers, instead.")] = False,
    instances: Annotated[int, typer.Option(min=1, max=4, help="Of each service.")] = 1,
    faults: Kinds = "",
    control: Annotated[bool, typer.Option("--control", help="No faults: plant losses and doubles, each of which must be found.")] = False,
    report: ReportFile = None,
) -> None:
    """Kill, freeze and cut off everything under load; afterwards nothing may be lost or doubled.

    Exit status 0 only when nothing is. Example: `lienthong chaos --minutes 10 --seed 7 --report docs/reports/chaos-7.json`
    """
    wish = Wish(minutes * 60, seed, rate, at_limit, _kinds(faults))
    outcome = asyncio.run(_chaos(wish, instances, control))
    asked = {"seed": seed, "minutes": minutes, "rate": None if at_limit else rate, "instances": instances}
    facts = {**asked, **outcome.facts(), "machine": machine()}
    if report is not None:
        report.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        show(outcome, Console()) if isinstance(outcome, Outcome) else show_control(outcome, Console())
    sys.exit(0 if outcome.good else 1)


async def _chaos(wish: Wish, instances: int, control: bool) -> Outcome | Controlled:
    leave_on_signals()
    console, home = Console(stderr=True), Home(Home.at().path / "chaos", Home.at().cache)

    def say(line: str) -> None:
        console.print(line, highlight=False, markup=False)

    with shown(console) as tell:
        async with ground(home, wish.seed, tell, instances) as ready:
            if control:
                return await controlled(ready, wish.seconds, wish.rate, say, tell)
            return await run(ready, wish, say, tell)


def _kinds(names: str) -> tuple[Kind, ...]:
    wanted = [name.strip() for name in names.split(",") if name.strip()] or [kind.name for kind in KINDS]
    if unknown := sorted(set(wanted) - {kind.name for kind in KINDS}):
        raise StackError(f"không có loại sự cố {', '.join(unknown)}; có: {', '.join(kind.name for kind in KINDS)}")
    return tuple(kind for kind in KINDS if kind.name in wanted)
