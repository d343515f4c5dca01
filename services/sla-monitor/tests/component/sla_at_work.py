"""sla-monitor as it is built, over a database of its own, its clock driven by the test; nothing of it runs by itself."""

import contextlib
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from lienthong_calendar import VIET_NAM, explain, parse_term, shipped_tables
from lienthong_contracts import CalendarYearPublished, DossierEvent, DossierReceived, Envelope, JourneyPlanned, ProcedurePublished
from lienthong_local.databases import create_databases, drop_databases
from lienthong_runtime import RuntimeSettings
from lienthong_runtime.database import connect_pool
from lienthong_runtime.migrate import migrate
from lienthong_runtime.records import Letter, read
from lienthong_runtime.running import Running
from sla_monitor.app import build
from sla_monitor.decisions import ON_EVENT
from sla_monitor.settings import Settings

MONDAY = datetime(2026, 11, 2, 9, tzinfo=VIET_NAM)
DESK = "H32.41"


def year(number: int, version: int = 1, off: tuple[str, ...] = ()) -> CalendarYearPublished:
    """A year's table as shipped, with days off more."""
    shipped = next(table for table in shipped_tables() if table.year == number)
    days = [{"on": d.on, "kind": d.kind, "name": d.name, "decision_no": d.decision_no} for d in shipped.days]
    days += [{"on": day, "kind": "swapped_off", "name": "x", "decision_no": "QĐ 9"} for day in off]
    return CalendarYearPublished.model_validate({"id": f"VN/{number}", "entry_version": version, "valid_from": f"{number}-01-01",
                                                 "year": number, "days": days})  # fmt: skip


class AtWork:
    """The parts of the service, and facts to give them."""

    def __init__(self, running: Running) -> None:
        self.running, self.transactor, self.pool = running, running.transactor, running.pool
        self._numbers: dict[tuple[UUID, str], int] = {}

    def till(self, now: datetime) -> None:
        """Business time moves on."""
        self.running.clock.tick(now)  # type: ignore[attr-defined]

    async def receive(self, when: datetime, term: str, planned: bool = True) -> UUID:
        """A dossier that was received, and its journey planned."""
        dossier, edition = uuids.uuid7(), self.running.catalogue.edition(DESK, when.date())
        due = explain(self.running.catalogue.calendar_of(edition), when, parse_term(term))
        fields = {"at": when, "received_at": when, "deemed_at": due.deemed_at, "due_at": due.due_at, "term": term, "calendar": edition}
        received = DossierReceived.model_validate(DossierReceived.example | fields | {"dossier_id": dossier, "desk": DESK, "trace": ()})
        events: list[DossierEvent] = [received]
        if planned:
            events.append(JourneyPlanned.model_validate(JourneyPlanned.example | {"dossier_id": dossier, "at": when}))
        await self.transactor.take_in([self._letter(event) for event in events])
        return dossier

    async def learn(self, event: DossierEvent) -> None:
        """A fact from the topic."""
        await self.transactor.take_in([self._letter(event)])

    def _letter(self, event: DossierEvent) -> Letter:
        key = (event.dossier_id, event.producer)
        number = self._numbers[key] = self._numbers.get(key, 0) + 1
        envelope = Envelope(uuids.uuid7(), type(event).__name__, event.producer, number, str(event.dossier_id), datetime.now(UTC))
        opened = read(Letter("dossier.v1", 0, 0, tuple(envelope.to_headers()), event.to_json()), ON_EVENT)
        assert isinstance(opened, Letter)
        return opened

    async def said(self) -> list[tuple[str, str, int, dict[str, Any]]]:
        """What was written to the outbox, in its order: kind, dossier, number, body."""
        rows = await self.pool.fetch("select type, aggregateid, number, payload from outbox order by seq")
        return [(row["type"], row["aggregateid"], row["number"], json.loads(row["payload"])) for row in rows]


@contextlib.asynccontextmanager
async def at_work(infra: Any, prefix: str, name: str) -> AsyncGenerator[AtWork]:
    """The service over a new database, its catalogue known, its clock at Monday."""
    dsn = (await create_databases(infra.postgres_dsn, f"{prefix}{name}"))["sla-monitor"]
    service = build(Settings())
    await migrate(dsn, service.migrations)
    settings = RuntimeSettings(kafka_bootstrap_servers=infra.bootstrap_servers, postgres_dsn=dsn, topic_prefix=prefix, clock="business")
    pool = await connect_pool(dsn, 4, "test")
    try:
        working = AtWork(Running(service, settings, pool))
        for entry in (ProcedurePublished.model_validate(ProcedurePublished.example), *(year(t.year) for t in shipped_tables())):
            working.running.catalogue.put(entry)
        working.till(MONDAY + timedelta(days=1))
        yield working
    finally:
        await pool.close()
        await drop_databases(infra.postgres_dsn, f"{prefix}{name}")
