"""What was published of days and hours is followed by a new version, never changed (domain.md §2.2)."""

import json
from typing import Any

import pytest
from intake.app import build
from intake.catalogue import FaultyCatalogue, publish
from intake.settings import Settings
from lienthong_calendar import projected
from lienthong_local.databases import create_databases, drop_databases
from lienthong_runtime import RuntimeSettings
from lienthong_runtime.database import connect_pool
from lienthong_runtime.migrate import migrate
from lienthong_runtime.running import Running


def year(version: int, *more: str) -> str:
    days = [{"on": row.on.isoformat(), "kind": row.kind, "name": row.name, "decision_no": row.decision_no} for row in projected(2027).days]
    days += [{"on": day, "kind": "swapped_off", "name": "x", "decision_no": "QĐ 9"} for day in more]
    return json.dumps([{"id": "VN/2027", "entry_version": version, "valid_from": "2027-01-01", "year": 2027, "days": days}])


async def test_a_table_that_was_published_is_not_changed_under_its_version(infra: Any, prefix: str, tmp_path: Any) -> None:
    dsn = (await create_databases(infra.postgres_dsn, f"{prefix}pub"))["intake"]
    service, file = build(Settings()), tmp_path / "calendars" / "own.yml"
    await migrate(dsn, service.migrations)
    pool = await connect_pool(dsn, 2, "test")
    file.parent.mkdir()
    try:
        parts = Running(service, RuntimeSettings(postgres_dsn=dsn), pool).parts
        file.write_text(year(2, "2027-03-08"), "utf-8")
        await publish(parts, tmp_path)
        sent = await pool.fetchval("select count(*) from outbox")
        file.write_text(year(2, "2027-03-09"), "utf-8")
        with pytest.raises(FaultyCatalogue, match="VN/2027@2: published already with other content"):
            await publish(parts, tmp_path)
        assert await pool.fetchval("select count(*) from outbox") == sent
        file.write_text(year(3, "2027-03-09"), "utf-8")
        await publish(parts, tmp_path)
        assert await pool.fetchval("select count(*) from outbox") == sent + 1
    finally:
        await pool.close()
        await drop_databases(infra.postgres_dsn, f"{prefix}pub")
