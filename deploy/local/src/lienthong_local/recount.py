"""The verb `recount`."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from portal.figures.recount import Recount
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.home import Home
from lienthong_local.verify.figures import recounted

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
WORDS = {"stay": "nơi hồ sơ được đếm", "daily": "theo ngày", "standing": "đang có", "flow": "đi qua các cơ quan", "delivery": "tin gửi"}


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("recount")(recount_verb)


def recount_verb(as_json: Json = False) -> None:
    """Count every figure of boards and reports again, from the ledger alone, and list what differs.

    Exit status 0 only when nothing does. Example: `lienthong recount --json`
    """
    report = asyncio.run(recounted(stack_file.demand(Home.at())["dsns"]["portal"]))
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, default=str))
    else:
        show(report, Console())
    sys.exit(1 if report.found else 0)


def show(report: Recount, console: Console) -> None:
    """The report for people."""
    console.print(f"{report.entries} dòng sổ cái của {report.dossiers} hồ sơ, {report.figures} con số đang giữ")
    if not report.found:
        console.print("[green]Đếm lại = trực tiếp:[/] mọi con số đúng đến chữ số cuối cùng.")
        return
    table = Table("bảng", "con số", "đang giữ", "đếm lại", box=None, pad_edge=False)
    for item in report.found[:50]:
        table.add_row(WORDS[item.table], item.key, str(item.kept), str(item.recounted))
    console.print(table)
    if len(report.found) > 50:
        console.print(f"… và {len(report.found) - 50} con số nữa")
