"""A bench's own stack, made anew, and how its figures are given."""

import contextlib
import json
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lienthong_local.child import leave_on_signals
from lienthong_local.home import Home
from lienthong_local.kafka_jars import Tell
from lienthong_local.progress import shown
from lienthong_local.services import Plan
from lienthong_local.stack import Stack

Json = Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the figures to this file, with machine and versions.")]


@contextlib.asynccontextmanager
async def fresh_stack(env: Mapping[str, str] | None = None) -> AsyncGenerator[tuple[Stack, Tell]]:
    """A stack in an empty home, its services told `env` as well, and where to say how far one is."""
    leave_on_signals()
    home = Home.at().afresh("bench")
    with shown(Console(stderr=True)) as tell:
        # The same by day and by night; and a machine that is busy with others takes its time to start them.
        async with Stack(home, Plan(env={"LIENTHONG_QUIET": "", **(env or {})}, patience=300), tell=tell) as stack:
            yield stack, tell


def give(result: dict[str, Any], as_json: bool, report: Path | None) -> None:
    """The figures for people, or for programs, and into a file."""
    if report is not None:
        report.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    table = Table("measured", "value", box=None, pad_edge=False)
    for name, value in result.items():
        table.add_row(name, json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value))
    Console().print(table)
