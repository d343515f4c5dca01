"""Knows stack.json: what runs where, written by the process that runs the stack and read by every other command."""

import fcntl
import json
import os
from typing import IO, Any

import psutil

from lienthong_local.failure import StackError
from lienthong_local.home import Home

Facts = dict[str, Any]


class Taken(StackError):
    """Another process runs this home's stack."""


def take(home: Home) -> IO[str]:
    """Become the one process that runs this home's stack; the file is held open as long. Raises Taken."""
    file = (home.path / "stack.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        pid = (read(home) or {}).get("pid", "unknown")
        raise Taken(
            f"the stack is running already (pid {pid}): see `lienthong ps`, or end it by `lienthong down`"
        ) from None
    return file


def write(home: Home, facts: Facts) -> None:
    """Replace the file; its DSNs hold passwords, so it is the owner's only."""
    fresh = home.stack_file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(facts, out, indent=1)
    fresh.replace(home.stack_file)


def read(home: Home) -> Facts | None:
    """What was written last, whoever wrote it and whether or not it still runs."""
    try:
        facts: Facts = json.loads(home.stack_file.read_text())
        return facts
    except (OSError, ValueError):
        return None


def running(home: Home) -> Facts | None:
    """The stack that runs now, or None."""
    facts = read(home)
    return facts if facts and same_process(facts["pid"], facts["born"]) else None


def demand(home: Home) -> Facts:
    """The stack that runs now. Raises StackError when none does."""
    facts = running(home)
    if facts is None:
        raise StackError("no stack is running: start one by `lienthong up`")
    return facts


def born(pid: int) -> float | None:
    """When that process began; tells it from a later one with the same number."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def same_process(pid: int, since: float | None) -> bool:
    """Whether the process of then still runs."""
    now = born(pid)
    return now is not None and since is not None and abs(now - since) < 1


def left_behind(home: Home) -> list[psutil.Process]:
    """Processes of a stack whose own process was killed, so that nobody watches them any more."""
    facts = read(home) or {}
    rows = [row for row in facts.get("processes", []) if row["pid"]]
    return [psutil.Process(row["pid"]) for row in rows if same_process(row["pid"], row["born"])]
