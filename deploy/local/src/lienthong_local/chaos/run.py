"""A run: load, faults while it goes on, rest, and the comparison."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from lienthong_local.chaos.check import PATIENCE, check, rest
from lienthong_local.chaos.faults import KINDS, Fault, Kind, impossible
from lienthong_local.chaos.ground import Ground
from lienthong_local.chaos.load import Load
from lienthong_local.chaos.outcome import Outcome
from lienthong_local.chaos.storm import Storm
from lienthong_local.kafka_jars import Tell

WARM = 3.0  # seconds of load before the first fault
type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How long, how hard, and which faults; with `rounds`, so many of them however long they take."""

    seconds: float
    seed: int
    rate: float
    at_limit: bool = False
    kinds: tuple[Kind, ...] = KINDS
    most: int | None = None


async def run(ground: Ground, wish: Wish, say: Say, tell: Tell) -> Outcome:
    """All of it on a stack at work."""
    load = Load(ground.lives, wish.rate, wish.at_limit)
    loading = asyncio.create_task(load.run())
    try:
        faults = await _struck(ground, wish, say)
        load.stop()
        await loading
        say("hết sự cố: chờ mọi việc đang dở xong rồi đối chiếu")
        unfinished = await load.settle(PATIENCE) + await ground.prober.ended(PATIENCE)
    finally:
        await load.give_up()
    await rest(ground, tell)
    outcome = await check(ground)
    outcome.faults, outcome.unfinished, outcome.refused = faults, unfinished, load.refused
    outcome.skipped = impossible(ground)
    return outcome


async def _struck(ground: Ground, wish: Wish, say: Say) -> list[Fault]:
    kinds = [kind for kind in wish.kinds if kind.name not in impossible(ground)]
    storm, faults, ends = Storm(ground, kinds, wish.seed), list[Fault](), time.perf_counter() + wish.seconds
    await asyncio.sleep(min(WARM, wish.seconds))
    for kind, victim in storm.drawn():
        await asyncio.sleep(max(0.0, min(storm.pause(), ends - time.perf_counter())))
        if time.perf_counter() >= ends or len(faults) == wish.most:
            return faults
        faults.append(await storm.strike(kind, victim))
        say(_line(len(faults), kind, faults[-1], ends - time.perf_counter()))
    return faults


def _line(number: int, kind: Kind, fault: Fault, left: float) -> str:
    after = f"hồi phục sau {fault.recovery:.1f} s" if fault.recovery is not None else "CHƯA hồi phục sau hai phút"
    minutes, seconds = divmod(max(0, round(left)), 60)
    return f"[còn {minutes:02}:{seconds:02}] {number:3}. {kind.words}, {fault.victim}: {after}"
