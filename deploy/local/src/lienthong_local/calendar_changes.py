"""The verb `calendar-changes`: open dossiers whose date a changed calendar would move, and an administrator's word on it."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer
from portal.format import clock_time, day
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.ask import ask
from lienthong_local.failure import StackError
from lienthong_local.home import Home

PATIENCE = 600  # seconds; a hundred thousand dossiers are counted again
SHOWN = 50


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("calendar-changes")(calendar_changes)


def calendar_changes(
    confirm: Annotated[bool, typer.Option("--confirm", help="Count every open dossier with the newest calendar from now on.")] = False,
    decision_no: Annotated[str, typer.Option(help="The decision behind the changed days; needed to confirm.")] = "",
    officer: Annotated[str, typer.Option(help="The administrator who confirms.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List the open dossiers whose date a changed calendar would move; nothing moves before it is confirmed.

    Example: `lienthong calendar-changes --confirm --decision-no 9859/VPCP-KGVX --officer admin`
    """
    if confirm and not (decision_no and officer):
        raise StackError("to confirm, name the decision and who confirms: --decision-no NUMBER --officer ID")
    facts = stack_file.demand(Home.at())
    if confirm:
        body = {"decision_no": decision_no, "officer": officer}
        done = ask(facts, "sla-monitor", "POST", "/calendar-changes", body, PATIENCE)
        said = f"{done['adjusted']} hồ sơ đang giải quyết nay được tính theo lịch mới, kể cả hồ sơ không đổi hạn"
        print(json.dumps(done) if as_json else said)
        return
    found = ask(facts, "sla-monitor", "GET", "/calendar-changes", patience=PATIENCE)
    print(json.dumps(found)) if as_json else _show(found)


def _show(found: dict[str, Any]) -> None:
    if not found["dossiers"]:
        print("không có hồ sơ nào bị thay đổi hạn")
        return
    table = Table("hồ sơ", "bộ phận một cửa", "hạn đang giữ", "hạn theo lịch mới", box=None, pad_edge=False)
    for change in found["changes"][:SHOWN]:
        table.add_row(change["code"], change["desk"], _day(change["due_at"]), _day(change["new_due_at"]))
    Console().print(table)
    if found["dossiers"] > SHOWN:
        print(f"… và {found['dossiers'] - SHOWN} hồ sơ nữa: --json liệt kê hết")
    print(f"{found['dossiers']} hồ sơ sẽ có hạn mới; chưa có gì thay đổi: xác nhận bằng --confirm --decision-no SỐ --officer MÃ")


def _day(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{day(at)} {clock_time(at)}"
