"""Delays summed per agency, exact to the minute (issue 4, attribution)."""

from datetime import timedelta

from lienthong_contracts import HandOverAcknowledged
from sla_at_work import MONDAY, at_work
from sla_monitor import store
from sla_monitor.timers import raise_rungs

LATER = MONDAY + timedelta(days=20)


async def test_what_each_agency_used_over_its_shares_is_summed_to_the_minute(infra, prefix) -> None:  # type: ignore[no-untyped-def]
    async with at_work(infra, prefix, "overruns") as monitor:
        calendar, expected = monitor.running.catalogue.calendar, 0
        for gap in (0, 13, 450):
            dossier = await monitor.receive(MONDAY, "5wd")
            taken = calendar.add(MONDAY, gap)
            fields = {"dossier_id": dossier, "at": taken, "leg": "appraise", "agency": "H32.41.KT"}
            await monitor.learn(HandOverAcknowledged.model_validate(HandOverAcknowledged.example | fields))
            row = await monitor.transactor.rows.look(monitor.pool, dossier)
            expected += calendar.between(taken, row.state.clock.due_at) - 675  # its share is one and a half days
        monitor.till(LATER)
        await monitor.transactor.wake(raise_rungs, LATER)
        assert await store.sum_overruns(monitor.pool, MONDAY, LATER) == [{"agency": "H32.41.KT", "dossiers": 3, "over": expected}]
        assert await store.sum_overruns(monitor.pool, LATER, LATER + timedelta(days=1)) == []
