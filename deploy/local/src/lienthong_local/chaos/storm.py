"""The faults of a run: drawn from a seed, each kind and victim in turn, one after another at random moments."""

import time
from collections.abc import Iterator, Sequence
from random import Random

from lienthong_local.chaos.faults import Fault, Kind
from lienthong_local.chaos.ground import Ground

PAUSE = (0.5, 5.0)  # seconds between a recovery and the next fault


class Storm:
    """Strikes until its time is over, or once each; every recovery is waited for, so that a fault is a single one."""

    def __init__(self, ground: Ground, kinds: Sequence[Kind], seed: int) -> None:
        self._ground, self._kinds, self._dice = ground, kinds, Random(f"storm {seed}")

    def drawn(self) -> Iterator[tuple[Kind, str]]:
        """Every kind once before any comes again, each with a victim that had its turn longest ago."""
        bags = dict[str, list[str]]()
        while True:
            for kind in self._dice.sample(self._kinds, len(self._kinds)):
                bag = bags.setdefault(kind.name, [])
                if not bag:
                    bag.extend(kind.victims(self._ground))
                    self._dice.shuffle(bag)
                yield kind, bag.pop()

    def pause(self) -> float:
        """How long the house may rest."""
        return self._dice.uniform(*PAUSE)

    async def strike(self, kind: Kind, victim: str) -> Fault:
        """One fault, and how long the house took to recover."""
        began = time.perf_counter()
        await kind.strike(self._ground, victim, self._dice)
        lasted = time.perf_counter() - began
        recovery = await self._ground.prober.recovered()
        return Fault(kind.name, victim, round(lasted, 2), recovery.seconds, recovery.parts)
