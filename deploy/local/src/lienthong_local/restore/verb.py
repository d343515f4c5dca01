"""The verb `restore`."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from portal.format import clock_time, day
from rich.console import Console

from lienthong_local.backup.verb import as_facts
from lienthong_local.home import Home
from lienthong_local.progress import shown
from lienthong_local.restore.run import restore

Folder = Annotated[Path, typer.Argument(help="What `backup` made.")]
Secrets = Annotated[Path | None, typer.Option("--secrets", help="The stack's secrets.json, when the backup was made without.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("restore")(restore_verb)


def restore_verb(folder: Folder, secrets: Secrets = None, as_json: Json = False) -> None:
    """Make a stack of a backup, in an empty LIENTHONG_HOME; every part is checked first, every count afterwards.

    Example: `LIENTHONG_HOME=/srv/lienthong lienthong restore /mnt/backups/monday`
    """
    home = Home.at()
    with shown(Console(stderr=True)) as tell:
        made = asyncio.run(restore(folder.resolve(), home, secrets, tell))
    if as_json:
        print(json.dumps(as_facts(folder, made) | {"home": str(home.path)}, ensure_ascii=False))
        return
    at = f"{day(made.taken_at)} {clock_time(made.taken_at, seconds=True)}"
    print(f"{made.records} sự kiện, {made.rows} dòng, {made.papers} giấy tờ: mọi số đếm đúng như lúc {at}")
    print(f"tiếp theo, với LIENTHONG_HOME={home.path}:  lienthong up --detach  rồi  lienthong verify")
