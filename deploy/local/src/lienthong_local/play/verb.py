"""The verb `demo`: two hundred dossiers through the real services, a working week in about a minute."""

import asyncio
import json
import sys
from typing import Annotated

import typer
from rich.console import Console

from lienthong_local.child import leave_on_signals
from lienthong_local.home import Home
from lienthong_local.play.demo import Demo
from lienthong_local.play.show import show_result
from lienthong_local.progress import shown
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from lienthong_local.trial_accounts import make_trials, show_trials


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(demo)


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave it running until Ctrl-C.")] = False,
    dossiers: Annotated[int, typer.Option(min=20, max=5000, help="How many dossiers.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed plays the same week.")] = 7,
) -> None:
    """Play a working week of dossiers through the whole system, and check afterwards that nothing is missing.

    Exit status 0 only when nothing is missing or doubled. Example: `lienthong demo --keep`
    """
    sys.exit(asyncio.run(_demo(Demo(dossiers, seed), as_json, keep)))


async def _demo(play: Demo, as_json: bool, keep: bool) -> int:
    leave_on_signals()
    console = Console(stderr=as_json)
    home = Home.at().afresh("demo")
    try:
        with shown(Console(stderr=True)) as tell:
            stack = await Stack(home, Plan(clock="business", env={"LIENTHONG_REST": "0"}), tell=tell).__aenter__()
    except asyncio.CancelledError:
        return 130
    try:
        result = await play.run(stack, console)
        if as_json:
            print(json.dumps(result.facts))
        else:
            show_result(result, console)
        if keep:
            await make_trials(home, stack.facts())
            show_trials(home, stack.facts()["urls"]["portal"], console)
            console.print(f"\nVẫn chạy: {result.board_url} (Ctrl-C để dừng)")
            await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        return 130 if not keep else 0
    finally:
        await stack.__aexit__(None, None, None)
    return 0 if result.good else 1
