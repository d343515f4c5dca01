"""The verb `test`: the code's own checks, then every test, on real Kafka and PostgreSQL."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT

# By file, in the order of collection (lienthong_local.testing puts the long ones first): a file's tests share a stack's services.
TOGETHER = ["--dist", "loadfile", "--no-loadscope-reorder"]
MOST = 4  # processes: each has a Kafka and a PostgreSQL of its own, a GiB together with the services


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)


def test(context: typer.Context, quick: Annotated[bool, typer.Option("--quick", help="Only what needs no stack.")] = False) -> None:
    """Run every check and every test; anything after it goes to pytest.

    The stack is taken from KAFKA_BOOTSTRAP_SERVERS and POSTGRES_DSN, from containers with LIENTHONG_TEST_STACK=containers,
    and started here otherwise. Example: `lienthong test -k calendar`
    """
    if subprocess.run([sys.executable, "-c", "import pytest"], check=False, capture_output=True).returncode:
        raise StackError("the test tools aren't installed: run `./lienthong test` from the checkout")
    paths = ["contracts", "calendar", *_unit_folders(), "tests/architecture", "tests/contracts"] if quick else []
    steps = [["ruff", "check", "."]] if not context.args else []
    for step in [*steps, ["pytest", *_together(bool(context.args)), *paths, *context.args]]:
        if status := subprocess.run([sys.executable, "-m", *step], cwd=CHECKOUT, check=False).returncode:
            sys.exit(status)


def _together(chosen: bool) -> list[str]:
    """Every test is run by a process a core; who chooses some wants them in one, as for `--pdb`."""
    return [] if chosen else ["-n", str(min(os.cpu_count() or 1, MOST)), *TOGETHER]


def _unit_folders() -> list[str]:
    return sorted(str(path.relative_to(CHECKOUT)) for path in CHECKOUT.glob("*/**/tests/unit") if ".venv" not in path.parts)
