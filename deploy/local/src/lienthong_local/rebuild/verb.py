"""The verb `rebuild`."""

import asyncio
import json
import sys
from functools import partial
from typing import Annotated
from uuid import UUID

import typer
from portal.rebuild.run import LedgerBroken, Rebuilt, Tell, rebuild
from rich.console import Console

from lienthong_local import stack_file
from lienthong_local.databases import SERVICES, scratch_database
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.progress import shown
from lienthong_local.rebuild.found import AMISS, Found, Verdict, show

Check = Annotated[bool, typer.Option("--check", help="Change nothing: only say what differs.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Service = Annotated[str, typer.Argument(help=f"{', '.join(SERVICES)}; docs/upgrade.md says what follows from what.")]


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
    found = _portal(facts, not check) if service == "portal" else _other(service, facts, not check)
    if as_json:
        print(json.dumps(found.said))
    else:
        show(found, check, Console())
    sys.exit(found.status(check))


def _portal(facts: stack_file.Facts, keep: bool) -> Found:
    with shown(Console(stderr=True)) as tell:
        report = asyncio.run(rebuilt(facts["postgres_dsn"], facts["dsns"]["portal"], keep, partial(tell, "đọc lại sổ cái")))
    return Found("portal", report.mended, report.differing, report.entries)


def _other(service: str, facts: stack_file.Facts, keep: bool) -> Found:
    from lienthong_local.rebuild.budgets import budgets_again  # here, because the other verbs need none of these services
    from lienthong_local.rebuild.derived import derived_again
    from lienthong_local.rebuild.references import references_again

    log, dsn = (facts["bootstrap_servers"], facts["dsns"][service], facts["topic_prefix"], keep), facts["dsns"][service]
    told, wrong = dict[UUID, Verdict](), dict[str, int]()
    with shown(Console(stderr=True)) as tell:
        if service == "sla-monitor":
            told = asyncio.run(budgets_again(*log, partial(tell, "kể lại từ nhật ký")))
            wrong["log"] = sum(verdict in AMISS for verdict in told.values())
        if service == "notifier":
            wrong["reference"] = asyncio.run(references_again(*log))
        wrong |= asyncio.run(derived_again(service, dsn, keep, partial(tell, "đọc lại trạng thái"), facts["clock"]))
    return Found.of(service, wrong, told)


async def rebuilt(superuser_dsn: str, portal_dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None) -> Rebuilt:
    """With an empty database beside the portal's, that is dropped again. Raises StackError."""
    try:
        async with scratch_database(superuser_dsn, portal_dsn, CHECKOUT / "services" / "portal" / "migrations") as scratch:
            return await rebuild(portal_dsn, scratch, keep, tell)
    except LedgerBroken as fact:
        raise StackError(f"sổ cái không còn nguyên vẹn ở {fact}: không dựng lại; xem `lienthong verify`, khôi phục bản sao lưu") from None
