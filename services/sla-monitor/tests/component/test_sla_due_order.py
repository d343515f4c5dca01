"""What fell due while nobody looked goes out in due order, however many dossiers a claim takes (design.md §4)."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from lienthong_runtime import Context
from sla_at_work import MONDAY, at_work
from sla_monitor.timers import raise_rungs


@pytest.mark.parametrize("most", [1, 3, 5, 500])
async def test_after_an_outage_all_that_fell_due_goes_out_in_the_order_of_its_instants(infra, prefix, most) -> None:  # type: ignore[no-untyped-def]
    async with at_work(infra, prefix, f"order{most}") as monitor:
        terms = ["5wd", "1wd", "3wd", "4wh", "2wd"]
        dossiers = [await monitor.receive(MONDAY + timedelta(minutes=37 * n), terms[n % len(terms)]) for n in range(15)]
        states = await monitor.transactor.rows.look_at(monitor.pool, dossiers)
        await monitor.pool.execute("delete from outbox")
        monitor.till(now := MONDAY + timedelta(days=30))
        claimed = most
        while claimed == most:
            _, claimed = await monitor.transactor.wake(raise_rungs, now, most)
        said = await monitor.said()
        instants = [datetime.fromisoformat(body["at"]) for _, _, _, body in said]
        assert all(earlier <= later for earlier, later in pairwise(instants))
        alone = {str(i): raise_rungs(states[i].state, Context(now, monitor.running.catalogue, i)).events for i in dossiers}
        assert {str(i): [kind for kind, subject, _, _ in said if subject == str(i)] for i in dossiers} == {
            i: [type(event).__name__ for event in events] for i, events in alone.items()}  # fmt: skip
        assert sum(a[1] != b[1] for a, b in pairwise(said)) > len(dossiers), "dossiers' rungs lie between each other's"
        for dossier in dossiers:
            numbers = [number for _, subject, number, _ in said if subject == str(dossier)]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
