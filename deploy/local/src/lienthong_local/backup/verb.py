"""The verb `backup`."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from lienthong_calendar import VIET_NAM
from lienthong_runtime.clock import system_now
from portal.format import clock_time, day
from rich.console import Console

from lienthong_local import stack_file
from lienthong_local.backup.manifest import Manifest
from lienthong_local.backup.run import Source, back_up
from lienthong_local.home import Home
from lienthong_local.progress import shown

Out = Annotated[Path | None, typer.Option("--out", help="The folder to make; else one by date under .lienthong/backups.")]
Secrets = Annotated[bool, typer.Option(help="Keep the stack's secrets in it; without them restoring needs --secrets FILE.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("backup")(backup_verb)


def backup_verb(out: Out = None, secrets: Secrets = True, as_json: Json = False) -> None:
    """Copy the whole stack while it works: databases, log, documents and secrets of one moment.

    The folder holds personal data and the keys that open it; it is readable by its owner only. Keep it as such.

    Example: `lienthong backup --out /mnt/backups/monday`
    """
    home = Home.at()
    facts = stack_file.demand(home)
    folder = (out or home.path / "backups" / f"{system_now().astimezone(VIET_NAM):%Y%m%d-%H%M%S}").resolve()
    source = Source(facts["bootstrap_servers"], facts["dsns"], home.path, facts["topic_prefix"], facts["clock"])
    with shown(Console(stderr=True)) as tell:
        made = asyncio.run(back_up(source, folder, secrets, tell))
    if as_json:
        print(json.dumps(as_facts(folder, made), ensure_ascii=False))
    else:
        print("\n".join(said(folder, made, secrets)))


@dataclass(frozen=True, slots=True)
class Sizes:
    """What there is in a backup."""

    records: int
    rows: int
    papers: int
    bytes: int

    @classmethod
    def of(cls, made: Manifest) -> "Sizes":
        """Of this one."""
        return cls(made.records, made.rows, made.papers, sum(part.bytes for part in made.parts))


def as_facts(folder: Path, made: Manifest) -> dict[str, object]:
    """For programs."""
    sizes = Sizes.of(made)
    return {"folder": str(folder), "taken_at": made.taken_at.isoformat(), "held_seconds": made.held, "records": sizes.records,
            "rows": sizes.rows, "papers": sizes.papers, "bytes": sizes.bytes}  # fmt: skip


def said(folder: Path, made: Manifest, secrets: bool) -> list[str]:
    """For people."""
    sizes, at = Sizes.of(made), f"{day(made.taken_at)} {clock_time(made.taken_at, seconds=True)}"
    lines = [
        f"{sizes.records} sự kiện trên Kafka, {sizes.rows} dòng của {len(made.databases)} cơ sở dữ liệu, {sizes.papers} giấy tờ",
        f"chốt lúc {at}; việc gửi dừng {made.held * 1000:.0f} ms, mọi việc khác vẫn chạy",
        f"{folder}: {sizes.bytes / 1024**2:.1f} MiB",
    ]
    key = "có dữ liệu cá nhân và khoá mở chúng" if secrets else "không có khoá: khôi phục cần --secrets"
    return [*lines, f"chỉ chủ thư mục đọc được; {key}", f"khôi phục: LIENTHONG_HOME=… lienthong restore {folder}"]
