"""Knows the verbs of the `lienthong` command; each module registers its own."""

import logging
import sys

import typer

from lienthong_local import account, calendar_changes, checks, dead_letters, preview, recount, show, sign_in, up
from lienthong_local.audit import verb as audit
from lienthong_local.backup import verb as backup
from lienthong_local.bench import verb as bench
from lienthong_local.bench.boards import verb as boards
from lienthong_local.bench.deadlines import verb as deadlines
from lienthong_local.bench.desk import verb as desk
from lienthong_local.bench.growth import verb as growth
from lienthong_local.bench.notices import verb as notices
from lienthong_local.bench.pressure import verb as pressure
from lienthong_local.bench.windows import verb as windows
from lienthong_local.chaos import verb as chaos
from lienthong_local.due import verb as due
from lienthong_local.failure import StackError
from lienthong_local.play import verb as demo
from lienthong_local.proof import verb as prove
from lienthong_local.rebuild import verb as rebuild
from lienthong_local.report import verb as report
from lienthong_local.restore import verb as restore
from lienthong_local.route import verb as route
from lienthong_local.screenshots import verb as screenshots
from lienthong_local.succeed import verb as succeed
from lienthong_local.verify import verb as verify
from lienthong_local.year import verb as replay

VERBS = (
    up, show, sign_in, account, preview, demo, replay, due, route, verify, recount, report, prove, screenshots, succeed,
    chaos, backup, restore, rebuild, bench, boards, deadlines, desk, growth, notices, pressure,
    windows, audit, checks, dead_letters, calendar_changes,
)  # fmt: skip


def build() -> typer.Typer:
    """The command with all its verbs."""
    command = typer.Typer(
        name="lienthong", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        help="Liên Thông: one submission, every agency, on time.",
    )  # fmt: skip
    for verb in VERBS:
        verb.register(command)
    return command


def app() -> None:
    """Run it; what can't be done is said in one sentence, with exit status 1."""
    # It logs every broker that isn't there yet as an error; what matters reaches the user as a StackError.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        build()()
    except StackError as fault:
        print(f"lienthong: {fault}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    app()
