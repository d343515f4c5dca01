"""Faults of connections: cut once, refused for a while, made late, held back so that requests arrive and answers don't."""

import asyncio
from random import Random

from lienthong_local.chaos.ground import Ground

AWAY, LATE = (1.0, 6.0), (0.1, 0.5)  # seconds


async def cut(ground: Ground, victim: str, _dice: Random) -> None:
    """Reset every connection to it; what was on its way is lost."""
    ground.fronts[victim].cut()


async def refuse(ground: Ground, victim: str, dice: Random) -> None:
    """Nobody reaches it for some seconds."""
    front = ground.fronts[victim]
    await front.shut()
    await asyncio.sleep(dice.uniform(*AWAY))
    await front.heal()


async def hold(ground: Ground, victim: str, dice: Random) -> None:
    """Requests reach it and their answers stay away; then the connections are reset, so that nobody ever hears what was done."""
    front = ground.fronts[victim]
    front.hold()
    await asyncio.sleep(dice.uniform(*AWAY))
    front.cut()
    await front.heal()


async def delay(ground: Ground, victim: str, dice: Random) -> None:
    """Everything that passes is late by a tenth of a second to half a second, either way, for some seconds."""
    front = ground.fronts[victim]
    front.delay = dice.uniform(*LATE)
    await asyncio.sleep(dice.uniform(*AWAY))
    await front.heal()
