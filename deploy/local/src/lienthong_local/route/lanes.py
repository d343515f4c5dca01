"""Knows how to draw an order of legs as lanes that part and join."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lienthong_contracts import PlannedLeg

WIDTH = 3  # of a lane
DESK, HOME = "", "return"  # before the first leg and after the last; no leg has these names
Lane = str | None  # the leg that the lane leads to


@dataclass(frozen=True, slots=True)
class Step:
    """A leg (or the desk) in its lane: rows of lanes that join above it, its own row, and rows of lanes that part below it."""

    name: str
    join: str
    before: str
    node: str
    below: str
    part: str
    parallel: bool


def steps(legs: Iterable[PlannedLeg], mark: dict[str, str]) -> Iterator[Step]:
    """Every leg once, the left lane first; `mark` is the sign that stands for it, else ●."""
    waits = {leg.leg: set(leg.after) or {DESK} for leg in legs}
    waits[HOME] = waits.keys() - {other for after in waits.values() for other in after} or {DESK}
    lanes: list[Lane] = [DESK]
    done, name = set[str](), DESK
    while True:
        own = [n for n, lane in enumerate(lanes) if lane == name]
        join = _row(lanes, own, "┴", "╯") if len(own) > 1 else ""
        lanes = [None if n in own[1:] else lane for n, lane in enumerate(lanes)]
        busy = len([lane for lane in lanes if lane is not None])
        before, node = _bars(lanes), _bars(lanes, {own[0]: mark.get(name, "●")})
        done.add(name)
        following = [other for other in waits if name in waits[other]]
        below = _bars(lanes) if following else ""
        lanes, opened = _open(lanes, own[0], following)
        part = _row(lanes, opened, "┬", "╮") if len(opened) > 1 else ""
        yield Step(name, join, before, node, below, part, busy > 1)
        if name == HOME:
            return
        name = next(lane for lane in lanes if lane is not None and waits[lane] <= done)


def _open(lanes: list[Lane], own: int, following: list[str]) -> tuple[list[Lane], list[int]]:
    places = [own, *(n for n in range(own + 1, len(lanes)) if lanes[n] is None), *range(len(lanes), len(lanes) + len(following))]
    places = places[: len(following)]
    widened: list[Lane] = [*lanes, *[None] * (max([*places, len(lanes) - 1]) + 1 - len(lanes))]
    widened[own] = None
    for place, name in zip(places, following, strict=True):
        widened[place] = name
    return widened, places


def _bars(lanes: list[Lane], signs: dict[int, str] | None = None) -> str:
    return "".join((signs or {}).get(n, "│" if lane is not None else " ").ljust(WIDTH) for n, lane in enumerate(lanes))


def _row(lanes: list[Lane], own: list[int], middle: Literal["┴", "┬"], last: Literal["╯", "╮"]) -> str:
    signs = {n: "┼" if lanes[n] is not None else "─" for n in range(own[0], own[-1])} | dict.fromkeys(own, middle)
    signs |= {own[0]: "├", own[-1]: last}
    fill = {n: "─" for n in range(own[0], own[-1])}
    row = ((signs.get(n) or ("│" if lane is not None else " "), fill.get(n, " ")) for n, lane in enumerate(lanes))
    return "".join(sign + space * (WIDTH - 1) for sign, space in row)
