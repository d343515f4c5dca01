"""The verb `rebuild`."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

import typer
from portal.rebuild.run import LedgerBroken, Rebuilt, Tell, rebuild
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.databases import SERVICES, scratch_database
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.progress import shown

Check = Annotated[bool, typer.Option("--check", help="Change nothing: only say what differs.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Service = Annotated[str, typer.Argument(help=f"{', '.join(SERVICES)}; docs/upgrade.md says what follows from what.")]
WORDS = {
    "record": "hình của hồ sơ", "work": "dòng trong hộp việc", "stay": "nơi hồ sơ được đếm", "daily": "theo ngày", "standing": "đang có",
    "flow": "đi qua các cơ quan", "delivery": "tin gửi", "gap": "số bị thiếu", "dossier": "cột tìm hồ sơ", "journey": "cột tìm hành trình",
    "task": "việc phải làm", "budget": "cột tìm quỹ thời gian", "log": "quỹ thời gian theo nhật ký",
    "reference": "mã tin của nhà cung cấp", "correspondence": "cột tìm tin nhắn",
}  # fmt: skip


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("rebuild")(rebuild_verb)


def rebuild_verb(service: Service = "portal", check: Check = False, as_json: Json = False) -> None:
    """Make what follows from other facts once more, and put right what differs, while all work on.

    The portal's pictures, inboxes and figures follow from its ledger; sla-monitor's budgets from the log; a service's columns
    and tasks from its states. Exit status 1 with --check when something differs, and always when a dossier's budget can't be told
    by its log. Example: `lienthong rebuild portal --check`
    """
    if service not in SERVICES:
        raise StackError(f"không có dịch vụ {service}: có {', '.join(SERVICES)}")
    facts = stack_file.demand(Home.at())
    if service == "portal":
        report = _portal(facts, not check)
        mended: Mapping[str, tuple[int, ...]] = report.mended
        said = {**asdict(report), "differing": report.differing}
    else:
        budgets = _budgets(facts, not check) if service == "sla-monitor" else {}
        wrong = _log(budgets) | (_references(facts, not check) if service == "notifier" else {}) | _derived(service, facts, not check)
        mended, said = {table: (count,) for table, count in wrong.items()}, {"mended": wrong, "differing": sum(wrong.values()), **budgets}
    if as_json:
        print(json.dumps(said))
    else:
        show(service, said.get("entries"), mended, check, Console())
        show_untold(said, Console())
    sys.exit(1 if said.get("untellable") or (check and said["differing"]) else 0)


def _portal(facts: stack_file.Facts, keep: bool) -> Rebuilt:
    with shown(Console(stderr=True)) as tell:
        return asyncio.run(rebuilt(facts["postgres_dsn"], facts["dsns"]["portal"], keep, partial(tell, "đọc lại sổ cái")))


def _derived(service: str, facts: stack_file.Facts, keep: bool) -> dict[str, int]:
    from lienthong_local.rebuild.derived import derived_again  # here, because the other verbs need none of these services

    with shown(Console(stderr=True)) as tell:
        return asyncio.run(derived_again(service, facts["dsns"][service], keep, partial(tell, "đọc lại trạng thái"), facts["clock"]))


def _budgets(facts: stack_file.Facts, keep: bool) -> dict[str, Any]:
    """How many budgets the log tells as they are kept, otherwise, or anew; which it can't tell, and which it doesn't tell yet."""
    from lienthong_local.rebuild.budgets import Verdict, budgets_again

    with shown(Console(stderr=True)) as tell:
        found = asyncio.run(budgets_again(facts["bootstrap_servers"], facts["dsns"]["sla-monitor"], facts["topic_prefix"], keep,
                                          partial(tell, "kể lại từ nhật ký")))  # fmt: skip
    counts = Counter(found.values())
    return {verdict: [str(i) for i in found if found[i] == verdict] if verdict == Verdict.UNTELLABLE else counts[verdict]
            for verdict in Verdict}  # fmt: skip


def _references(facts: stack_file.Facts, keep: bool) -> dict[str, int]:
    from lienthong_local.rebuild.references import references_again

    return {"reference": asyncio.run(references_again(facts["bootstrap_servers"], facts["dsns"]["notifier"], facts["topic_prefix"], keep))}


def _log(budgets: dict[str, Any]) -> dict[str, int]:
    return {"log": budgets["differing"] + budgets["missing"]} if budgets else {}


async def rebuilt(superuser_dsn: str, portal_dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None) -> Rebuilt:
    """With an empty database beside the portal's, that is dropped again. Raises StackError."""
    try:
        async with scratch_database(superuser_dsn, portal_dsn, CHECKOUT / "services" / "portal" / "migrations") as scratch:
            return await rebuild(portal_dsn, scratch, keep, tell)
    except LedgerBroken as fact:
        raise StackError(f"sổ cái không còn nguyên vẹn ở {fact}: không dựng lại; xem `lienthong verify`, khôi phục bản sao lưu") from None


def show_untold(said: Mapping[str, Any], console: Console) -> None:
    """What the log of a dossier doesn't tell of its budget, for people."""
    if said.get("moving"):
        console.print(f"{said['moving']} hồ sơ đang có việc dở dang, nhật ký chưa đủ: chưa so")
    if untellable := said.get("untellable"):
        console.print(f"[red]{len(untellable)} hồ sơ mà nhật ký không kể lại được[/], giữ nguyên: {', '.join(untellable[:10])}")


def show(service: str, entries: int | None, mended: Mapping[str, tuple[int, ...]], check: bool, console: Console) -> None:
    """The report for people."""
    if entries is not None:
        console.print(f"{entries} dòng sổ cái đã đọc lại")
    if not any(map(any, mended.values())):
        source = {"portal": "sổ cái", "sla-monitor": "nhật ký và trạng thái của từng hồ sơ"}.get(service, "trạng thái của từng hồ sơ")
        console.print(f"[green]Khớp hoàn toàn:[/] mọi dòng, mọi con số của {service} đúng như {source}.")
        return
    headings = ("thừa hoặc sai", "thiếu hoặc sai") if service == "portal" else ("hồ sơ có dòng sai",)
    table = Table("bảng", *headings, box=None, pad_edge=False)
    for name, counts in mended.items():
        if any(counts):
            table.add_row(WORDS[name], *map(str, counts))
    console.print(table)
    console.print("chưa đổi gì (--check)" if check else "[green]đã sửa cho đúng[/]")
