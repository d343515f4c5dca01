"""The load: whole lives begun at a steady rate, or as many at once as the house bears."""

import asyncio
import time
from collections.abc import Iterator

from lienthong_local.bench.lives import Lives
from lienthong_local.play.desk import NotDone

AT_LIMIT = 48  # citizens who begin the next life as soon as the last one has ended


class Load:
    """Lives until `stop`; whatever was begun is lived to its end. `refused` are commands that a service should have taken."""

    def __init__(self, lives: Lives, rate: float, at_limit: bool = False) -> None:
        self._lives, self._rate, self._at_limit = lives, rate, at_limit
        self._stopping, self._living = asyncio.Event(), set[asyncio.Task[None]]()
        self.begun, self.ended, self.refused = 0, 0, list[str]()

    async def run(self) -> None:
        """Begin lives until stopped."""
        await (self._as_fast_as_it_goes() if self._at_limit else self._steadily())

    def stop(self) -> None:
        """Begin no more."""
        self._stopping.set()

    async def give_up(self) -> None:
        """End every life where it is: the run itself was ended."""
        self.stop()
        for life in list(self._living):
            life.cancel()
        await asyncio.gather(*self._living, return_exceptions=True)

    async def settle(self, patience: float) -> int:
        """Wait for the lives under way; how many never came to their end."""
        _, left = await asyncio.wait(self._living, timeout=patience) if self._living else ((), ())
        for life in left:
            life.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)

    async def _steadily(self) -> None:
        for begin in _beats(self._rate):
            await asyncio.sleep(max(0.0, begin - time.perf_counter()))
            if self._stopping.is_set():
                return
            self._begin()

    async def _as_fast_as_it_goes(self) -> None:
        while not self._stopping.is_set():
            while len(self._living) < AT_LIMIT:
                self._begin()
            await asyncio.wait(self._living, return_when=asyncio.FIRST_COMPLETED)

    def _begin(self) -> None:
        self.begun += 1
        task = asyncio.create_task(self._live())
        self._living.add(task)
        task.add_done_callback(self._living.discard)

    async def _live(self) -> None:
        try:
            await self._lives.live(await self._lives.begin())
            self.ended += 1
        except NotDone as refusal:
            self.refused.append(str(refusal))


def _beats(rate: float) -> Iterator[float]:
    began, count = time.perf_counter(), 0
    while True:
        yield began + count / rate
        count += 1
