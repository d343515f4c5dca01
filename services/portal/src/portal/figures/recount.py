"""The figures once more, from the ledger alone: equal to what was kept as events came, to the last digit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from lienthong_contracts import KINDS

from portal import store as ledger_store
from portal.decisions import placed
from portal.domain.record import Record
from portal.domain.standing import Move
from portal.domain.tally import Stay, added
from portal.figures import store


class Difference(NamedTuple):
    """A figure that isn't what the ledger tells: its table, its key, what is kept and what was counted again."""

    table: str
    key: str
    kept: Any
    recounted: Any


@dataclass(slots=True)
class Recount:
    """What was counted again, and every difference."""

    entries: int = 0
    dossiers: int = 0
    figures: int = 0
    found: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class _Sums:
    stays: set[Stay] = field(default_factory=set)
    sums: dict[str, Counter[Any]] = field(default_factory=lambda: {"daily": Counter(), "standing": Counter(), "flow": Counter()})

    def take_in(self, moves: list[Move], events: list[Any]) -> None:
        """One dossier's whole life."""
        new = added(moves, events)
        self.stays.update(new.begun)
        for name, total in self.sums.items():
            for key, n in getattr(new, name).items():
                total[key] += n


async def recount(connection: Any) -> Recount:
    """Read the ledger from its first entry and hold its figures against the kept ones, at one moment of the database."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await compare(connection)


async def compare(connection: Any) -> Recount:
    """The same as the connection's own transaction sees it."""
    report, counted = Recount(), _Sums()
    await _fold(connection, report, counted)
    stays, kept = await store.kept(connection)
    told, again = await ledger_store.read_figures(connection, date.min, date.max), await ledger_store.recount_figures(connection)
    report.figures = len(stays) + sum(map(len, kept.values())) + len(told)
    report.found += _differences("stay", _by_key(stays), _by_key(counted.stays))
    for name, sums in kept.items():
        report.found += _differences(name, sums, {key: n for key, n in counted.sums[name].items() if n})
    report.found += _differences("delivery", told, again)
    return report


async def _fold(connection: Any, report: Recount, counted: _Sums) -> None:
    dossier_id, record, moves, events = None, Record(), list[Move](), list[Any]()
    async for entry in store.ledger(connection):
        report.entries += 1
        if entry["dossier_id"] != dossier_id:
            counted.take_in(moves, events)
            dossier_id, record, moves, events = entry["dossier_id"], Record(), [], []
            report.dossiers += 1
        if entry["kind"] in KINDS:
            event: Any = KINDS[entry["kind"]].from_json(entry["body"])
            record, moved = placed(record, event)
            moves += moved
            events.append(event)
    counted.take_in(moves, events)


def _by_key(stays: set[Stay]) -> dict[Any, Stay]:
    return {(str(stay.dossier_id), stay.number): stay for stay in stays}


def _differences(table: str, kept: Mapping[Any, Any], recounted: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in sorted(kept.keys() | recounted.keys(), key=str):
        if kept.get(key) != recounted.get(key):
            yield Difference(table, " ".join(str(part) for part in key), kept.get(key), recounted.get(key))


def law_broken(stays: set[Stay]) -> list[str]:
    """Dossiers whose stays overlap or leave a gap: at a day's end each is in exactly one class."""
    of: dict[Any, list[Stay]] = {}
    for stay in sorted(stays, key=lambda s: (str(s.dossier_id), s.number)):
        of.setdefault(stay.dossier_id, []).append(stay)
    return [str(d) for d, line in of.items() if line[-1].until_on is not None or any(a.until_on != b.since_on for a, b in pairwise(line))]
