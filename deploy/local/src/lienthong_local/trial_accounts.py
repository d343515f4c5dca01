"""Knows the accounts that a local stack has from the start, so that each window can be signed into with a password."""

import asyncio
import json
import os
import sys
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.secret import Secrets, derived
from lienthong_local.stack_file import Facts


class Trial(NamedTuple):
    """A login and what it is for."""

    login: str
    roles: str
    agency: str
    what: str


TRIALS = (
    Trial("congdan", "citizen", "", "công dân"),
    Trial("motcua", "desk", "H32.41", "cán bộ một cửa xã Thuận Bắc"),
    Trial("lanhdao", "head,officer", "H32.41", "lãnh đạo xã Thuận Bắc"),
    Trial("thanhtra", "auditor", "", "thanh tra, xem mọi cơ quan"),
    Trial("quantri", "admin", "", "quản trị viên toàn tỉnh"),
)


def password_of(home: Home, login: str) -> str:
    """The password that this stack gave it at the start: of the stack's own secret, so the same each time it is asked for."""
    digits = derived(Secrets(home.path / "secrets.json").get("trial-accounts"), login)
    return "-".join(digits[n : n + 5] for n in range(0, 20, 5))


async def make_trials(home: Home, facts: Facts) -> None:
    """Make those that are missing; one that was changed since stays as it is."""
    wanted = [{"login": t.login, "roles": t.roles, "agency": t.agency, "password": password_of(home, t.login)} for t in TRIALS]
    await run(facts, "add-all", said=json.dumps(wanted))


async def run(facts: Facts, *verb: str, said: str = "") -> Any:
    """The portal's own command for its accounts. Raises StackError with its words."""
    environ = {**os.environ, "POSTGRES_DSN": facts["dsns"]["portal"]}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "portal.accounts", *verb, env=environ,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(said.encode())
    if process.returncode:
        raise StackError(err.decode().strip().rpartition("\n")[2] or "the command for accounts failed")
    return json.loads(out)


def show_trials(home: Home, portal: str, console: Console) -> None:
    """The logins with their passwords, and where they are typed in."""
    table = Table("login", "password", "", box=None, pad_edge=False)
    for trial in TRIALS:
        table.add_row(trial.login, password_of(home, trial.login), trial.what)
    console.print(f"\nĐăng nhập tại {portal}/vao", soft_wrap=True)
    console.print(table)
