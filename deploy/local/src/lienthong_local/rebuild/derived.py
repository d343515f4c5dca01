"""What follows from the states of each service that decides, and how it is made again."""

import asyncpg
from intake.store import DOSSIERS
from lienthong_runtime.clock import BEGINNING, system_now
from lienthong_runtime.derived import Derived, Tell, derive
from lienthong_runtime.transact import LATER
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


async def derived_again(
    service: str, dsn: str, keep: bool = True, tell: Tell = lambda _done, _all: None, clock: str = "system"
) -> dict[str, int]:
    """By table, of how many dossiers something else stood there than follows from the service's states; with `keep` it is put right."""
    # The machine's hour says nothing of a replay's: there nothing counts as put off.
    put_off = system_now() + LATER if clock == "system" else BEGINNING
    async with asyncpg.create_pool(dsn, min_size=1, max_size=2, command_timeout=60) as pool:
        return await derive(pool, DERIVED[service], put_off, keep, tell)
