"""What a chaos run stands on: a stack of its own whose services reach everything through fronts that can be cut."""

import asyncio
import contextlib
import random
import shutil
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lienthong_local.bench.lives import SIMPLE
from lienthong_local.chaos import wall_clock
from lienthong_local.chaos.citizens import Citizens
from lienthong_local.chaos.disk import objects, small_disk
from lienthong_local.chaos.promises import Promises
from lienthong_local.chaos.recovery import Prober
from lienthong_local.child import Child
from lienthong_local.cutting import Cutting, cutting
from lienthong_local.databases import SERVICES
from lienthong_local.home import Home
from lienthong_local.kafka_jars import Tell
from lienthong_local.kafka_settings import Front
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.ports import Ports
from lienthong_local.services import Plan, Services
from lienthong_local.stack import Stack

AT_ONCE = 64  # connections of the load to each service
PATIENCE = 240.0  # seconds until the services are ready: other people may be at work on the same machine
DISK = 96  # megabytes for all papers of a run
FRONTED = ("kafka", "postgres", "smtp", "smpp")


@dataclass(frozen=True)
class Ground:
    """The stack, its fronts by name, its clients, and the promises that they were made."""

    stack: Stack
    services: Services
    fronts: Mapping[str, Cutting]
    desk: Desk
    lives: Citizens
    prober: Prober
    promises: Promises
    no_disk: str = ""  # why the object store has no small file system of its own
    redelivered: Counter[str] = field(default_factory=Counter)  # records, by topic

    def children(self) -> dict[str, Child]:
        """Every process that may die, by name."""
        servers = {server.name: server.child for server in self.stack.infra.servers if server.child is not None}
        return servers | {process.name: process.child for process in self.services.processes.values()}

    def urls(self) -> dict[str, str]:
        """Where each instance answers."""
        return {process.name: process.url for process in self.services.processes.values()}


@contextlib.asynccontextmanager
async def ground(home: Home, seed: int, tell: Tell, instances: int = 1) -> AsyncGenerator[Ground]:
    """All of it at work, on the machine's own clock, in an empty home; afterwards nothing is left running."""
    shutil.rmtree(home.path, ignore_errors=True)
    home.prepare()
    ports = Ports(home.path / "ports.json")
    behind = {name: ports.take("kafka-front" if name == "kafka" else name) for name in FRONTED}
    async with AsyncExitStack() as opened:
        no_disk = opened.enter_context(small_disk(home, DISK))
        fronts = {name: await opened.enter_async_context(cutting(f"127.0.0.1:{port}")) for name, port in behind.items()}
        front = Front(behind["kafka"], _port(fronts["kafka"]))
        stack = await opened.enter_async_context(Stack(home, _plan(home, fronts, instances), tell=tell, front=front))
        assert stack.services is not None
        ready = await opened.enter_async_context(_clients(stack, stack.services, fronts, seed))
        yield replace(ready, no_disk=no_disk)


def _plan(home: Home, fronts: Mapping[str, Cutting], instances: int) -> Plan:
    env = {"KAFKA_BOOTSTRAP_SERVERS": fronts["kafka"].address, "LIENTHONG_SMTP": fronts["smtp"].address,
           "LIENTHONG_SMPP": fronts["smpp"].address, "LIENTHONG_QUIET": "", "LIENTHONG_OBJECTS": str(objects(home))}  # fmt: skip
    return Plan(env=env, env_of=lambda service: wall_clock.environment(home, service), patience=PATIENCE,
                told_dsn=lambda dsn: _through(dsn, fronts["postgres"]), instances=dict.fromkeys(SERVICES, instances))  # fmt: skip


def _through(dsn: str, front: Cutting) -> str:
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{_port(front)}"))


def _port(front: Cutting) -> int:
    return int(front.address.rpartition(":")[2])


async def _published(desk: Desk, path: str) -> list[dict[str, Any]]:
    """A new stack's intake is ready for some moments before its own catalogue has come back to it (seen on a busy machine)."""
    while not (found := await desk.get("intake", path)):
        await asyncio.sleep(0.1)
    return list(found)


@contextlib.asynccontextmanager
async def _clients(stack: Stack, services: Services, fronts: Mapping[str, Cutting], seed: int) -> AsyncGenerator[Ground]:
    promises = Promises()
    # The prober is a citizen of its own: behind the load's queue of lives it would measure that queue.
    desk, apart = (Desk({name: services.url(name) for name in SERVICES}, services.issuer, most, patient=True, promised=promises.hear)
                   for most in (AT_ONCE, 8))  # fmt: skip
    try:
        procedures = await _published(desk, "/procedures")
        agencies = await _published(desk, "/agencies")
        simple, counters = next(p for p in procedures if p["id"] == SIMPLE[0]), desks_of(agencies)
        prober = Prober(apart, services.dsns["portal"], simple, random.Random(seed).choice(counters), seed)
        yield Ground(stack, services, fronts, desk, Citizens(desk, procedures, counters, seed), prober, promises)
    finally:
        await asyncio.gather(desk.aclose(), apart.aclose())
