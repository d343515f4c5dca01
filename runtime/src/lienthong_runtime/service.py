"""A service put together and run: consumer, relay, timers, catalogue and HTTP in one process."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from lienthong_runtime import dead_letters, tick
from lienthong_runtime.catalogue import Catalogue, CatalogueFollower
from lienthong_runtime.clock import BusinessClock, Clock, SystemClock, system_now
from lienthong_runtime.commands import Command, Commands, Prepare, nothing_more
from lienthong_runtime.consume import Consumer
from lienthong_runtime.database import OUTAGE, connect_pool
from lienthong_runtime.decision import Decision, OnCommand, OnEvent, OnTime, Row
from lienthong_runtime.http import command_router, make_app, operations_router
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.relay import Relay
from lienthong_runtime.settings import RuntimeSettings
from lienthong_runtime.states import Rows, StateTable
from lienthong_runtime.transact import Side, Transactor, _nothing
from lienthong_runtime.wake import Waker

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running service has made, for its own routers and jobs."""

    settings: RuntimeSettings
    pool: asyncpg.Pool
    catalogue: Catalogue
    clock: Clock
    metrics: Metrics
    transactor: Transactor
    commands: Commands
    committed: Callable[[Outcome], None]
    health_facts: dict[str, Callable[[], Any]]


async def _no_effect(_parts: Parts, _effects: list[Any]) -> None: ...


@dataclass(frozen=True)
class Service:
    """What a service is made of; `build` in its app.py fills this in, and tests do the same.

    `create` is the command that starts a dossier here; `commands` maps the others' names in the path to their classes.
    `jobs` run as long as the service; `act` does the outside work of decisions, after the commit; `on_commit` is told of
    each one. `static` is a folder of files served below /static.
    """

    name: str
    table: StateTable[Any]
    on_event: OnEvent
    on_command: OnCommand = field(default_factory=dict)
    on_time: OnTime | None = None
    topics: Sequence[str] = ("dossier.v1",)
    create: type[Command] | None = None
    commands: dict[str, type[Command]] = field(default_factory=dict)
    show: Callable[[Row[Any]], bytes] = lambda _row: b"{}"
    prepare: Prepare = nothing_more
    side: Side = _nothing
    every_kind: bool = False
    routers: Callable[[Parts], Sequence[APIRouter]] = lambda _parts: ()
    jobs: Sequence[Callable[[Parts], Awaitable[None]]] = ()
    act: Callable[[Parts, list[Any]], Awaitable[None]] = _no_effect
    on_commit: Callable[[], None] = lambda: None
    static: Path | None = None
    migrations: Path = Path("migrations")


