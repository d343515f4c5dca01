"""Whether the database takes commands: a transaction that fails or hangs says that it doesn't, and it is asked until it does."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager

import asyncpg

from lienthong_runtime.database import OUTAGE, answers
from lienthong_runtime.room import Room

EVERY = 0.5
DATABASE = "database"


class Stalls:
    """Shuts the room for commands while the database is away; a transaction that takes longer than `hangs` seconds says that it is."""

    def __init__(self, pool: asyncpg.Pool, room: Room, hangs: float) -> None:
        self._pool, self._room, self._hangs, self._hanging = pool, room, hangs, False
        self._asking: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, stalled: Callable[[], None]) -> Generator[None]:
        """A transaction under way; `stalled` is called once it hangs."""

        def hangs() -> None:
            self._hanging = True
            self._away()
            stalled()

        alarm = asyncio.get_running_loop().call_later(self._hangs, hangs)
        try:
            yield
        except OUTAGE:
            self._away()
            raise
        finally:
            self._hanging = False
            alarm.cancel()

    def _away(self) -> None:
        self._room.shut(DATABASE)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        while self._hanging or not await answers(self._pool):
            await asyncio.sleep(EVERY)
        self._room.open(DATABASE)
