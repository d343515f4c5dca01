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
from lienthong_calendar import VIET_NAM, day_of
from lienthong_runtime import Succession
from rich.console import Console

from lienthong_local import stack_file
from lienthong_local.ask import ask
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.progress import shown
from lienthong_local.succeed import plan as plans
from lienthong_local.succeed.carrying import Carrier
from lienthong_local.succeed.proof import Proof, look, prove
from lienthong_local.succeed.saying import say
from lienthong_local.verify.budgets import read_catalogue


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
        print(f"{plan}: {len(said['agencies'])} cơ quan. Hãy xem lại, nhất là số văn bản, trước khi thực hiện.")
        return
    now = datetime.fromisoformat(ask(facts, "intake", "GET", "/quiet")["now"]).astimezone(VIET_NAM)
    whole = plans.settled(plans.read(plan), on.date(), catalogue, day_of(now))
    if day_of(now) < whole.on and not dry_run:
        raise StackError(f"{whole.on} hasn't come: it is {now:%Y-%m-%d %H:%M} there (UTC+7)")
    proof = asyncio.run(_succeed(facts, whole, dry_run))
    if as_json:
        print(json.dumps(asdict(proof) | {"holds": proof.holds}, ensure_ascii=False))
    else:
        say(Console(), proof, whole, catalogue, dry_run)
    sys.exit(0 if proof.holds or dry_run else 1)


async def _succeed(facts: dict[str, Any], whole: Succession, dry_run: bool) -> Proof:
    servers, prefix = facts["bootstrap_servers"], facts["topic_prefix"]
    with shown(Console(stderr=True)) as tell:
        if not dry_run:
            await Carrier(facts["urls"], facts["service_token"], servers, prefix, tell).carry_out(whole)
        tell("holding the log against the plan", 0, 0)
        return await (look if dry_run else prove)(servers, facts["dsns"], prefix, whole)
