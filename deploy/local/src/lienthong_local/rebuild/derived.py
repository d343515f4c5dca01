"""What follows from the states of each service that decides, and how it is made again."""

import asyncpg
from intake.store import DOSSIERS
from lienthong_runtime.clock import system_now
from lienthong_runtime.derived import Derived, Tell, derive
from notifier.store import CORRESPONDENCE
from routing.app import keep_tasks
from routing.store import JOURNEYS
from sla_monitor.store import BUDGETS

DERIVED = {
    "intake": Derived(DOSSIERS),
    "routing": Derived(JOURNEYS, keep_tasks, ("task",)),
    "sla-monitor": Derived(BUDGETS),
    "notifier": Derived(CORRESPONDENCE),
}


async def derived_again(service: str, dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None) -> dict[str, int]:
    """By table, of how many dossiers something else stood there than follows from the service's states; with `keep` it is put right."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=2, command_timeout=60) as pool:
        return await derive(pool, DERIVED[service], system_now(), keep, tell)
