"""Knows the verbs that only look: ps, env, logs and outbox."""

import json
import shlex
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from portal.format import clock_time, day
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.log_files import follow, print_tail
from lienthong_local.outbox import stored
from lienthong_local.resident import rows
from lienthong_local.secret import Secrets
from lienthong_local.web import get_json

Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def register(command: typer.Typer) -> None:
    """Add the verbs."""
    for verb in (ps, env, logs, outbox):
        command.command()(verb)


def ps(as_json: Json = False) -> None:
    """Show what runs where: name, pid, port, memory, state.

    Example: `lienthong ps --json`
    """
    facts = stack_file.running(Home.at())
    found = rows(facts) if facts else []
    if as_json:
        about = {key: facts and facts[key] for key in ("pid", "phase", "started_at")}
        print(json.dumps({"running": facts is not None, **about, "processes": found}))
    elif facts is None:
        print("no stack is running: start one by `lienthong up`")
    else:
        _table(found)


def _table(found: list[dict[str, Any]]) -> None:
    table = Table("name", "pid", "port", "MiB", "state", "address", box=None, pad_edge=False)
    for row in found:
        mib = f"{row['pss'] / 1024**2:.0f}"
        table.add_row(row["name"], str(row["pid"] or "-"), str(row["port"]), mib, _state(row), row["url"] or "")
    total = sum(row["pss"] for row in found)
    table.add_row("", "", "", f"{total / 1024**2:.0f}", "together", "")
    Console().print(table)


def _state(row: dict[str, Any]) -> str:
    again = f", restarted {row['restarts']}x" if row["restarts"] else ""
    return f"{row['state']}{again}{': ' if row['reason'] else ''}{row['reason']}"


def env(as_json: Json = False) -> None:
    """Print the stack's addresses and DSNs as lines for a shell; they hold passwords.

    Example: `eval "$(lienthong env)"`
    """
    variables = exported(stack_file.demand(Home.at()))
    if as_json:
        print(json.dumps(variables))
    else:
        print("\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items()))


def exported(facts: stack_file.Facts) -> dict[str, str]:
    """The variables by which other programs find the stack."""
    found = {
        "KAFKA_BOOTSTRAP_SERVERS": facts["bootstrap_servers"],
        "POSTGRES_DSN": facts["postgres_dsn"],
        "LIENTHONG_SMTP": facts["smtp"],
        "LIENTHONG_SMPP": facts["smpp"],
        "LIENTHONG_SMS_GATEWAY": f"{facts['sink_url']}/gateway",
        "LIENTHONG_SINK_URL": facts["sink_url"],
        "LIENTHONG_TOPIC_PREFIX": facts["topic_prefix"],
        "LIENTHONG_SERVICE_TOKEN": facts["service_token"] or "",
    }
    # Another instance must seal and hash as the others do: what it can't read it would take for nobody's.
    secrets = Secrets(Path(facts["home"]) / "secrets.json")
    found |= {"LIENTHONG_SEAL_KEY": secrets.get("seal"), "LIENTHONG_WISH_KEY": secrets.get("wish")}
    found |= {"LIENTHONG_SIGNING_KEY": secrets.get("signing")}
    for kind in ("urls", "dsns"):
        for service, value in facts[kind].items():
            found[f"LIENTHONG_{service.replace('-', '_').upper()}_{kind[:-1].upper()}"] = value
    return found


def logs(
    name: Annotated[str, typer.Argument(help="kafka, postgres, sinks, or a service.")] = "",
    keep_on: Annotated[bool, typer.Option("--follow", "-f", help="Go on as they grow.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", help="How many of each.")] = 50,
) -> None:
    """Print the last lines that the stack's processes wrote.

    Example: `lienthong logs intake -f`
    """
    home = Home.at()
    every = sorted(home.logs.glob("*.log"))
    files = [file for file in every if not name or file.stem == name or file.stem.startswith(f"{name}-")]
    if not files:
        known = ", ".join(file.stem for file in every) or "nothing yet"
        raise StackError(f"no log of that name in {home.logs}; there is: {known}")
    print_tail(files, lines)
    if keep_on:
        follow(files)


def outbox(as_json: Json = False, limit: Annotated[int, typer.Option(help="How many, newest first.")] = 20) -> None:
    """Show the e-mails and SMS that the sinks took, newest first.

    Example: `lienthong outbox --limit 5`
    """
    home = Home.at()
    facts = stack_file.running(home)
    found = (facts and get_json(f"{facts['sink_url']}/messages?limit={limit}")) or stored(home.outbox, limit)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    table = Table("at", "kind", "to", "subject", "text", box=None, pad_edge=False)
    for message in found["messages"]:
        words = message["subject"] or "", (message["text"] or "").strip()
        at = datetime.fromisoformat(message["at"])
        table.add_row(f"{clock_time(at, seconds=True)} {day(at)}", message["kind"], message["to"], *words)
    console = Console()
    console.print(table)
    console.print(", ".join(f"{count} {kind}" for kind, count in found["totals"].items()))
