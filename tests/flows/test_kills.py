"""Whatever is killed, at any moment: every event has its effect once (issue 3)."""

import asyncio
import random

from house import House
from lienthong_local.verify.report import DOUBLED, MISSING


async def test_kills_of_every_process_lose_and_double_nothing(house: House) -> None:
    dice = random.Random(3)
    living = asyncio.create_task(house.live(60, pause=0.35))
    victims = [name for name in house.everything() for _ in range(2)]
    dice.shuffle(victims)
    for name in victims:
        await asyncio.sleep(dice.uniform(0.2, 1.2))
        await _kill(house, name)
    await asyncio.wait_for(living, 180)
    await asyncio.gather(*(process.ready() for process in house.services.processes.values()))
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert report.dossiers == 60
    assert not (MISSING | DOUBLED) & set(report.kinds)


async def _kill(house: House, name: str) -> None:
    victim = house.everything()[name]
    await victim.kill()
    if name in ("kafka", "postgres"):
        await victim.start()


async def test_instances_that_join_and_die_lose_and_double_nothing(house: House) -> None:
    living = asyncio.create_task(house.live(40, pause=0.3, seed=2))
    second = await house.services.add("routing")
    third = await house.services.add("routing")
    monitor = await house.services.add("sla-monitor")
    await second.kill()
    await house.services.remove(third.name)
    ledger = await house.services.add("portal")
    await asyncio.wait_for(living, 180)
    for process in (second, monitor, ledger):
        await process.ready()
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert report.dossiers == 100
