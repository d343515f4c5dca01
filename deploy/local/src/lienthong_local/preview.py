"""The verb `preview`: a message as its citizen would read it, and what an SMS of it costs."""

import json
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from lienthong_local import stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.identity import issuer_at


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(preview)


def preview(
    template: Annotated[str, typer.Argument(help="The letter: received, supplement_asked, result_ready …")],
    dossier: Annotated[str, typer.Option(help="A dossier's code or id; without one a made-up dossier is shown.")] = "",
    language: Annotated[str, typer.Option(help="vi or en.")] = "vi",
    price: Annotated[int, typer.Option(min=0, help="What a part of an SMS costs, in đồng.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Show a message as it would be sent: by e-mail with diacritics, by SMS without, with the parts that are paid for.

    Example: `lienthong preview received --dossier H32.41-261123-0001 --price 300`
    """
    home = Home.at()
    facts = stack_file.demand(home)
    token = issuer_at(home).token("quan-tri", None, ("admin",))
    with httpx2.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=10) as client:
        about = {"dossier_id": _id_of(client, facts, dossier)} if dossier else {}
        answer = client.get(f"{facts['urls']['notifier']}/previews/{template}",
                            params={"language": language, "dong_per_part": price, **about})  # fmt: skip
    if answer.status_code == 404:
        raise StackError(f"there is no letter {template} in {language}" + (f", or nothing is known of {dossier}" if dossier else ""))
    answer.raise_for_status()
    print(json.dumps(answer.json(), ensure_ascii=False)) if as_json else _show(answer.json())


def _id_of(client: httpx2.Client, facts: dict[str, Any], dossier: str) -> str:
    found = client.get(f"{facts['urls']['intake']}/dossiers", params={"q": dossier}).json() if "." in dossier else [{"dossier_id": dossier}]
    if not found:
        raise StackError(f"there is no dossier {dossier}")
    return str(found[0]["dossier_id"])


def _show(shown: list[dict[str, Any]]) -> None:
    console = Console()
    for one in shown:
        title = "SMS" if one["channel"] == "sms" else f"E-mail: {one['subject']}"
        console.print(Panel(Text(one["text"].strip()), title=title, title_align="left", width=100))
        if one["channel"] == "sms":
            dong = f"{one['dong']:,}".replace(",", ".")
            price = f", {dong} đồng" if one["dong"] else ""
            marked = f"giữ dấu thì {one['parts_with_marks']} tin"
            console.print(f"{one['characters']} ký tự {one['alphabet']}: {one['parts']} tin{price}; {marked}\n")
