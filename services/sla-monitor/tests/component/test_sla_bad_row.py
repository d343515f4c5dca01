"""One dossier that time can't act on holds up no other."""

from datetime import timedelta
from typing import Any

from lienthong_runtime import Context, Decision
from sla_at_work import MONDAY, at_work
from sla_monitor.timers import raise_rungs

LATER = MONDAY + timedelta(days=20)


async def test_a_dossier_that_time_stumbles_over_holds_up_no_other(infra, prefix) -> None:  # type: ignore[no-untyped-def]
    async with at_work(infra, prefix, "bad") as monitor:
        bad, good = [await monitor.receive(MONDAY, term) for term in ("1wd", "3wd")]

        def stumbling(state: Any, context: Context) -> Decision[Any]:
            if context.dossier_id == bad:
                raise ValueError("no calendar")
            return raise_rungs(state, context)

        monitor.till(LATER)
        for _ in range(20):
            await monitor.transactor.wake(stumbling, LATER, most=1)
        assert await _breached(monitor) == {str(good)}
        await monitor.transactor.wake(raise_rungs, LATER + timedelta(minutes=2))
        assert await _breached(monitor) == {str(bad), str(good)}


async def _breached(monitor: Any) -> set[str]:
    return {subject for kind, subject, _, _ in await monitor.said() if kind == "DeadlineBreached"}
