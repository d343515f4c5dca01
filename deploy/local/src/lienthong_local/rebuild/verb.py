"""The verb `rebuild`."""

import asyncio
import json
import sys
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer
from portal.rebuild.run import LedgerBroken, Rebuilt, Tell, rebuild
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.databases import scratch_database
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.progress import shown

Check = Annotated[bool, typer.Option("--check", help="Change nothing: only say what differs.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Service = Annotated[str, typer.Argument(help="portal; what the others decided is their own (docs/upgrade.md).")]
WORDS = {"record": "hình của hồ sơ", "work": "dòng trong hộp việc", "stay": "nơi hồ sơ được đếm", "daily": "theo ngày",
         "standing": "đang có", "flow": "đi qua các cơ quan", "delivery": "tin gửi", "gap": "số bị thiếu"}  # fmt: skip


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("rebuild")(rebuild_verb)


def rebuild_verb(service: Service = "portal", check: Check = False, as_json: Json = False) -> None:
    """Make the portal's pictures, inboxes and figures once more from its ledger, and put right what differs, while all work on.

    Exit status 1 with --check when something differs. Example: `lienthong rebuild portal --check`
    """
    if service != "portal":
        raise StackError(f"{service}: chỉ portal dựng lại được từ nhật ký; trạng thái dịch vụ khác là quyết định của nó, dùng restore")
    facts = stack_file.demand(Home.at())
    with shown(Console(stderr=True)) as tell:
        step = partial(tell, "đọc lại sổ cái")
        report = asyncio.run(rebuilt(facts["postgres_dsn"], facts["dsns"]["portal"], not check, step))
    if as_json:
        print(json.dumps(asdict(report) | {"differing": report.differing}))
    else:
        show(report, check, Console())
    sys.exit(1 if check and report.differing else 0)


async def rebuilt(superuser_dsn: str, portal_dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None) -> Rebuilt:
    """With an empty database beside the portal's, that is dropped again. Raises StackError."""
    try:
        async with scratch_database(superuser_dsn, portal_dsn, CHECKOUT / "services" / "portal" / "migrations") as scratch:
            return await rebuild(portal_dsn, scratch, keep, tell)
    except LedgerBroken as fact:
        raise StackError(f"sổ cái không còn nguyên vẹn ở {fact}: không dựng lại; xem `lienthong verify`, khôi phục bản sao lưu") from None


def show(report: Rebuilt, check: bool, console: Console) -> None:
    """The report for people."""
    console.print(f"{report.entries} dòng sổ cái đã đọc lại")
    if not report.differing:
        console.print("[green]Khớp hoàn toàn:[/] mọi hình, mọi dòng việc, mọi con số đúng như sổ cái.")
        return
    table = Table("bảng", "thừa hoặc sai", "thiếu hoặc sai", box=None, pad_edge=False)
    for name, (away, added) in report.mended.items():
        if away or added:
            table.add_row(WORDS[name], str(away), str(added))
    console.print(table)
    console.print("chưa đổi gì (--check)" if check else "[green]đã sửa cho đúng sổ cái[/]")
