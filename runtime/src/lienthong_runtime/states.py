"""Rows of dossiers in bulk: one load with locks in the order of their ids, one guarded save, whatever the batch's size."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from lienthong_runtime.decision import Row, Seen

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


class Overtaken(Exception):
    """Another transaction saved one of these rows first: roll back and read again."""


_SEEN = msgspec.json.Decoder(dict[str, Seen])
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class StateTable[State]:
    """A service's table of dossiers. Its statements stand in the service's store.

    `load` selects dossier_id, version, issued, seen, state by `= any($1)`, ordered and locked; `due` selects the same
    for rows to be woken by $1, at most $2, skipping locked ones; `save` takes $1 ids, $2 versions, $3 issued, $4 seen,
    $5 states, $6 wakes_at and then one array per further column, and returns the ids it saved.
    """

    state_type: type[State]
    load: str
    due: str
    next_wake: str
    save: str
    wakes_at: Callable[[State], datetime | None]
    columns: Callable[[State | None], Sequence[Any]] = lambda _state: ()

    def decoder(self) -> msgspec.json.Decoder[State]:
        """Reads a state from its stored JSON."""
        return msgspec.json.Decoder(self.state_type)


class Rows[State]:
    """Loads and saves the rows of one table."""

    def __init__(self, table: StateTable[State]) -> None:
        self.table = table
        self._decode = table.decoder().decode

    async def load(self, connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Row[State]]:
        """The rows that exist among these, locked in the order of their ids (unordered locks deadlock)."""
        return self._read(await connection.fetch(self.table.load, sorted(ids)))

    async def load_due(self, connection: Connection, now: datetime, most: int) -> dict[UUID, Row[State]]:
        """Rows whose time has come, locked; those that somebody else holds are left for the next round."""
        return self._read(await connection.fetch(self.table.due, now, most))

    def _read(self, records: list[asyncpg.Record]) -> dict[UUID, Row[State]]:
        return {
            UUID(bytes=r["dossier_id"].bytes): Row(
                UUID(bytes=r["dossier_id"].bytes), r["version"], r["issued"], _SEEN.decode(r["seen"]),
                None if r["state"] is None else self._decode(r["state"]))
            for r in records
        }  # fmt: skip

    async def save(self, connection: Connection, rows: Iterable[Row[State]]) -> None:
        """Write the rows. Raises Overtaken when a row that was loaded, or was absent, has changed since."""
        ordered = sorted(rows, key=lambda row: row.dossier_id)
        if not ordered:
            return
        saved = await connection.fetch(self.table.save, *self._arrays(ordered))
        if len(saved) != len(ordered):
            raise Overtaken(f"{len(ordered) - len(saved)} of {len(ordered)} rows")

    def _arrays(self, rows: list[Row[State]]) -> list[list[Any]]:
        wakes = [self.table.wakes_at(row.state) if row.state is not None else None for row in rows]
        extra = zip(*(self.table.columns(row.state) for row in rows), strict=True)
        return [
            [row.dossier_id for row in rows],
            [row.version + 1 for row in rows],
            [row.issued for row in rows],
            [_ENCODER.encode(row.seen).decode() for row in rows],
            [None if row.state is None else _ENCODER.encode(row.state).decode() for row in rows],
            wakes,
            *map(list, extra),
        ]
