"""The control run: load without faults must come out clean, and then everything planted must be found."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from lienthong_local.chaos.check import PATIENCE, check, rest
from lienthong_local.chaos.control import plant
from lienthong_local.chaos.ground import Ground
from lienthong_local.chaos.load import Load
from lienthong_local.chaos.outcome import Outcome
from lienthong_local.chaos.show import list_findings
from lienthong_local.kafka_jars import Tell

LEAST = 6  # lives: as many as there are dossiers to plant something on


@dataclass(frozen=True, slots=True)
class Controlled:
    """What the checker said before anything was planted, and which of the planted it found."""

    clean: Outcome
    found: dict[str, bool]

    @property
    def good(self) -> bool:
        """It saw nothing where nothing was, and everything that was there."""
        return self.clean.good and all(self.found.values())

    def facts(self) -> dict[str, Any]:
        """The figures, for programs."""
        return {"clean": self.clean.good, "planted": len(self.found), "found": sum(self.found.values()), "by_plant": self.found,
                "without_plants": self.clean.facts()}  # fmt: skip


async def controlled(ground: Ground, seconds: float, rate: float, say: Callable[[str], None], tell: Tell) -> Controlled:
    """All of it on a stack at work."""
    load = Load(ground.lives, rate)
    loading = asyncio.create_task(load.run())
    await asyncio.sleep(max(seconds, LEAST / rate))
    load.stop()
    await loading
    unfinished = await load.settle(PATIENCE)
    await rest(ground, tell)
    clean = await check(ground)
    clean.unfinished, clean.refused = unfinished, load.refused
    say(f"không sự cố: mất {clean.lost}, trùng {clean.doubled}; giờ cài sẵn lỗi")
    planted = await plant(ground)
    await rest(ground, tell)
    after = await check(ground)
    return Controlled(clean, {one.words: one.found(after) for one in planted})


def show(outcome: Controlled, console: Console) -> None:
    """For people."""
    clean = outcome.clean
    console.print(f"Không sự cố: {clean.report.events} sự kiện, {clean.promised} lời hứa, mất {clean.lost}, trùng {clean.doubled}")
    list_findings(clean, console)
    table = Table("lỗi cài sẵn", "bộ đối chiếu", box=None, pad_edge=False)
    for words, found in outcome.found.items():
        table.add_row(words, "[green]tìm ra[/]" if found else "[red]KHÔNG thấy[/]")
    console.print(table)
