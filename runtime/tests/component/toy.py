"""A service of one rule, for the promises of the chassis: it counts assignments and reports each."""

import contextlib
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from lienthong_contracts import AgencyPublished, Code, Envelope, LegCompleted, OfficerAssigned
from lienthong_local.topics import create_topics
from lienthong_runtime import Command, Context, Decision, Row, RuntimeSettings, Service, StateTable, Unprocessable, refuse_unless, running
from lienthong_runtime.migrate import migrate
from lienthong_runtime.running import Running

MIGRATIONS = Path(__file__).with_name("migrations")
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


class Tally(msgspec.Struct, frozen=True):
    """How many assignments, and to whom."""

    officers: tuple[str, ...] = ()


class UnknownOfficer(Unprocessable):
    """Nobody of that name: enter the officer, then replay."""


class Staff:
    """Who is known; tests change it, as an operator would."""

    def __init__(self) -> None:
        self.unknown = {"stranger"}
        self.faulty = {"bug"}

    def look_up(self, officer: str) -> None:
        """Refuse whom nobody knows, and fail on the faulty."""
        refuse_unless(officer not in self.unknown, "officer", "không có người này", "nobody of that name")
        if officer in self.faulty:
            raise ZeroDivisionError


class Assign(Command):
    """Assign somebody by hand."""

    roles = ("officer",)

    officer: Code


class Remark(Command):
    """Write anything into the state, unchecked."""

    text: str


def service(staff: Staff) -> Service:
    """The service under test."""

    def count(state: Tally | None, event: OfficerAssigned, context: Context) -> Decision[Tally]:
        if event.officer in staff.unknown:
            raise UnknownOfficer
        if event.officer in staff.faulty:
            raise ZeroDivisionError
        return _counted(state, event.dossier_id, event.officer, context)

    def assign(state: Tally | None, command: Assign, context: Context) -> Decision[Tally]:
        staff.look_up(command.officer)
        return _counted(state, context.dossier_id, command.officer, context)

    def remark(state: Tally | None, command: Remark, _context: Context) -> Decision[Tally]:
        return Decision(Tally((*(state or Tally()).officers, command.text)))

    return Service(
        name="toy", table=StateTable("tally", Tally), on_event={OfficerAssigned: count}, on_command={Assign: assign, Remark: remark},
        create={"dossiers": Assign}, commands={"assign": Assign}, show=_show, migrations=MIGRATIONS,
    )  # fmt: skip


def _counted(state: Tally | None, dossier_id: Any, officer: str, context: Context) -> Decision[Tally]:
    done = LegCompleted(dossier_id=dossier_id, at=context.now, leg="x", agency="H32", officer=officer)
    return Decision(Tally((*(state or Tally()).officers, officer)), (done,))


def _show(row: Row[Tally]) -> bytes:
    if row.state is not None and "unseen" in row.state.officers:
        raise LookupError
    return msgspec.json.encode({"dossier_id": str(row.dossier_id), "version": row.version, "officers": row.state.officers})


class Toy:
    """The service at work, with what tests need around it."""

    def __init__(self, running: Running, settings: RuntimeSettings, producer: AIOKafkaProducer) -> None:
        self.running, self.settings, self._producer = running, settings, producer
        self._numbers: dict[UUID, int] = {}

    async def send(self, dossier_id: UUID, *officers: str) -> None:
        """Assignments of a dossier, numbered on."""
        for officer in officers:
            number = self._numbers[dossier_id] = self._numbers.get(dossier_id, 0) + 1
            await self.send_numbered(dossier_id, number, officer)

    async def send_numbered(self, dossier_id: UUID, number: int, officer: str, event_id: UUID | None = None) -> None:
        """One assignment under a number."""
        event = OfficerAssigned(dossier_id=dossier_id, at=NOON, leg="x", agency="H32", officer=officer)
        envelope = Envelope(event_id or uuids.uuid7(), "OfficerAssigned", "routing", number, str(dossier_id), datetime.now(UTC))
        await self.send_raw(str(dossier_id).encode(), event.to_json(), envelope.to_headers())

    async def send_raw(
        self, key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes]], partition: int | None = None
    ) -> None:
        """Any record."""
        await self._producer.send_and_wait(self.settings.topic("dossier.v1"), value, key=key, headers=headers, partition=partition)

    async def officers(self, dossier_id: UUID) -> tuple[str, ...]:
        """Whom the service counted, in order."""
        row = await self.running.transactor.rows.look(self.running.pool, dossier_id)
        return row.state.officers if row and row.state else ()

    async def dead(self) -> list[tuple[str, str]]:
        """Reasons and states of what is set aside."""
        return [(letter["reason"], letter["state"]) for letter in await self.running.dead()]

    async def outbox(self) -> int:
        """Events not yet on Kafka."""
        return await self.running.pool.fetchval("select count(*) from outbox")


async def prepared(infra: Any, prefix: str) -> RuntimeSettings:
    """A database and topics of the toy's own."""
    connection = await asyncpg.connect(infra.postgres_dsn)
    await connection.execute(f'create database "{prefix}toy"')
    await connection.close()
    await create_topics(infra.bootstrap_servers, prefix)
    dsn = infra.postgres_dsn.replace("/postgres?", f"/{prefix}toy?")
    await migrate(dsn, MIGRATIONS)
    return RuntimeSettings(kafka_bootstrap_servers=infra.bootstrap_servers, postgres_dsn=dsn, topic_prefix=prefix, rest=0)


@contextlib.asynccontextmanager
async def at_work(settings: RuntimeSettings, staff: Staff) -> AsyncGenerator[Toy]:
    """The toy service, running in this process."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(settings.topic("catalogue.v1"), AgencyPublished.model_validate(AgencyPublished.example).to_json(),
                                     key=b"any", headers=[("ce_type", b"vn.lienthong.AgencyPublished")])  # fmt: skip
        async with running(service(staff), settings) as runner:
            await runner.follower.complete.wait()
            yield Toy(runner, settings, producer)
    finally:
        await producer.stop()
