"""The verb `audit`."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lienthong_local.audit import licences
from lienthong_local.audit.documents import parts, stale
from lienthong_local.audit.known import Answer, known_flaws
from lienthong_local.home import CHECKOUT

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Database = Annotated[str, typer.Option(help="The address of an OSV database, instead of the public one.")]
FLAWED, NOT_ASKED = 1, 3


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("audit")(audit_verb)


def audit_verb(as_json: Json = False, database: Database = "") -> None:
    """List what others wrote that runs here, and ask whether any of it is known to be vulnerable.

    Exit status 0: asked, and nothing is known; 1: something is; 3: nobody could be asked. Example: `lienthong audit --json`
    """
    answer = known_flaws(CHECKOUT, database)
    facts = {**_counted(), **asdict(answer), "verdict": _verdict(answer)}
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        show(answer, Console())
    sys.exit({"clean": 0, "flawed": FLAWED, "not_asked": NOT_ASKED}[_verdict(answer)])


def _counted() -> dict[str, object]:
    packages, beside = parts()
    held = Counter(licences.of_package(package.name) for package in packages if package.runtime)
    return {"runtime": sum(p.runtime for p in packages), "tests": sum(not p.runtime for p in packages), "beside": len(beside),
            "licences": dict(held.most_common()), "stale": stale()}  # fmt: skip


def _verdict(answer: Answer) -> str:
    if answer.failure or not answer.asked:
        return "not_asked"
    return "flawed" if answer.flaws else "clean"


def show(answer: Answer, console: Console) -> None:
    """For people."""
    counted = _counted()
    console.print(f"{counted['runtime']} gói chạy thật, {counted['tests']} gói chỉ để thử, {counted['beside']} phần ngoài Python "
                  "(docs/security/dependencies.md)")  # fmt: skip
    if counted["stale"]:
        console.print("[yellow]Danh sách đã cũ:[/] chạy `just docs-security` rồi ghi lại.")
    if _verdict(answer) == "not_asked":
        console.print(f"[yellow]Chưa hỏi được[/] cơ sở dữ liệu lỗ hổng ({answer.failure}): không thể nói là sạch. "
                      "Hãy chạy ở nơi có mạng, hoặc với --database ĐỊA_CHỈ_OSV.")  # fmt: skip
    elif answer.flaws:
        _show_flaws(answer, console)
    else:
        console.print(f"[green]Không có lỗ hổng nào được biết[/] trong {answer.asked} gói.")


def _show_flaws(answer: Answer, console: Console) -> None:
    table = Table("gói", "phiên bản", "lỗ hổng", "đã vá ở", box=None, pad_edge=False)
    for flaw in answer.flaws:
        table.add_row(flaw.package, flaw.version, flaw.id, ", ".join(flaw.mended_in) or "chưa")
    console.print(table)
