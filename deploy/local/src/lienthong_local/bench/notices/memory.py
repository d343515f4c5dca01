"""How much memory a process holds at most, and how many cores it takes, looked at five times a second."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable

import psutil

MIB = 1024**2


class Use:
    """`mib` is the most memory so far; `cores` how much of a processor the process took on average, if it is still the same one."""

    def __init__(self) -> None:
        self.mib, self.cores = 0.0, 0.0
        self._first: tuple[int, float, float] | None = None

    def see(self, pid: int | None) -> None:
        """Look once."""
        with contextlib.suppress(psutil.Error):
            if pid is not None:
                process = psutil.Process(pid)
                times = process.cpu_times()
                self._note(pid, process.memory_info().rss / MIB, times.user + times.system)

    def _note(self, pid: int, mib: float, cpu: float) -> None:
        self.mib = max(self.mib, round(mib, 1))
        now = time.perf_counter()
        if self._first is None or self._first[0] != pid:
            self._first = pid, cpu, now
        _, before, began = self._first
        self.cores = round((cpu - before) / (now - began), 2) if now > began else 0.0


@contextlib.asynccontextmanager
async def watched(pid: Callable[[], int | None]) -> AsyncGenerator[Use]:
    """What it takes while the block lasts; the process may be another one after a restart."""
    use = Use()

    async def watch() -> None:
        while True:
            use.see(pid())
            await asyncio.sleep(0.2)

    task = asyncio.create_task(watch())
    try:
        yield use
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
