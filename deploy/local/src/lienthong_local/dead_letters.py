"""The verbs `dead-letters` and `replay-dead`: what was set aside in any service, and handling it again."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.ask import ask
from lienthong_local.databases import SERVICES
from lienthong_local.failure import StackError
from lienthong_local.home import Home

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
WORDS = {"set_aside": "để riêng", "parked": "chờ phía sau"}


def register(command: typer.Typer) -> None:
    """Add the verbs."""
    command.command("dead-letters")(dead_letters)
    command.command("replay-dead")(replay_dead)


def dead_letters(as_json: Json = False) -> None:
    """List what the services could not handle, with the reason, and what waits behind it.

    Example: `lienthong dead-letters`
    """
    facts = stack_file.demand(Home.at())
    found = [{"service": name, **letter} for name in SERVICES for letter in ask(facts, name, "GET", "/dead-letters")]
    if as_json:
        print(json.dumps(found))
    elif not found:
        print("hàng lỗi trống")
    else:
        _table(found)


def replay_dead(service: Annotated[str, typer.Argument(help="intake, routing …")], dossier_id: Annotated[str, typer.Argument()],
                as_json: Json = False) -> None:  # fmt: skip
    """Handle again, in their order, the events of one dossier that a service set aside.

    Example: `lienthong replay-dead routing 01933c3e-7a00-7000-8000-000000000001`
    """
    if service not in SERVICES:
        raise StackError(f"no service {service!r}; there are {', '.join(SERVICES)}")
    done = ask(stack_file.demand(Home.at()), service, "POST", f"/dead-letters/{dossier_id}/replay")
    print(json.dumps(done) if as_json else f"đã chạy lại {done['applied']} sự kiện, còn {done['set_aside']} trong hàng lỗi")
    if done["set_aside"]:
        raise typer.Exit(1)


def _table(found: list[dict[str, Any]]) -> None:
    table = Table("dịch vụ", "trạng thái", "lý do", "sự kiện", "hồ sơ", "nơi", box=None, pad_edge=False)
    for letter in found:
        origin = f"{letter['topic']}/{letter['kafka_partition']}/{letter['kafka_offset']}"
        table.add_row(letter["service"], WORDS[letter["state"]], letter["reason"], letter["kind"], letter["dossier_id"] or "", origin)
    Console().print(table)
