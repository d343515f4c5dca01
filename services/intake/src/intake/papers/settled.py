"""A cancelled caller doesn't call back what a store is already doing."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def settled[T](work: Coroutine[Any, Any, T]) -> T:
    """The work's result; when cancelled, raises only after the work has ended, so that it can be undone for certain.

    A rename or a clean-up left running in a thread of its own would put a file back after it was removed.
    """
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as again:
            cancelled = again
    if cancelled is not None:
        task.exception()
        raise cancelled
    return task.result()