class Running:
    """A service at work."""

    def __init__(self, service: Service, settings: RuntimeSettings, pool: asyncpg.Pool) -> None:
        self.service, self.settings, self.pool = service, settings, pool
        self.metrics, self.catalogue = Metrics(), Catalogue()
        self.clock: Clock = BusinessClock(BEGINNING) if settings.clock == "business" else SystemClock()
        decider = Decider(service.name, service.on_event, system_now)
        self.transactor = Transactor(pool, Rows(service.table), decider, self.clock, self.catalogue, service.side, service.every_kind)
        self.relay = Relay(settings, service.name, self.metrics)
        self.consumer = Consumer(
            settings, service.name, service.topics, service.on_event, service.every_kind, self.transactor, self.metrics, self.committed
        )
        self.waker = Waker(self.transactor, self.clock, service.on_time or _asleep, self.metrics, self.committed)
        self.follower = CatalogueFollower(settings, self.catalogue)
        self.commands = Commands(self.transactor, service.on_command, service.show, self.committed, service.prepare,
                                 self.follower.complete.is_set)  # fmt: skip
        self.parts = Parts(settings, pool, self.catalogue, self.clock, self.metrics, self.transactor, self.commands, self.committed, {})
        self.task: asyncio.Task[None]
        self.parts.health_facts.update({"consumer_lag": self.consumer.lag, "effect_delay": lambda: self.consumer.delay})
        self._acting: set[asyncio.Task[None]] = set()
        self._notify: asyncio.Task[Any] | None = None

    def committed(self, outcome: Outcome) -> None:
        """After each commit: wake whoever sends, and do the outside work that was decided."""
        self.service.on_commit()
        if self._due_at_once(outcome):
            self.waker.wake()
        if outcome.outgoing or outcome.set_aside:
            self.relay.wake()
            if not self.relay.active and (self._notify is None or self._notify.done()):
                # Another instance relays: tell it, coalesced, and never inside a transaction (delivery_cost.md §2).
                self._notify = asyncio.create_task(self._tell())
        if outcome.effects:
            task = asyncio.create_task(self.service.act(self.parts, outcome.effects))
            self._acting.add(task)
            task.add_done_callback(self._acted)

    def _due_at_once(self, outcome: Outcome) -> bool:
        now, wakes_at = self.clock.now(), self.service.table.wakes_at
        states = (outcome.rows[dossier_id].state for dossier_id in outcome.changed)
        return any(state is not None and (at := wakes_at(state)) is not None and at <= now for state in states)

    def _acted(self, task: asyncio.Task[None]) -> None:
        self._acting.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            # Nothing is lost: what was decided keeps its lease, and is done again when that ends.
            log.error("act.failed", fault=type(fault).__name__, exc_info=fault)

    async def _tell(self) -> None:
        with contextlib.suppress(*OUTAGE):
            await self.pool.execute("select pg_notify('outbox', '')")

    def app(self) -> FastAPI:
        """The HTTP application."""
        routers = [
            command_router(self.commands, self.service.create, self.service.commands, self.metrics),
            operations_router(self.health, self.quiet, self.metrics, self.dead, self.replay, self.settings.service_token),
            *self.service.routers(self.parts),
        ]
        app = make_app(f"Liên Thông: {self.service.name}", self.metrics, routers)
        app.state.commands = self.commands
        if self.service.static is not None:
            app.mount("/static", StaticFiles(directory=self.service.static))
        return app

    async def health(self) -> dict[str, Any]:
        """Whether it works, and what doesn't."""
        facts = {
            "database": await self._database_answers(),
            "catalogue": self.follower.complete.is_set(),
            "consumer": self.consumer.assigned() > 0,
            "failing": self.consumer.failing,
            "relay_failing": self.relay.failing,
        }
        ready = all((facts["database"], facts["catalogue"], facts["consumer"], not facts["failing"], not facts["relay_failing"]))
        return {"ready": ready, "service": self.service.name, "lag": self.consumer.lag(), **facts,
                **{name: fact() for name, fact in self.parts.health_facts.items()}}  # fmt: skip

    async def _database_answers(self) -> bool:
        try:
            return await asyncio.wait_for(self.pool.fetchval("select true"), 2)
        except OUTAGE:
            return False

    async def quiet(self) -> dict[str, Any]:
        """What a replay's driver waits for: time raised, outbox empty, records handled, outside work done."""
        done = self.waker.done_at
        return {
            "service": self.service.name,
            "now": self.clock.now().isoformat(),
            "timers_done_at": done.isoformat() if done else None,
            "due": await self.transactor.rows.count_due(self.pool, self.clock.now()),
            "outbox": await self.pool.fetchval("select count(*) from outbox"),
            "positions": await self.consumer.places(),
            "working": len(self._acting),
        }

    async def dead(self) -> list[dict[str, Any]]:
        """What is set aside."""
        async with self.pool.acquire() as connection:
            return await dead_letters.listed(connection)

    async def replay(self, dossier_id: UUID) -> dict[str, int]:
        """Handle a dossier's set-aside letters again."""
        outcome = await self.commands.replay(dossier_id)
        return {"applied": len(outcome.applied), "set_aside": len(outcome.set_aside)}

    async def run(self) -> None:
        """Everything at once, until cancelled; whatever dies takes the process with it, to be started anew."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.follower.run())
            if isinstance(self.clock, BusinessClock):
                group.create_task(tick.follow(self.settings, self.clock, self.waker.wake))
            group.create_task(self.relay.run())
            for job in self.service.jobs:
                group.create_task(job(self.parts))
            await self.follower.complete.wait()
            group.create_task(self.consumer.run())
            group.create_task(self.waker.run())

    async def stop(self) -> None:
        """Finish what is under way."""
        self.waker.stop()
        await self.consumer.stop()
        if self._acting:
            await asyncio.wait(self._acting, timeout=5)
        self.relay.stop()


def _asleep(state: Any, _context: Any) -> Decision[Any]:
    return Decision(state)


@contextlib.asynccontextmanager
async def running(service: Service, settings: RuntimeSettings) -> AsyncGenerator[Running]:
    """A service at work without its HTTP server, for tests and for run."""
    pool = await connect_pool(settings.postgres_dsn, settings.pool_size, service.name)
    runner = Running(service, settings, pool)
    runner.task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        await runner.stop()
        runner.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await runner.task
        await asyncio.wait_for(_close(pool), 15)


async def _close(pool: asyncpg.Pool) -> None:
    try:
        await asyncio.wait_for(pool.close(), 5)
    except TimeoutError:
        pool.terminate()


async def serve(service: Service, settings: RuntimeSettings) -> None:
    """Run with HTTP until SIGTERM or SIGINT. Raises what killed one of the service's tasks."""
    async with running(service, settings) as runner:
        server = _Server(uvicorn.Config(
            runner.app(), settings.http_host, settings.http_port, log_level="warning", access_log=False, loop="none",
            http="httptools", timeout_graceful_shutdown=3, lifespan="off"))  # fmt: skip
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.ask_to_stop)
        runner.task.add_done_callback(lambda _task: server.ask_to_stop())
        await server.serve()
        if runner.task.done():
            await runner.task


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, which would end the process before the service has finished."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

    def ask_to_stop(self) -> None:
        self.should_exit = True
