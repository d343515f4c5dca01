"""What is reported while people act waits until all have acted, and goes on at once: in batches as large as those of a busy day."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping

import asyncpg
from lienthong_runtime.cut import hold, release

GIVEN = ("intake", "routing")  # the services to which people give commands


class Gathering:
    """Holds these services' relays, as a backup does (ADR 0026). A moment may last `patience` seconds.

    Commands don't wait for what others make of them, and a batch costs milliseconds whatever it holds: nobody is kept
    waiting, and the same events cost a fifth less of the machine (ADR 0024).
    """

    def __init__(self, dsns: Mapping[str, str], patience: float) -> None:
        self._dsns, self._patience = [dsns[service] for service in GIVEN], patience
        self._connections: list[asyncpg.Connection] = []

    async def __aenter__(self) -> "Gathering":
        self._connections = await asyncio.gather(*map(asyncpg.connect, self._dsns))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(connection.close(timeout=5) for connection in self._connections))

    @contextlib.asynccontextmanager
    async def moment(self) -> AsyncGenerator[None]:
        """Within, nothing leaves an outbox."""
        await asyncio.gather(*(hold(connection, self._patience) for connection in self._connections))
        yield  # after a fault the replay ends, its connections with it, and their locks with those
        await asyncio.gather(*map(release, self._connections))
