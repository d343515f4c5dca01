"""Knows how to show on a terminal what a stack that starts is doing; elsewhere, one line a step."""

import contextlib
from collections.abc import Iterator
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lienthong_local.kafka_jars import Tell

LONG = 50  # parts from which on a step says how far it is


@contextlib.contextmanager
def shown(console: Console) -> Iterator[Tell]:
    """What to tell the steps to, while they go on."""
    if not console.is_terminal:
        yield _lines(console)
        return
    left = TimeRemainingColumn()
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), left
    with Progress(*columns, console=console, transient=True) as bars:
        yield _bars(bars)


def _lines(console: Console) -> Tell:
    began: dict[str, float] = {}
    said: set[tuple[str, int]] = set()

    def tell(step: str, done: int, total: int) -> None:
        began.setdefault(step, monotonic())
        tenth = 10 * done // total if total >= LONG else 0
        if (step, tenth) not in said:
            said.add((step, tenth))
            console.print(f"lienthong: {step}{_so_far(done, total, monotonic() - began[step]) if tenth else ''}")

    return tell


def _so_far(done: int, total: int, seconds: float) -> str:
    return f": {100 * done // total} %, about {seconds * (total - done) / done:.0f} s left"


def _bars(bars: Progress) -> Tell:
    tasks: dict[str, TaskID] = {}

    def tell(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(step, total=total or None)
        bars.update(tasks[step], completed=done)

    return tell
