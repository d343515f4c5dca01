"""Knows the verbs for accounts at the windows: the first administrator, a forgotten password, and which there are."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.home import Home
from lienthong_local.show import Json
from lienthong_local.trial_accounts import TRIALS, run, show_trials

Login = Annotated[str, typer.Argument(help="Lower-case letters and digits, a letter first.")]


def register(command: typer.Typer) -> None:
    """Add the verbs."""
    verbs = typer.Typer(no_args_is_help=True, help="Accounts at the windows, as the operator of the stack.")
    for verb in (add, password):
        verbs.command()(verb)
    verbs.command("list")(listed)
    command.add_typer(verbs, name="account")


def add(
    login: Login,
    roles: Annotated[str, typer.Option(help="One or several, with commas between them.")],
    agency: Annotated[str, typer.Option(help="The agency that they work for.")] = "",
) -> None:
    """Make an account, and print the one-time password to hand over.

    Example: `lienthong account add quan.tri --roles admin`
    """
    _said(asyncio.run(run(stack_file.demand(Home.at()), "add", login, "--roles", roles, "--agency", agency)))


def password(login: Login) -> None:
    """Give an account a one-time password, whoever's it is; its sessions end.

    Example: `lienthong account password quan.tri`
    """
    _said(asyncio.run(run(stack_file.demand(Home.at()), "password", login)))


def listed(as_json: Json = False) -> None:
    """Show every account; of those that the stack made by itself the password, too, as it was at the start.

    Example: `lienthong account list`
    """
    home = Home.at()
    facts = stack_file.demand(home)
    found = asyncio.run(run(facts, "list"))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    table = Table("login", "roles", "agency", "", box=None, pad_edge=False)
    for one in found:
        table.add_row(one["login"], ", ".join(one["roles"]), one["agency"] or "", "disabled" if one["disabled"] else "")
    Console().print(table)
    if {trial.login for trial in TRIALS} & {one["login"] for one in found}:
        show_trials(home, facts["urls"]["portal"], Console())


def _said(made: dict[str, str]) -> None:
    print(f"{made['login']}  {made['password']}  (good for 72 hours, and for choosing one's own)")
