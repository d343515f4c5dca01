"""Draws what will happen to each dossier of a locality's period, from a seed: when it comes, how it ends, what comes between."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lienthong_local.year.announced import LINKED, Procedure
from lienthong_local.year.locality import Locality

type End = Literal["early", "on_day", "late", "open"]
type Twist = Literal["", "supplement", "consultation", "refused", "sent_back", "apologised"]
AT_ONCE = 0.95  # of those that end on their day, as far as the online ones leave room: what takes days rarely ends on the very last
SLACK = 12  # working days between the latest due day and the period's end: what a supplement or an apology may add
SHARES: tuple[tuple[Twist, float], ...] = (("supplement", 0.02), ("consultation", 0.03), ("refused", 0.015), ("sent_back", 0.015))


@dataclass(frozen=True, slots=True)
class Lot:
    """A dossier's fate. `day` counts the period's working days from 0; `part` says how early within its time, or how late after it."""

    number: int
    procedure: Procedure
    desk: str
    day: int
    afternoon: bool
    channel: str
    end: End
    twist: Twist = ""
    part: float = 0.5
    saturday: bool = False

    @property
    def at_once(self) -> bool:
        """Whether the citizen waits at the counter for the result."""
        return self.procedure.kind.name == "at_once"


def lots(locality: Locality, announced: list[Procedure], desks: dict[str, list[str]], days: list[date], seed: int) -> list[Lot]:
    """Every dossier of the period in the order of its coming; `desks` by level, `days` the period's working days."""
    drawer = _Drawer(locality, announced, desks, len(days), random.Random(seed))
    return sorted(drawer.lots(), key=lambda lot: (lot.day, lot.afternoon, lot.number))


class _Drawer:
    def __init__(self, locality: Locality, announced: list[Procedure], desks: dict[str, list[str]], days: int, dice: random.Random) -> None:
        self._locality, self._desks, self._days, self._dice = locality, desks, days, dice
        self._of: dict[tuple[str, str], list[Procedure]] = {}
        for one in announced:
            if not one.paperless and one.kind is not LINKED:
                self._of.setdefault((one.level, one.kind.name), []).append(one)
        self._special = [one for one in announced if one.paperless or one.kind is LINKED]

    def lots(self) -> Iterator[Lot]:
        drawn = [self._lot(number, level, end) for number, (level, end) in enumerate(self._pairs())]
        drawn = self._visited(self._special_ones(drawn))
        yield from self._saturdays(self._online(drawn))

    def _pairs(self) -> Iterable[tuple[str, End]]:
        """A level and an end for each; both are drawn, so that neither hangs on the other."""
        levels = [level for level, count in self._locality.received.items() for _ in range(count)]
        ends: list[End] = []
        for end in ("early", "on_day", "late", "open"):
            ends += [end] * getattr(self._locality, end)
        self._dice.shuffle(levels)
        self._dice.shuffle(ends)
        return zip(levels, ends, strict=True)

    def _lot(self, number: int, level: str, end: End) -> Lot:
        procedure = self._dice.choice(self._of[level, self._kind(end)])
        return self._placed(Lot(number, procedure, self._dice.choice(self._desks[level]), 0, self._dice.random() < 0.4, "counter", end))

    def _placed(self, lot: Lot) -> Lot:
        """On a day from which its end can be reached within the period, with its twist."""
        term = lot.procedure.kind.days
        first, last = (max(0, self._days - term + 2), self._days - 1) if lot.end == "open" else (0, self._days - 2 - term - SLACK)
        if lot.at_once:
            last = self._days - 1
        if lot.procedure.kind.name in ("long", "longest") and lot.end == "open":
            first = max(0, self._days - term + 8)  # a day of rest among the last ones must not bring the date into the period
        return replace(lot, day=self._dice.randint(first, max(first, last)), twist=self._twist(lot), part=self._dice.random())

    def _kind(self, end: End) -> str:
        if end == "on_day":
            return "at_once" if self._dice.random() < self._at_once else self._dice.choice(("short", "short", "usual", "two"))
        kinds = {"early": ("usual", "usual", "two", "long"), "late": ("short", "usual", "two"), "open": ("long", "longest", "longest")}
        return self._dice.choice(kinds[end])

    @property
    def _at_once(self) -> float:
        room = self._locality.dossiers - self._locality.online - sum(self._locality.paperless.values())
        return max(0.0, min(AT_ONCE, 0.95 * room / max(1, self._locality.on_day)))

    def _twist(self, lot: Lot) -> Twist:
        if lot.at_once:
            return ""
        if lot.end == "late":
            return "apologised" if self._dice.random() < 0.4 else ""
        fate = self._dice.random()
        for twist, share in SHARES:
            if (fate := fate - share) < 0:
                return "" if twist == "supplement" and lot.end == "open" else twist
        return ""

    def _special_ones(self, drawn: list[Lot]) -> list[Lot]:
        """The paperless and linked procedures take just so many dossiers of their level, of those that end in time."""
        for procedure in self._special:
            count = self._locality.linked if procedure.kind is LINKED else self._locality.paperless[procedure.level]  # type: ignore[index]
            of_level = [lot for lot in drawn if lot.procedure.level == procedure.level and lot.procedure not in self._special]
            fit = [lot for lot in of_level if lot.end == "early"]
            for lot in self._dice.sample(fit, count):
                drawn[lot.number] = self._placed(replace(lot, procedure=procedure, twist=""))
        return drawn

    def _visited(self, drawn: list[Lot]) -> list[Lot]:
        """Where every desk receives, each of them has one of the first dossiers of its level."""
        if not self._locality.every_desk:
            return drawn
        for level, desks in self._desks.items():
            of_level = [lot for lot in drawn if lot.procedure.level == level]
            for lot, desk in zip(of_level, desks, strict=False):
                drawn[lot.number] = replace(lot, desk=desk)
        return drawn

    def _online(self, drawn: list[Lot]) -> list[Lot]:
        """So many come online, for procedures that are taken so; those for a paperless one all do."""
        paperless = [lot for lot in drawn if lot.procedure.paperless]
        able = [lot for lot in drawn if lot.procedure not in self._special and self._taken_online(lot.procedure)]
        for lot in paperless:
            drawn[lot.number] = replace(lot, channel="online")
        for lot in self._dice.sample(able, self._locality.online - len(paperless)):
            drawn[lot.number] = replace(lot, channel="online", procedure=self._dice.choice(self._taken_online(lot.procedure)))
        return drawn

    def _taken_online(self, like: Procedure) -> list[Procedure]:
        return [one for one in self._of[like.level, like.kind.name] if one.online]

    def _saturdays(self, drawn: list[Lot]) -> list[Lot]:
        """So many of those at the counter come on the Saturday morning after the day before."""
        able = [lot for lot in drawn if lot.channel == "counter" and lot.end in ("early", "on_day") and not lot.at_once and not lot.twist]
        for lot in self._dice.sample(able, self._locality.saturdays):
            drawn[lot.number] = replace(lot, saturday=True, afternoon=False)
        return drawn
