"""Outages lose nothing, spin nothing and are seen (issue 3, runtime)."""

import asyncio
import time

import uuid_utils.compat as uuids
from awaiting import until
from toy import Toy


async def test_a_stopped_database_delays_and_loses_nothing(toy: Toy, infra) -> None:  # type: ignore[no-untyped-def]
    before, during = uuids.uuid7(), [uuids.uuid7() for _ in range(30)]
    await toy.send(before, "an")
    await until(lambda: _is(toy, before, ("an",)))
    failed = _failed(toy)
    await infra.postgres.stop()
    began = time.monotonic()
    try:
        for dossier in during:
            await toy.send(dossier, "an", "binh")
        health = await until(lambda: _unready(toy))
        await asyncio.wait_for(_failures(toy, failed + 50), 90)  # half a second and more each: about 30 s
    finally:
        elapsed = time.monotonic() - began
        tries = _failed(toy) - failed
        await infra.postgres.start()
    assert health["failing"] and not health["ready"]
    assert tries <= 2 * elapsed + 1, "a batch that fails is tried at most twice a second"
    for dossier in during:
        await until(lambda d=dossier: _is(toy, d, ("an", "binh")))
    await until(lambda: _ready(toy))
    assert await toy.dead() == [], "an outage sets nothing aside"


async def test_a_killed_database_gives_every_event_its_effect_once(toy: Toy, infra) -> None:  # type: ignore[no-untyped-def]
    dossiers = [uuids.uuid7() for _ in range(40)]
    for number, dossier in enumerate(dossiers):
        await toy.send(dossier, "an", "binh", "chau")
        if number == 20:
            await infra.postgres.kill()
            await infra.postgres.start()
    for dossier in dossiers:
        await until(lambda d=dossier: _is(toy, d, ("an", "binh", "chau")))


async def test_a_killed_kafka_gives_every_event_its_effect_once(toy: Toy, infra) -> None:  # type: ignore[no-untyped-def]
    dossiers = [uuids.uuid7() for _ in range(20)]
    for dossier in dossiers[:10]:
        await toy.send(dossier, "an", "binh")
    await infra.kafka.kill()
    await infra.kafka.start()
    for dossier in dossiers[10:]:
        await toy.send(dossier, "an", "binh")
    for dossier in dossiers:
        await until(lambda d=dossier: _is(toy, d, ("an", "binh")), patience=60)
    await until(lambda: _sent(toy), patience=60)


async def _is(toy: Toy, dossier, officers) -> bool:  # type: ignore[no-untyped-def]
    try:
        return await toy.officers(dossier) == officers
    except OSError:
        return False


async def _sent(toy: Toy) -> bool:
    return await toy.outbox() == 0


async def _unready(toy: Toy) -> dict | None:  # type: ignore[type-arg]
    health = await toy.running.health()
    return health if not health["ready"] and health["failing"] else None


async def _ready(toy: Toy) -> bool:
    return (await toy.running.health())["ready"]


def _failed(toy: Toy) -> float:
    return toy.running.metrics.registry.get_sample_value("batches_total", {"result": "failed"}) or 0.0


async def _failures(toy: Toy, count: float) -> None:
    while _failed(toy) < count:
        await asyncio.sleep(0.05)
