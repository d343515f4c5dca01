"""How many cores others took while something was measured: on a shared machine no figure means much without it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator

import psutil

BETWEEN = 2.0  # seconds
type Times = dict[tuple[int, float], float]  # CPU seconds by process and birth


class Neighbours:
    """All processes but this one and what it started."""

    def __init__(self) -> None:
        self._took, self._began = 0.0, time.perf_counter()
        self._last = _times()

    def look(self) -> None:
        """Add what they took since the last look; one that came and went between two looks isn't seen."""
        now = _times()
        self._took += sum(cpu - self._last.get(process, 0.0) for process, cpu in now.items())
        self._last = now

    @property
    def cores(self) -> float:
        """On average, so far."""
        return round(self._took / max(0.001, time.perf_counter() - self._began), 2)


def _times() -> Times:
    me = psutil.Process()
    own = {me.pid, *(child.pid for child in me.children(recursive=True))}
    found: Times = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid not in own:
                times = process.cpu_times()
                found[process.pid, process.create_time()] = times.user + times.system
    return found


@contextlib.asynccontextmanager
async def neighbours() -> AsyncGenerator[Neighbours]:
    """Looked at while the block lasts."""
    others = Neighbours()

    async def watch() -> None:
        while True:
            await asyncio.sleep(BETWEEN)
            others.look()

    task = asyncio.create_task(watch())
    try:
        yield others
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        others.look()
