"""Waiting for a fact instead of a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def until(fact: Callable[[], Awaitable[Any]], patience: float = 30.0) -> Any:
    """The first true answer. Fails after `patience` seconds, with the last answer."""
    answer: Any = None
    try:
        async with asyncio.timeout(patience):
            while not (answer := await fact()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"never came true; last answer: {answer!r}") from None
    return answer
