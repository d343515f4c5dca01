"""Faults of processes: a SIGKILL out of nowhere, a SIGSTOP past the session's timeout, and everything at once."""

import asyncio
import contextlib
from random import Random

import psutil

from lienthong_local.chaos.ground import Ground

# Longer than a consumer's session (10 s), a broker's (3 s), and than anybody waits for PostgreSQL or a provider without noticing.
FROZEN = {"kafka": (4.0, 8.0), "postgres": (4.0, 8.0), "sinks": (4.0, 8.0)}
PAST_SESSION = (11.0, 14.0)


async def kill(ground: Ground, victim: str, _dice: Random) -> None:
    """SIGKILL by a stranger's hand: whoever keeps it only sees that it has ended."""
    for process in _family(ground, victim):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


async def freeze(ground: Ground, victim: str, dice: Random) -> None:
    """SIGSTOP it, and SIGCONT after its session has run out."""
    family = _family(ground, victim)
    try:
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
        await asyncio.sleep(dice.uniform(*FROZEN.get(victim, PAST_SESSION)))
    finally:
        for process in reversed(family):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()


async def kill_all(ground: Ground, _victim: str, dice: Random) -> None:
    """A power cut: everything dies at the same moment, in any order."""
    victims = list(ground.children())
    dice.shuffle(victims)
    for victim in victims:
        await kill(ground, victim, dice)


def _family(ground: Ground, victim: str) -> list[psutil.Process]:
    child = ground.children()[victim]
    if not child.running or child.pid is None:
        return []
    try:
        first = psutil.Process(child.pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
