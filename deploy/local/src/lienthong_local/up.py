"""Knows the verbs that start and end the stack: up and down."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from typing import Annotated, Literal

import psutil
import typer
from rich.console import Console
from rich.table import Table

from lienthong_local import stack_file
from lienthong_local.child import leave_on_signals, python_environment
from lienthong_local.failure import StackError, last_line
from lienthong_local.home import Home
from lienthong_local.ports import Ports
from lienthong_local.progress import shown
from lienthong_local.trial_accounts import make_trials, show_trials

Clock = Literal["system", "business"]
Detach = Annotated[bool, typer.Option("--detach", "-d", help="Leave it running in the background.")]
Accounts = Annotated[bool, typer.Option(help="Make trial accounts, one for each window.")]
ClockOption = Annotated[Clock, typer.Option(help="Whose time: the system's, or a replay's.")]


def register(command: typer.Typer) -> None:
    """Add the verbs."""
    command.command()(up)
    command.command()(down)


def up(detach: Detach = False, clock: ClockOption = "system", accounts: Accounts = True) -> None:
    """Start the stack: Kafka, PostgreSQL, mail and SMS sinks, the five services. Ctrl-C stops it.

    KAFKA_BOOTSTRAP_SERVERS and POSTGRES_DSN, when set, are used as given.

    Example: `lienthong up --detach`
    """
    home = Home.at()
    home.prepare()
    if (facts := stack_file.running(home)) is not None:
        Console().print(f"the stack is running already (pid {facts['pid']}): {facts['urls'].get('portal', '')}")
        return
    if detach:
        _detached(home, clock, accounts)
    else:
        sys.exit(asyncio.run(_foreground(home, clock, accounts)))


async def _foreground(home: Home, clock: Clock, accounts: bool) -> int:
    from lienthong_local.services import Plan  # here, because the other verbs need not wait for a second of imports
    from lienthong_local.stack import Stack

    leave_on_signals()
    console = Console(stderr=True)
    try:
        with shown(console) as tell:
            stack = await Stack(home, Plan(clock=clock), tell=tell).__aenter__()
    except asyncio.CancelledError:
        return 130
    try:
        if accounts:
            await make_trials(home, stack.facts())
        _welcome(home, stack.facts(), accounts)
        console.print("Ctrl-C stops it")
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        console.print("stopping")
    finally:
        await stack.__aexit__(None, None, None)
    return 0


def _detached(home: Home, clock: str, accounts: bool) -> None:
    from lienthong_local.kafka import prepare

    with shown(Console(stderr=True)) as tell:
        # What a first run fetches is fetched here, where its progress can be seen.
        if "KAFKA_BOOTSTRAP_SERVERS" not in os.environ:
            ports = Ports.any_free(), Ports.any_free()
            asyncio.run(prepare(home.cache, ports, home.logs / "kafka-recording.log", tell))
        tell("starting the stack", 0, 0)
        log = home.logs / "up.log"
        with log.open("w") as out:
            child = subprocess.Popen(
                [sys.executable, "-m", "lienthong_local.cli", "up", "--clock", clock, f"--{'' if accounts else 'no-'}accounts"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                env=python_environment(home.cache),
            )  # fmt: skip
        facts = _until_ready(home, child)
    if facts is None:
        raise StackError(last_line(log).removeprefix("lienthong: ") or f"the stack ended while starting; see {log}")
    _welcome(home, facts, accounts)


def _until_ready(home: Home, child: subprocess.Popen[bytes]) -> stack_file.Facts | None:
    try:
        while True:
            facts = stack_file.read(home)
            if facts and facts["pid"] == child.pid and facts["phase"] == "ready":
                return facts
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(0.1)
                return None
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise


def _welcome(home: Home, facts: stack_file.Facts, accounts: bool) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, url in {**facts["urls"], "messages": f"{facts['sink_url']}/messages"}.items():
        table.add_row(name, url)
    table.add_row("Kafka", facts["bootstrap_servers"])
    table.add_row("PostgreSQL", facts["postgres_dsn"].rpartition("@")[2])
    Console().print(table)
    if accounts:
        show_trials(home, facts["urls"]["portal"], Console())


def down() -> None:
    """Stop the stack that runs in the background or in another terminal.

    Example: `lienthong down`
    """
    home = Home.at()
    facts = stack_file.running(home)
    if facts is None:
        Console().print("no stack is running")
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(facts["pid"])
        process.send_signal(signal.SIGTERM)
        with Console(stderr=True).status("stopping"):
            _gone(process)
    Console().print("stopped")


def _gone(process: psutil.Process) -> None:
    try:
        process.wait(60)
    except psutil.TimeoutExpired:
        raise StackError(f"the stack (pid {process.pid}) does not end; kill it and run `lienthong up` again") from None
