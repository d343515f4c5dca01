"""Knows how the stack says that it can't go on."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path


class StackError(Exception):
    """One sentence for the person at the keyboard: what is wrong and what to do about it."""


def last_line(log: Path) -> str:
    """The last thing that a process wrote, or nothing."""
    if not log.exists():
        return ""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()[-50:]]
    return next((line for line in reversed(lines) if line), "")


async def until(
    question: Callable[[], Awaitable[bool]], seconds: float, what: str, advice: str = "see its log in .lienthong/logs"
) -> None:
    """Ask again until the awaited answer is true. Raises StackError naming `what` after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            while not await question():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise StackError(f"{what} did not answer within {seconds:.0f} s: {advice}") from None
