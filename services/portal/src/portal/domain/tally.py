"""What moves add to the figures that boards and reports show: pure sums, each in its own order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import lienthong_contracts as c
from lienthong_calendar import day_of

from portal.domain.standing import APART, MISSED, OPEN, RESOLVED, Move, Standing, changes

EVERYBODY = ""  # the agency under which everything is counted together


class Stay(NamedTuple):
    """A dossier in one class from a day on; `until_on` is the day it went on."""

    dossier_id: UUID
    number: int
    klass: str
    desk: str
    procedure: str
    channel: str
    twice: bool
    since_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch adds: stays begun, the days on which earlier ones ended, and sums by their keys, none of them zero."""

    begun: list[Stay]
    ended: dict[tuple[UUID, int], date]
    daily: dict[tuple[str, date, str, str], int]
    standing: dict[tuple[str, str, str, str], int]
    flow: dict[tuple[date, str, str], int]


def added(moves: list[Move], events: Iterable[Any]) -> Added:
    """All of it; sums are sorted, or two transactions that add to the same ones would lock each other out."""
    begun, ended = _stays(moves)
    return Added(begun, ended, _sums(_daily(moves)), _sums(_standing(moves)), _sums(_flow(moves, events)))


def _sums(counted: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    sums: Counter[Any] = Counter()
    for key, n in counted:
        sums[key] += n
    return {key: sums[key] for key in sorted(sums) if sums[key]}


def _stays(moves: list[Move]) -> tuple[list[Stay], dict[tuple[UUID, int], date]]:
    begun: dict[tuple[UUID, int], Stay] = {}
    ended: dict[tuple[UUID, int], date] = {}
    for move in moves:
        if move.before is not None and move.before[:5] == move.after[:5]:
            continue
        before = (move.dossier_id, move.number - 1)
        if before in begun:
            begun[before] = begun[before]._replace(until_on=move.on)
        elif move.number > 1:
            ended[before] = move.on
        begun[move.dossier_id, move.number] = Stay(move.dossier_id, move.number, *move.after[:5], move.on)
    return list(begun.values()), ended


def _daily(moves: list[Move]) -> Iterator[tuple[Any, int]]:
    for move, where, n in changes(moves):
        for agency in (EVERYBODY, where.desk):
            yield (agency, move.on, where.channel, where.klass), n
            if move.before is None:
                yield (agency, move.on, where.channel, "received"), n
            if where.due_on is not None and where.klass != "stopped":
                yield (agency, where.due_on, where.channel, "due"), n
                if where.klass in MISSED:
                    yield (agency, where.due_on, where.channel, "missed"), n


def _standing(moves: list[Move]) -> Iterator[tuple[Any, int]]:
    for _, where, n in changes(moves):
        for agency, dimension, member in _members(where):
            yield (agency, dimension, member, where.klass), n


def _members(where: Standing) -> Iterator[tuple[str, str, str]]:
    for dimension, member in (("desk", where.desk), ("procedure", where.procedure), ("channel", where.channel)):
        yield EVERYBODY, dimension, member
        yield where.desk, dimension, member
    of_an_agency = [("holder", where.holder)] if where.klass in OPEN else []
    of_an_agency += [("blamed", where.blamed)] if where.blamed else []
    for dimension, member in of_an_agency:
        yield EVERYBODY, dimension, member
        yield member, dimension, member


def _flow(moves: list[Move], events: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    for event in events:
        if isinstance(event, c.DossierForwarded):
            yield (day_of(event.at), event.sender, event.receiver), 1
    for move in moves:
        if move.before is None:
            yield (move.on, f"~{move.after.channel}", move.after.desk), 1
        elif move.before.klass in OPEN and move.after.klass in RESOLVED + APART:
            yield (move.on, move.after.holder, f"={move.after.klass}"), 1
