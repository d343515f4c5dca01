"""The verb `bench-desk`."""

import asyncio
import random
from typing import Annotated, Any

import httpx2
import typer

from lienthong_local.bench.desk.dossiers import Receptions as Published
from lienthong_local.bench.desk.inbox import Inbox
from lienthong_local.bench.desk.receptions import PROCEDURE, Receptions
from lienthong_local.bench.desk.upload import measure_upload
from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.people import submission
from lienthong_local.services import Services
from lienthong_local.stack import Stack

DESK = "H32.41"


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-desk")(bench_desk)


def bench_desk(
    as_json: Json = False,
    seconds: Annotated[int, typer.Option(min=3, help="How long the counters receive.")] = 20,
    dossiers: Annotated[int, typer.Option(min=1000, help="How many lie in the agency's inbox.")] = 100_000,
    report: ReportFile = None,
) -> None:
    """Measure the desk and the route: receptions a second, a page of a large inbox, a large upload in constant memory.

    Example: `lienthong bench-desk --report docs/reports/desk.json`
    """
    give(asyncio.run(_bench(seconds, dossiers)), as_json, report)


async def _bench(seconds: int, dossiers: int) -> dict[str, Any]:
    async with fresh_stack() as (stack, tell):
        assert stack.services is not None
        return {**await _desk(stack.services, seconds, tell), **await _route(stack, dossiers, tell), "machine": machine()}


async def _desk(services: Services, seconds: int, tell: Tell) -> dict[str, Any]:
    """One intake process beside Kafka and PostgreSQL; nobody listens."""
    await _only(services, "intake")
    tell("receptions", 0, 0)
    receptions = await Receptions(services.url("intake"), services.issuer, DESK).measure(services.dsns["intake"], seconds)
    async with httpx2.AsyncClient(base_url=services.url("intake"), trust_env=False) as client:
        procedure = next(p for p in (await client.get("/procedures")).json() if p["id"] == PROCEDURE)
    body = submission(0, procedure, DESK, random.Random(9)) | {"channel": "counter"}
    body = {name: value for name, value in body.items() if name not in ("desk", "officer")}
    pid = services.processes["intake-0"].pid
    assert pid is not None
    return {**receptions, **await measure_upload(services.url("intake"), services.issuer, DESK, body, pid)}


async def _route(stack: Stack, dossiers: int, tell: Tell) -> dict[str, Any]:
    """One routing process beside Kafka and PostgreSQL."""
    services = stack.services
    assert services is not None
    await _only(services, "routing")
    inbox = Inbox(services.url("routing"), services.issuer, Published(DESK), tell)
    return await inbox.measure(stack.infra.bootstrap_servers, "dossier.v1", services.dsns["routing"], dossiers)


async def _only(services: Services, name: str) -> None:
    for process in services.processes.values():
        if process.service != name:
            await process.kill(again=False)
    for process in services.of(name):
        await process.start()
        await process.ready()
