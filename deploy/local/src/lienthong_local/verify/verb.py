"""The verb `verify`."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from lienthong_runtime.clock import system_now
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.home import Home
from lienthong_local.verify.report import WORDS, Report
from lienthong_local.verify.run import verify

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("verify")(verify_verb)


def verify_verb(as_json: Json = False) -> None:
    """Hold the topics, the ledger and each service's state against each other, and list every disagreement.

    Exit status 0 only when there is none. Example: `lienthong verify --json`
    """
    facts = stack_file.demand(Home.at())
    report = asyncio.run(verify(facts["bootstrap_servers"], facts["dsns"], facts["topic_prefix"], system_now()))
    if as_json:
        print(json.dumps(as_facts(report), ensure_ascii=False))
    else:
        show(report, Console())
    sys.exit(1 if report.found else 0)


def as_facts(report: Report) -> dict[str, object]:
    """The report for programs."""
    names = ("events", "dossiers", "entries", "figures", "repeated", "missing", "duplicates", "set_aside")
    counts = {name: getattr(report, name) for name in names}
    return {**counts, "disagreements": [asdict(item) for item in report.found]}


def show(report: Report, console: Console) -> None:
    """The report for people."""
    console.print(f"{report.events} sự kiện của {report.dossiers} hồ sơ trên Kafka, {report.entries} dòng trong sổ cái")
    if not report.found:
        console.print("[green]Khớp hoàn toàn:[/] không thiếu, không trùng, trạng thái nào cũng theo đúng sự kiện.")
        return
    table = Table("bất thường", "ở đâu", "hồ sơ", "chi tiết", box=None, pad_edge=False)
    for item in report.found[:50]:
        table.add_row(WORDS[item.kind], item.where, item.dossier_id, item.detail)
    console.print(table)
    if len(report.found) > 50:
        console.print(f"… và {len(report.found) - 50} bất thường nữa")
