"""verify finds what is planted: a check that can't fail proves nothing (issue 3)."""

from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from house import House
from lienthong_contracts import Envelope, OfficerAssigned
from lienthong_local.failure import until
from lienthong_local.verify import Report, verify


@pytest.fixture(scope="module")
async def lived(house: House) -> House:
    await house.live(6, seed=5)
    await house.quiet()
    async with planting(house, "portal") as portal:
        # Sealed within five seconds of the first entry: a seal that comes later would hold what is planted, and break when it is put back.
        await until(lambda: portal.fetchval("select exists (select from seal)"), 30, "a seal")
    assert (await house.verify()).found == []
    return house


async def test_an_entry_that_the_ledger_lost_is_found(lived: House) -> None:
    async with planting(lived, "portal") as portal:
        await portal.execute("alter table entry disable trigger entry_append_only")
        lost = await portal.fetchrow("delete from entry where seq = (select max(seq) from entry where kind = 'LegCompleted') returning *")
        assert_found(await lived.verify(), "missing_from_ledger", lost["dossier_id"])
        await put_back(portal, "entry", lost)


async def test_an_altered_entry_is_found_by_its_chain_and_by_the_topic(lived: House) -> None:
    async with planting(lived, "portal") as portal:
        changed = "update entry set body = $2 where seq = (select min(seq) from entry where kind = 'OfficerAssigned') returning dossier_id"
        body = await portal.fetchval("select body from entry where kind = 'OfficerAssigned' order by seq limit 1")
        await portal.execute("alter table entry disable trigger entry_append_only")
        dossier = await portal.fetchval(changed.replace("$2", "$1"), body.replace(b"cb1", b"cb9"))
        report = await lived.verify()
        assert_found(report, "altered", dossier)
        assert_found(report, "chain_broken", dossier)
        await portal.fetchval(changed.replace("$2", "$1"), body)


async def test_a_state_that_does_not_follow_from_its_events_is_found(lived: House) -> None:
    async with planting(lived, "routing") as routing:
        set_to = "update journey set state = jsonb_set(state, '{apologised}', $1::jsonb) where dossier_id = $2"
        dossier = await routing.fetchval("select dossier_id from journey limit 1")
        await routing.execute(set_to, "true", dossier)
        assert_found(await lived.verify(), "state_differs", dossier)
        await routing.execute(set_to, "false", dossier)


async def test_a_figure_that_isn_t_the_ledgers_is_found(lived: House) -> None:
    async with planting(lived, "portal") as portal:
        await portal.execute("update daily set n = n + 1 where agency = '' and klass = 'received'")
        assert "figure_differs" in (await lived.verify()).kinds
        await portal.execute("update daily set n = n - 1 where agency = '' and klass = 'received'")


async def test_a_row_in_the_outbox_that_nobody_sends_is_found(lived: House) -> None:
    await lived.services.processes["intake-0"].kill(again=False)
    async with planting(lived, "intake") as intake:
        await intake.execute(
            "insert into outbox (id, aggregatetype, aggregateid, type, source, number, recorded_at, payload) "
            "values ($1, 'dossier.v1', $2, 'FeePaid', 'intake', 99, now(), '')",
            uuids.uuid7(),
            str(uuids.uuid7()),
        )
        assert "never_sent" in (await lived.verify()).kinds
        await intake.execute("delete from outbox")
    await lived.services.processes["intake-0"].start()
    await lived.services.processes["intake-0"].ready()


async def test_a_number_that_was_given_and_never_seen_is_found(lived: House) -> None:
    async with planting(lived, "intake") as intake:
        dossier = await intake.fetchval(
            "update dossier set issued = issued + 1 where dossier_id = (select dossier_id from dossier limit 1) returning dossier_id"
        )
        assert_found(await lived.verify(), "lost", dossier)
        await intake.execute("update dossier set issued = issued - 1 where dossier_id = $1", dossier)


async def test_an_event_that_a_service_did_not_take_in_is_found(lived: House) -> None:
    async with planting(lived, "sla-monitor") as monitor:
        kept = await monitor.fetchrow("select dossier_id, seen from budget limit 1")
        await monitor.execute("update budget set seen = '{}' where dossier_id = $1", kept["dossier_id"])
        assert_found(await lived.verify(), "not_handled", kept["dossier_id"])
        await monitor.execute("update budget set seen = $2 where dossier_id = $1", *kept)


