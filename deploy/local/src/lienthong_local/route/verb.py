"""The verb `route`."""

import json
from datetime import datetime
from typing import Annotated

import typer
from lienthong_calendar import day_of
from lienthong_runtime.clock import system_now
from rich.console import Console

from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT
from lienthong_local.route.asked import asked, catalogue_in
from lienthong_local.route.drawing import show
from lienthong_local.route.facts import facts
from lienthong_local.route.flows import FOLDER as FLOWS
from lienthong_local.route.flows import pages
from lienthong_local.route.mermaid import flowchart

FOLDER = CHECKOUT / "deploy" / "catalogues"


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(route)


def route(
    name: Annotated[str, typer.Argument(metavar="ID", help="A route's or a procedure's id.")] = "",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="On which day; without, today.")] = None,
    desk: Annotated[str, typer.Option(help="A one-stop desk's id: roles become the agencies around it.")] = "",
    branch: Annotated[list[str] | None, typer.Option(help="A branch that the citizen chooses; may be given again.")] = None,
    as_mermaid: Annotated[bool, typer.Option("--mermaid", help="As a Mermaid flowchart.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
    write_docs: Annotated[bool, typer.Option("--write-docs", help="Write the pages of docs/flows anew.")] = False,
) -> None:
    """A route drawn: who works on a dossier, in which order, for how long, and what stops the clock.

    Example: `lienthong route 3.000722 --desk H32.41`

    Example: `lienthong route 2.002913 --branch residence --branch funeral --on 2026-11-23`
    """
    if write_docs:
        _write()
    elif not name:
        raise StackError("which route? Give a procedure's or a route's id, such as 1.001612")
    else:
        day = on.date() if on else day_of(system_now())
        found = asked(catalogue_in(FOLDER, bool(desk)), name, day, desk, tuple(branch) if branch else None)
        if as_json:
            print(json.dumps(facts(found), ensure_ascii=False))
        elif as_mermaid:
            print(flowchart(found))
        else:
            show(found, Console())


def _write() -> None:
    FLOWS.mkdir(parents=True, exist_ok=True)
    for page, text in pages(FOLDER).items():
        (FLOWS / page).write_text(text, "utf-8")
        print(f"docs/flows/{page}")
