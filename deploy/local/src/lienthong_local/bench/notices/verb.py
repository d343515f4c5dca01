"""The verb `bench-notices`."""

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any

import typer

from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine
from lienthong_local.bench.notices.channels import measure_channels
from lienthong_local.bench.notices.drain import measure_drain
from lienthong_local.bench.notices.ground import Ground
from lienthong_local.bench.notices.kills import measure_kills
from lienthong_local.bench.notices.latency import measure_latency
from lienthong_local.bench.notices.neighbours import neighbours
from lienthong_local.bench.notices.outage import measure_outage
from lienthong_local.bench.notices.providers import providers

Seed = Annotated[int, typer.Option(help="Draws the citizens and the moments of the kills.")]


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-notices")(bench_notices)


def bench_notices(
    as_json: Json = False,
    seconds: Annotated[int, typer.Option(min=0, help="How long the steady load lasts; 0: not measured, as with all of these.")] = 60,
    queued: Annotated[int, typer.Option(min=0, help="How many messages wait while the providers are away.")] = 100_000,
    outage: Annotated[int, typer.Option(min=0, help="Seconds for which SMS centre and mail server are dead.")] = 60,
    kills: Annotated[int, typer.Option(min=0, help="How often the notifier is killed, with each set of providers.")] = 5,
    seed: Seed = 23,
    report: ReportFile = None,
) -> None:
    """Measure how citizens are told: how soon, how many a second, and what is lost or doubled when providers or the notifier die.

    Example: `lienthong bench-notices --report docs/reports/notices.json`
    """
    give(asyncio.run(_bench(seconds, queued, outage, kills, seed)), as_json, report)


async def _bench(seconds: int, queued: int, outage: int, kills: int, seed: int) -> dict[str, Any]:
    async with providers() as found, fresh_stack(found.env) as (stack, tell):
        ground, figures = Ground(stack, found, seed, tell), dict[str, Any]()
        try:
            if seconds:
                figures["latency"] = await _beside(measure_latency(ground, seconds))
            await ground.only("intake", "notifier")
            if kills:
                figures["kills"] = await _beside(measure_kills(ground, kills))
            if outage:
                figures["outage"] = await _beside(measure_outage(ground, outage))
            if queued:
                figures["drain"] = await _beside(measure_drain(ground, queued, apart=True))
                figures["drain_together"] = await _beside(measure_drain(ground, queued // 5, apart=False))
                figures["channels_alone"] = await _beside(measure_channels(ground))
        finally:
            await ground.citizens.aclose()
        return {**figures, "seed": seed, "machine": machine()}


async def _beside(measuring: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    async with neighbours() as others:
        figures = await measuring
    return {**figures, "cores_taken_by_others": others.cores}
