"""What follows from the states of a service's rows, made of them once more and put right while the service works on."""

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from lienthong_runtime.decision import Row
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.states import Connection, Rows, StateTable
from lienthong_runtime.transact import Side

PAGE = 500  # rows locked at a time
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Derived:
    """The columns beside the states of `table`, and the `beside` tables that `side` writes of a row's state alone, by dossier_id."""

    table: StateTable[Any]
    side: Side | None = None
    beside: tuple[str, ...] = ()


class _OnlyCompared(Exception):
    """What was put right is to be as it was."""


async def derive(
    pool: asyncpg.Pool, what: Derived, now: datetime, keep: bool = True, tell: Tell = lambda _done, _all: None
) -> dict[str, int]:
    """By table, of how many dossiers something else stood there than follows; with `keep` it is put right. Readers never wait."""
    rows, wrong, done, after = Rows(what.table), Counter[str](), 0, UUID(int=0)
    count = await pool.fetchval(f"select count(*) from {what.table.name}")
    while page := await pool.fetch(f"select dossier_id from {what.table.name} where dossier_id > $1 order by 1 limit {PAGE}", after):
        async with pool.acquire() as connection:
            with contextlib.suppress(_OnlyCompared):
                async with connection.transaction():
                    held = await rows.load(connection, [row["dossier_id"] for row in page])
                    wrong[what.table.name] += await rows.mend(connection, held.values(), now)
                    wrong.update(await _mend_beside(connection, what, held))
                    if not keep:
                        raise _OnlyCompared
        after, done = page[-1]["dossier_id"], done + len(page)
        tell(done, count)
    return {name: wrong[name] for name in (what.table.name, *what.beside)}


async def _mend_beside(connection: Connection, what: Derived, held: Mapping[UUID, Row[Any]]) -> dict[str, int]:
    """Written anew for all, compared, and kept for those only where it makes a difference: rows that are right aren't touched."""
    if what.side is None:
        return {}
    before = await _written(connection, what, held)
    with contextlib.suppress(_OnlyCompared):
        async with connection.transaction():
            await what.side(connection, _saved(held, held))
            after = await _written(connection, what, held)
            raise _OnlyCompared
    differing = {name: {key for key in held if before[name].get(key) != after[name].get(key)} for name in what.beside}
    if wrong := set().union(*differing.values()):
        await what.side(connection, _saved(held, wrong))
    return {name: len(found) for name, found in differing.items()}


async def _written(connection: Connection, what: Derived, held: Collection[UUID]) -> dict[str, dict[UUID, list[str]]]:
    found = {}
    for name in what.beside:
        lines = f"select dossier_id, array_agg(t::text order by t::text) as lines from {name} t where dossier_id = any($1) group by 1"
        found[name] = {UUID(bytes=r["dossier_id"].bytes): r["lines"] for r in await connection.fetch(lines, list(held))}
    return found


def _saved(held: Mapping[UUID, Row[Any]], changed: Collection[UUID]) -> Outcome:
    """As when these rows were last saved, which counted their versions up."""
    return Outcome({key: replace(held[key], version=held[key].version - 1) for key in changed}, set(changed))
