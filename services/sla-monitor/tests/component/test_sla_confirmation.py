"""An administrator's word on a changed calendar: shown first, done in bulk, and done once (domain.md §2.2)."""

from datetime import datetime, timedelta
from uuid import UUID

from sla_at_work import MONDAY, at_work, year
from sla_monitor import changes

DUE, NEW = datetime.fromisoformat("2026-11-09T17:00+07:00"), datetime.fromisoformat("2026-11-10T17:00+07:00")


async def test_the_changes_that_are_shown_are_those_that_are_made_and_only_once(infra, prefix) -> None:  # type: ignore[no-untyped-def]
    async with at_work(infra, prefix, "confirm") as monitor:
        parts = monitor.running.parts
        moved = [await monitor.receive(MONDAY + timedelta(minutes=n), "5wd") for n in range(7)]
        short = await monitor.receive(MONDAY, "3wd")  # due before the day off
        assert [change async for change in changes.changes(parts)] == []
        monitor.running.catalogue.put(year(2026, 2, off=("2026-11-06",)))
        shown = [change async for change in changes.changes(parts)]
        assert {(change.dossier_id, change.due_at, change.new_due_at) for change in shown} == {(i, DUE, NEW) for i in moved}
        await monitor.pool.execute("delete from outbox")
        assert await changes.confirm(parts, "QĐ 9", "admin") == len(moved) + 1, "each is counted with the new table from now on"
        said = [(kind, subject, body["old_due_at"], body["due_at"]) for kind, subject, _, body in await monitor.said()]
        assert {(kind, UUID(subject)) for kind, subject, old, new in said if old != new} == {("DeadlineAdjusted", i) for i in moved}
        assert {datetime.fromisoformat(new) for _, _, old, new in said if old != new} == {NEW}
        assert [change async for change in changes.changes(parts)] == []
        assert await changes.confirm(parts, "QĐ 9", "admin") == 0
        assert len(await monitor.said()) == len(moved) + 1
        row = await monitor.transactor.rows.look(monitor.pool, short)
        assert row is not None and row.state.clock.due_at == datetime.fromisoformat("2026-11-05T17:00+07:00")
