"""A service at work: consumer, relay, timers, catalogue and HTTP, put together."""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from lienthong_runtime import dead_letters, tick
from lienthong_runtime.admitting import Bounds
from lienthong_runtime.brim import Brim
from lienthong_runtime.catalogue import Catalogue
from lienthong_runtime.clock import BEGINNING, BusinessClock, Clock, SystemClock, system_now
from lienthong_runtime.consume import Consumer
from lienthong_runtime.database import OUTAGE, answers
from lienthong_runtime.dead_letters_api import dead_letters_router
from lienthong_runtime.decision import Decision
from lienthong_runtime.entrance import Entrance
from lienthong_runtime.follow_catalogue import CatalogueFollower
from lienthong_runtime.giving import command_router
from lienthong_runtime.http import make_app, operations_router
from lienthong_runtime.identity import Identity
from lienthong_runtime.lateness import Lateness
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.performing import Commands
from lienthong_runtime.relay import Relay
from lienthong_runtime.room import Room
from lienthong_runtime.service import Parts, Service
from lienthong_runtime.settings import RuntimeSettings
from lienthong_runtime.standing import Standing, watched
from lienthong_runtime.states import Rows
from lienthong_runtime.transact import Transactor
from lienthong_runtime.wake import MOST, Waker


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
        self.waker = Waker(self.transactor, self.clock, service.on_time or _asleep, self.metrics, self.committed,
                           self.consumer.handled_until, self._room, service.aware)  # fmt: skip
        self.lateness = Lateness(pool, self.transactor.rows, self.clock, self.metrics)
        self.follower = CatalogueFollower(settings, self.catalogue)
        self.commands = Commands(self.transactor, service.on_command, service.show, self.committed,
                                 Room(settings.commands_waiting, settings.bodies_waiting), settings.commands_hang, service.preparing,
                                 self._ready)  # fmt: skip
        self.brim = Brim(pool, self.commands.room, settings.outbox_most, self.metrics)
        self.parts = Parts(settings, pool, self.catalogue, self.clock, self.metrics, self.transactor, self.commands, self.committed, {})
        self.task: asyncio.Task[None]
        self.parts.health_facts.update({"consumer_lag": self.consumer.lag, "effect_delay": lambda: self.consumer.delay})
        watched(self.metrics, self.consumer, self.relay, self.commands)
        self._acting: dict[asyncio.Task[None], int] = {}  # with how many effects each has
        self._notify: asyncio.Task[Any] | None = None

    def _ready(self) -> bool:
        return self.follower.complete.is_set() and (not isinstance(self.clock, BusinessClock) or self.clock.known.is_set())

    def committed(self, outcome: Outcome) -> None:
        """After each commit: wake whoever sends, and do the outside work that was decided."""
        self.service.on_commit()
        self.metrics.decided(out.envelope.kind for out in outcome.outgoing)
        # Live, the waker's quarter of a second gathers what is due: waking for each commit gave 0.94 × the floor, this 1.09 ×.
        if self.settings.clock == "business" and self._due_at_once(outcome):
            self.waker.wake()
        if outcome.outgoing or outcome.set_aside:
            self.relay.wake()
            if not self.relay.active and (self._notify is None or self._notify.done()):
                # Another instance relays: tell it, coalesced, and never inside a transaction (delivery_cost.md §2).
                self._notify = asyncio.create_task(self._tell())
        if outcome.effects:
            task = asyncio.create_task(self.service.act(self.parts, outcome.effects))
            self._acting[task] = len(outcome.effects)
            task.add_done_callback(self._acted)

    def _room(self) -> int:
        most = self.service.most_under_way
        return max(0, most - sum(self._acting.values())) if most else MOST

    def _due_at_once(self, outcome: Outcome) -> bool:
        now, wakes_at = self.clock.now(), self.service.table.wakes_at
        states = (outcome.rows[dossier_id].state for dossier_id in outcome.changed)
        return any(state is not None and (at := wakes_at(state)) is not None and at <= now for state in states)

    def _acted(self, task: asyncio.Task[None]) -> None:
        if self._acting.pop(task) and self.service.most_under_way:
            self.waker.wake()  # there is room again
        if not task.cancelled() and (fault := task.exception()):
            # Nothing is lost: what was decided keeps its lease, and is done again when that ends.
            log.error("act.failed", fault=type(fault).__name__, exc_info=fault)

    async def _tell(self) -> None:
        with contextlib.suppress(*OUTAGE):
            await self.pool.execute("select pg_notify('outbox', '')")

    def app(self) -> FastAPI:
        """The HTTP application."""
        routers = [
            command_router(self.commands, self.service.create, self.service.commands, self.metrics,
                           Bounds(self.settings.body_bytes, self.settings.body_seconds)),
            operations_router(self.health, self.quiet, self.metrics, self.settings.service_token),
            dead_letters_router(self.pool, self.transactor, self.replay, self.settings.service_token),
            *self.service.routers(self.parts),
        ]
        identity = Identity(self.settings.identity_keys, system_now)
        most, windows = self.settings.body_bytes, self.service.problem_page is not None
        # A service with windows takes forms from strangers, and files: it brings its own bounds.
        app = make_app(f"Liên Thông: {self.service.name}", self.metrics, identity, routers, None if windows else most)
        if not windows:
            app.outermost = lambda inner: Entrance(inner, identity, self.settings.service_token, most)
        app.state.commands, app.state.problem_page = self.commands, self.service.problem_page
        if self.service.static is not None:
            app.mount("/static", StaticFiles(directory=self.service.static))
            # Windows are opened over slow lines; streams of events are left as they are.
            app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
        self.service.dress(app, self.parts)
        return app

    async def health(self) -> dict[str, Any]:
        """Whether it works, and what doesn't."""
        facts = {
            "database": await answers(self.pool),
            "catalogue": self.follower.complete.is_set(),
            "consumer": self.consumer.assigned() > 0,
            "failing": self.consumer.failing,
            "relay_failing": self.relay.failing,
        }
        ready = all((facts["database"], facts["catalogue"], facts["consumer"], not facts["failing"], not facts["relay_failing"]))
        alarms = [{"vi": alarm.vi, "en": alarm.en} for alarm in (*self.lateness.alarms, *self.catalogue.ends_soon(self.clock.now()))]
        return {"ready": ready, "service": self.service.name, "lag": self.consumer.lag(), **facts, "alarms": alarms,
                "timer_lag_seconds": round(self.lateness.seconds, 3),
                **{name: fact() for name, fact in self.parts.health_facts.items()}}  # fmt: skip

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
            "working": len(self._acting) + sum([await count() for count in self.parts.under_way]),
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
                group.create_task(tick.follow_clock(self.settings, self.clock, self.waker.wake))
            group.create_task(self.relay.run())
            for watch in (self.brim, Standing(self.pool, self.metrics)):
                group.create_task(watch.run())
            if self.service.on_time is not None:
                group.create_task(self.lateness.run())
            for job in self.service.jobs:
                group.create_task(job(self.parts))
            await self.follower.complete.wait()
            if isinstance(self.clock, BusinessClock):
                await self.clock.known.wait()
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