@pytest.mark.parametrize("otherwise", [
    """state || '{"uses": {"wait H32.41 ": 123456}}'""",  # minutes that nobody used
    "jsonb_set(state, '{clock,used}', '123456')",  # a clock that counted otherwise
])  # fmt: skip
async def test_time_s_books_that_do_not_add_up_are_found(lived: House, otherwise: str) -> None:
    async with planting(lived, "sla-monitor") as monitor:
        row = await monitor.fetchrow("select dossier_id, state from budget limit 1")
        await monitor.execute("update budget set state = " + otherwise + " where dossier_id = $1", row["dossier_id"])
        assert_found(await lived.verify(), "budget_off", row["dossier_id"])
        await monitor.execute("update budget set state = $2 where dossier_id = $1", *row)


async def test_a_budget_that_adds_up_and_isn_t_what_the_log_tells_is_found(lived: House) -> None:
    async with planting(lived, "sla-monitor") as monitor:
        row = await monitor.fetchrow("select dossier_id, state from budget limit 1")
        otherwise = """update budget set state = state || '{"officers": {"appraise": "ai-do"}}' where dossier_id = $1"""
        await monitor.execute(otherwise, row["dossier_id"])
        report = await lived.verify()
        assert [(found.kind, found.detail) for found in report.found] == [("budget_untold", "officers")]
        await monitor.execute("update budget set state = $2 where dossier_id = $1", *row)


async def test_a_breach_that_nobody_raised_is_found(lived: House) -> None:
    async with planting(lived, "sla-monitor") as monitor:
        row = await monitor.fetchrow("select dossier_id, state from budget limit 1")
        open_ = """update budget set state = (state - 'outcome' - 'rungs') || jsonb_build_object('clock', (state -> 'clock')
                   || '{"status": "running"}') where dossier_id = $1"""
        await monitor.execute(open_, row["dossier_id"])
        report = await verify(lived.infra.bootstrap_servers, lived.services.dsns, lived.prefix, datetime(2027, 11, 1, tzinfo=UTC))
        assert_found(report, "never_raised", row["dossier_id"])
        await monitor.execute("update budget set state = $2 where dossier_id = $1", *row)


async def test_a_hand_over_without_answer_is_found_once_its_time_is_over(lived: House) -> None:
    lives = await lived.lives(seed=9)
    waiting = await lives.begin()
    await lives._planned(waiting)
    await lived.quiet()
    report = await lived.verify()
    assert "unanswered" not in report.kinds
    later = datetime(2027, 11, 1, tzinfo=UTC)
    report = await verify(lived.infra.bootstrap_servers, lived.services.dsns, lived.prefix, later)
    assert_found(report, "unanswered", waiting)


async def test_numbers_that_are_skipped_or_doubled_on_the_topic_are_found(lived: House) -> None:
    skipped, doubled = uuids.uuid7(), uuids.uuid7()
    producer = AIOKafkaProducer(bootstrap_servers=lived.infra.bootstrap_servers)
    await producer.start()
    for dossier, number in ((skipped, 1), (skipped, 3), (doubled, 1), (doubled, 1)):
        event = OfficerAssigned(dossier_id=dossier, at=datetime.now(UTC), leg="x", agency="H32", officer="an")
        envelope = Envelope(uuids.uuid7(), "OfficerAssigned", "routing", number, str(dossier), datetime.now(UTC))
        await producer.send_and_wait(f"{lived.prefix}dossier.v1", event.to_json(), key=str(dossier).encode(), headers=envelope.to_headers())
    await producer.stop()
    await lived.quiet()
    report = await lived.verify()
    assert_found(report, "number_skipped", skipped)
    assert_found(report, "number_doubled", doubled)
    assert (report.missing, report.duplicates) == (1, 1)


def assert_found(report: Report, kind: str, dossier_id: Any) -> None:
    assert (kind, str(dossier_id)) in {(item.kind, item.dossier_id) for item in report.found}, report.kinds


async def put_back(connection: asyncpg.Connection, table: str, row: asyncpg.Record) -> None:
    names = ", ".join(row.keys())
    values = ", ".join(f"${n}" for n in range(1, len(row) + 1))
    await connection.execute(f"insert into {table} ({names}) overriding system value values ({values})", *row.values())


class planting:
    """A connection for planting a fault, as the administrator that a service isn't."""

    def __init__(self, house: House, service: str) -> None:
        name = house.services.dsns[service].partition("?")[0].rpartition("/")[2]
        self._dsn = house.infra.postgres_dsn.replace("/postgres?", f"/{name}?")

    async def __aenter__(self) -> asyncpg.Connection:
        self._connection = await asyncpg.connect(self._dsn)
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        if "/portal" in self._dsn or "_portal" in self._dsn:
            await self._connection.execute("alter table entry enable trigger entry_append_only")
        await self._connection.close()
