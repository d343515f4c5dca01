"""What follows from the states of a service's rows, made of them once more and put right while the service works on."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from lienthong_runtime.database import trial
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


async def derive(
    pool: asyncpg.Pool, what: Derived, put_off: datetime, keep: bool = True, tell: Tell = lambda _done, _all: None
) -> dict[str, int]:
    """By table, of how many dossiers something else stood there than follows; with `keep` it is put right. Readers never wait.

    A row may wait for time up to `put_off` though its state says earlier: time couldn't act on it, and comes back.
    """
    name, rows, wrong, done, after = what.table.name, Rows(what.table), Counter[str](), 0, UUID(int=0)
    count = await pool.fetchval(f"select count(*) from {name}")
    while page := await pool.fetch(f"select dossier_id from {name} where dossier_id > $1 order by 1 limit {PAGE}", after):
        async with pool.acquire() as connection, trial(connection, keep):
            held = await rows.load(connection, [row["dossier_id"] for row in page])
            wrong[name] += await rows.mend(connection, held.values(), put_off)
            wrong.update(await _mend_beside(connection, what, held))
        after, done = page[-1]["dossier_id"], done + len(page)
        tell(done, count)
    async with pool.acquire() as connection, trial(connection, keep):
        wrong.update(await _drop_strays(connection, what))
    return {name: wrong[name] for name in (name, *what.beside)}


async def _mend_beside(connection: Connection, what: Derived, held: Mapping[UUID, Row[Any]]) -> dict[str, int]:
    """Written once more into tables that hide the real ones for a moment; into the real ones only where it makes a difference."""
    if what.side is None:
        return {}
    there = await _lines(connection, what, held)
    async with trial(connection, keep=False):
        for name in what.beside:  # a temporary table is found before a real one of the same name
            await connection.execute(f"create temporary table {name} (like {name} including defaults)")
        await what.side(connection, _saved(held, held))
        follows = await _lines(connection, what, held)
    differing = {name: {key for key in held if there[name].get(key) != follows[name].get(key)} for name in what.beside}
    if wrong := set[UUID]().union(*differing.values()):
        await what.side(connection, _saved(held, wrong))
    return {name: len(found) for name, found in differing.items()}


async def _lines(connection: Connection, what: Derived, held: Collection[UUID]) -> dict[str, dict[UUID, list[str]]]:
    found = {}
    for name in what.beside:
        lines = f"select dossier_id, array_agg(t::text order by t::text) as lines from {name} t where dossier_id = any($1) group by 1"
        found[name] = {UUID(bytes=r["dossier_id"].bytes): r["lines"] for r in await connection.fetch(lines, list(held))}
    return found


async def _drop_strays(connection: Connection, what: Derived) -> dict[str, int]:
    """Lines of dossiers of which there is no row at all."""
    found = {}
    for name in what.beside:
        stray = f"not exists (select from {what.table.name} t where t.dossier_id = b.dossier_id)"
        gone = f"delete from {name} b where {stray} returning dossier_id"
        found[name] = len({row["dossier_id"] for row in await connection.fetch(gone)})
    return found


def _saved(held: Mapping[UUID, Row[Any]], changed: Collection[UUID]) -> Outcome:
    """As when these rows were last saved, which counted their versions up."""
    return Outcome({key: replace(held[key], version=held[key].version - 1) for key in changed}, set(changed))
