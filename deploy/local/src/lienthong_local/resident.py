"""Knows how much memory the stack's processes hold."""

from collections.abc import Iterable
from typing import Any

import psutil

from lienthong_local.stack_file import Facts, same_process


def rows(facts: Facts) -> list[dict[str, Any]]:
    """A row for each process as it is now: rss and pss in bytes, with what it started itself."""
    return [_row(row) for row in facts["processes"]]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    alive = row["pid"] is not None and same_process(row["pid"], row["born"])
    state = row["state"] if alive or row["state"] == "refused" else "down"
    memory = resident(row["pid"]) if alive else {"rss": 0, "pss": 0}
    return {**row, "state": state, **memory}


def resident(pid: int) -> dict[str, int]:
    """Bytes of a process and its children: rss counts shared pages in each, pss once over all."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return {"rss": 0, "pss": 0}
    return {"rss": _sum(_rss(process) for process in family), "pss": _sum(_pss(process) for process in family)}


def _sum(values: Iterable[int]) -> int:
    return sum(values)


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.Error, AttributeError):  # another user's process, or not Linux
        return _rss(process)
