"""Knows how to show on a terminal what a stack that starts is doing; elsewhere, one line a step."""

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from lienthong_local.kafka_jars import Tell


@contextlib.contextmanager
def shown(console: Console) -> Iterator[Tell]:
    """What to tell the steps to, while they go on."""
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bars:
        yield _bars(bars)


def _lines(console: Console) -> Tell:
    said: set[str] = set()

    def tell(step: str, _done: int, _total: int) -> None:
        if step not in said:
            said.add(step)
            console.print(f"lienthong: {step}")

    return tell


def _bars(bars: Progress) -> Tell:
    tasks: dict[str, TaskID] = {}

    def tell(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(step, total=total or None)
        bars.update(tasks[step], completed=done)

    return tell
