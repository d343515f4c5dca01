"""The verb `succeed`."""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from lienthong_calendar import VIET_NAM
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue, Succession
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.ask import ask
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.progress import shown
from lienthong_local.succeed import plan as plans
from lienthong_local.succeed.carrying import Carrier
from lienthong_local.succeed.proof import Proof, look, prove
from lienthong_local.verify.budgets import read_catalogue

SHOWN = 30


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(succeed)


def succeed(
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day of the successors.")],
    plan: Annotated[Path, typer.Option(help="Who follows whom (YAML): decision_no, agencies, from_catalogue.")],
    write: Annotated[str, typer.Option(help="Only write the plan file, from the catalogue's agencies under these (H43,H10).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be handed on.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
) -> None:
    """Replace agencies by their successors with dossiers in flight, and prove that none is orphaned, late or untold.

    Safe to run twice and to be killed: run it again. Exit status 0 only when it is proven.
    Example: `lienthong succeed --on 2025-07-01 --plan ninh-thuan.yml`
    """
    facts = stack_file.demand(Home.at())
    catalogue = asyncio.run(read_catalogue(facts["bootstrap_servers"], facts["topic_prefix"]))
    if write:
        said = plans.written_from(tuple(write.split(",")), on.date(), "NQ 202/2025/QH15", catalogue)
        plan.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), "utf-8")
        print(f"{plan}: {len(said['agencies'])} cơ quan; hãy xem lại, nhất là số văn bản, trước khi thực hiện")
        return
    whole = plans.settled(plans.read(plan), on.date(), catalogue)
    proof = asyncio.run(_succeed(facts, whole, dry_run))
    print(json.dumps(asdict(proof) | {"holds": proof.holds}, ensure_ascii=False)) if as_json else show(proof, whole, catalogue, dry_run)
    sys.exit(0 if proof.holds or dry_run else 1)


async def _succeed(facts: dict[str, Any], whole: Succession, dry_run: bool) -> Proof:
    now = datetime.fromisoformat(ask(facts, "intake", "GET", "/quiet")["now"]).astimezone(VIET_NAM)
    if now.date() < whole.on and not dry_run:
        raise StackError(f"{whole.on} hasn't come: it is {now:%Y-%m-%d %H:%M} there (UTC+7)")
    servers, prefix = facts["bootstrap_servers"], facts["topic_prefix"]
    with shown(Console(stderr=True)) as tell:
        if not dry_run:
            await Carrier(facts["urls"], facts["service_token"], servers, prefix, tell).carry_out(whole)
        tell("holding the log against the plan", 0, 0)
        return await (look if dry_run else prove)(servers, facts["dsns"], prefix, whole)


def show(proof: Proof, plan: Succession, catalogue: Catalogue, dry_run: bool) -> None:
    """The proof for people."""
    console = Console()
    if dry_run:
        held = {dossier for _, dossier, _ in proof.orphaned}
        console.print(f"{len(held)} hồ sơ sẽ chuyển cho cơ quan kế thừa; chưa có gì thay đổi")
        return
    if not proof.by_agency:
        console.print("Không có hồ sơ dở dang nào ở các cơ quan thôi hoạt động.")
        return
    table = Table("cơ quan thôi hoạt động", "cơ quan kế thừa", "hồ sơ", box=None, pad_edge=False)
    for agency, count in proof.by_agency.most_common(SHOWN):
        table.add_row(_name(agency, catalogue), _name(plan.of(agency), catalogue), str(count))
    console.print(table)
    console.print(f"\n{proof.dossiers} hồ sơ đang giải quyết và {proof.submissions} hồ sơ chờ tiếp nhận đã có cơ quan kế thừa;"
                  f" {proof.hand_overs} lần bàn giao dở dang gửi lại đúng địa chỉ; tin báo: {_sum(proof)}")  # fmt: skip
    wrong = {"không ai giữ": proof.orphaned, "đổi ngày hẹn": proof.dates_moved, "bàn giao chưa gửi lại": proof.not_readdressed,
             "công dân chưa được báo": proof.not_told}  # fmt: skip
    for words, found in wrong.items():
        mark = "[green]0[/]" if not found else f"[red]{len(found)}[/]: " + "; ".join(" ".join(item) for item in found[:5])
        console.print(f"{words}: {mark}")
    console.print("[green]Chứng minh xong.[/]" if proof.holds else "[red]Chưa xong: hãy chạy lại lệnh này.[/]")


def _name(agency: str, catalogue: Catalogue) -> str:
    known = catalogue.latest(AgencyPublished, agency)
    return f"{agency} {known.name if known else ''}"


def _sum(proof: Proof) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(proof.messages.items())) or "0"
