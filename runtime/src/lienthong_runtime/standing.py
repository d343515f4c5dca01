"""What stands still: the oldest unsent event and letters kept back, looked at every few seconds from beside the work."""

import asyncio
import contextlib

import asyncpg

from lienthong_runtime.clock import system_now
from lienthong_runtime.consume import Consumer
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.performing import Commands
from lienthong_runtime.relay import Relay

LOOK = 5.0  # seconds between looks
_OLDEST = "select recorded_at from outbox order by seq limit 1"
_KEPT_BACK = "select state, count(*) as letters from dead_letter where state <> 'replayed' group by state"


def watched(metrics: Metrics, consumer: Consumer, relay: Relay, commands: Commands) -> None:
    """What is known without asking anybody is read when Prometheus asks."""
    metrics.lag.set_function(consumer.lag)
    metrics.partitions.set_function(consumer.assigned)
    metrics.relay_active.set_function(lambda: relay.active)
    metrics.relay_failing.set_function(lambda: bool(relay.failing))
    metrics.waiting.set_function(lambda: commands.room.waiting)


class Standing:
    """Looks for ever; every instance of a service says the same of its database."""

    def __init__(self, pool: asyncpg.Pool, metrics: Metrics) -> None:
        self._pool, self._metrics = pool, metrics

    async def run(self) -> None:
        """Look for ever; a database that isn't there is somebody else's alarm."""
        while True:
            with contextlib.suppress(*OUTAGE):
                await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Once."""
        oldest = await self._pool.fetchval(_OLDEST)
        self._metrics.outbox_age.set(max(0.0, (system_now() - oldest).total_seconds()) if oldest else 0.0)
        found = {row["state"]: row["letters"] for row in await self._pool.fetch(_KEPT_BACK)}
        for state in ("set_aside", "parked"):
            self._metrics.dead.labels(state).set(found.get(state, 0))
