"""How much memory a process holds at most, looked at five times a second."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

import psutil

MIB = 1024**2


class Peak:
    """`mib` is the most so far."""

    mib = 0.0

    def see(self, pid: int | None) -> None:
        """Look once."""
        with contextlib.suppress(psutil.Error):
            if pid is not None:
                self.mib = max(self.mib, round(psutil.Process(pid).memory_info().rss / MIB, 1))


@contextlib.asynccontextmanager
async def watched(pid: Callable[[], int | None]) -> AsyncGenerator[Peak]:
    """The peak while the block lasts; the process may be another one after a restart."""
    peak = Peak()

    async def watch() -> None:
        while True:
            peak.see(pid())
            await asyncio.sleep(0.2)

    task = asyncio.create_task(watch())
    try:
        yield peak
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
