"""Rows of dossiers in bulk: one load with locks in the order of their ids, one guarded save, whatever the batch's size."""

from collections.abc import Callable, Iterable
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
class Column[State]:
    """A column beside the state, so that the database can search by it. `expression` turns its text into the column."""

    name: str
    pg_type: str
    value: Callable[[State | None], Any]
    expression: str = "{}"


@dataclass(frozen=True, slots=True)
class StateTable[State]:
    """A service's table of dossiers: dossier_id, version, issued, seen, state, wakes_at and its own columns.

    `wakes_at` says when time must act on a state next; None when never. `due_order` is in which order due rows are claimed.
    """

    name: str
    state_type: type[State]
    wakes_at: Callable[[State], datetime | None] = lambda _state: None
    columns: tuple[Column[State], ...] = ()
    due_order: str = "wakes_at"

    @property
    def load(self) -> str:
        """Rows by their ids, locked in their order; unordered locks deadlock (delivery_cost.md §6)."""
        return f"{self._select} where dossier_id = any($1) order by dossier_id for update"

    @property
    def lock(self) -> str:
        """The same locks, and nothing read."""
        return f"select from {self.name} where dossier_id = any($1) order by dossier_id for update"

    @property
    def look(self) -> str:
        """One row, without a lock."""
        return f"{self._select} where dossier_id = $1"

    @property
    def look_at(self) -> str:
        """Rows by their ids, without locks."""
        return f"{self._select} where dossier_id = any($1) order by dossier_id"

    @property
    def due(self) -> str:
        """Rows to be woken by $1, at most $2; those that a batch holds are skipped until the next round."""
        return f"{self._select} where wakes_at <= $1 order by {self.due_order} limit $2 for update skip locked"

    @property
    def _select(self) -> str:
        return f"select dossier_id, version, issued, seen, state from {self.name}"

    @property
    def save(self) -> str:
        """A guarded upsert: a lock doesn't hold a row that isn't there yet, the version does."""
        fixed = ("uuid", "int", "int", "jsonb", "jsonb", "timestamptz")
        types = [*fixed, *(column.pg_type for column in self.columns)]
        own = [column.name for column in self.columns]
        names = ["dossier_id", "version", "issued", "seen", "state", "wakes_at", *own]
        arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(types, 1))
        values = ", ".join([f"u.{n}" for n in names[:6]] + [c.expression.format(f"u.{c.name}") for c in self.columns])
        updates = ", ".join(f"{n} = excluded.{n}" for n in names[1:])
        return (
            f"insert into {self.name} as t ({', '.join(names)}) "
            f"select {values} from unnest({arrays}) as u({', '.join(names)}) "
            f"on conflict (dossier_id) do update set {updates} where t.version = excluded.version - 1 returning t.dossier_id"
        )

    @property
    def mend(self) -> str:
        """Columns that aren't what follows from the state are put right; $1 are the rows, the last parameter the end of what is put off.

        A row that time couldn't act on is woken later than its state says, up to there: that is as it should be.
        """
        types = ["uuid", "timestamptz", *(column.pg_type for column in self.columns)]
        names = ["wakes_at", *(column.name for column in self.columns)]
        arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(types, 1))
        postponed = f"t.wakes_at > u.wakes_at and t.wakes_at <= ${len(types) + 1}::timestamptz"
        values = [f"case when {postponed} then t.wakes_at else u.wakes_at end", *(c.expression.format(f"u.{c.name}") for c in self.columns)]
        sets = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
        here = ", ".join(f"t.{name}" for name in names)
        return (
            f"update {self.name} t set {sets} from unnest({arrays}) as u(dossier_id, {', '.join(names)}) "
            f"where t.dossier_id = u.dossier_id and row({here}) is distinct from row({', '.join(values)}) returning t.dossier_id"
        )


class Rows[State]:
    """Loads and saves the rows of one table."""

    def __init__(self, table: StateTable[State]) -> None:
        self.table = table
        self._decode = msgspec.json.Decoder(table.state_type).decode
        self._load, self._due, self._save = table.load, table.due, table.save

    async def load(self, connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Row[State]]:
        """The rows that exist among these, locked in the order of their ids (unordered locks deadlock)."""
        return self._read(await connection.fetch(self._load, sorted(ids)))

    def read_state(self, state: str) -> State:
        """A state as the database keeps it."""
        return self._decode(state)

    async def look(self, connection: Connection | asyncpg.Pool, dossier_id: UUID) -> Row[State] | None:
        """One row as it is, for a reader: no lock, no promise that it stays."""
        return next(iter(self._read(await connection.fetch(self.table.look, dossier_id)).values()), None)

    async def look_at(self, pool: asyncpg.Pool, ids: list[UUID]) -> dict[UUID, Row[State]]:
        """Rows as they are, for a reader."""
        return self._read(await pool.fetch(self.table.look_at, ids))

    async def oldest_due(self, pool: asyncpg.Pool) -> datetime | None:
        """The earliest instant at which time has still to act on a row."""
        return await pool.fetchval(f"select min(wakes_at) from {self.table.name}")

    async def postpone(self, connection: Connection, ids: list[UUID], until: datetime) -> None:
        """Let time come back later to rows it can't act on; their states stay."""
        await connection.execute(f"update {self.table.name} set wakes_at = $2 where dossier_id = any($1)", sorted(ids), until)

    async def count_due(self, pool: asyncpg.Pool, now: datetime) -> int:
        """How many rows time has still to act on."""
        return await pool.fetchval(f"select count(*) from {self.table.name} where wakes_at <= $1", now)

    async def load_due(self, connection: Connection, now: datetime, most: int) -> dict[UUID, Row[State]]:
        """Rows whose time has come, locked; those that somebody else holds are left for the next round."""
        return self._read(await connection.fetch(self._due, now, most))

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
        saved = await connection.fetch(self._save, *self._arrays(ordered))
        if len(saved) != len(ordered):
            raise Overtaken(f"{len(ordered) - len(saved)} of {len(ordered)} rows")

    async def mend(self, connection: Connection, rows: Iterable[Row[State]], put_off: datetime) -> int:
        """Put right what stands beside the states of these rows; of how many it was wrong. Rows may be put off up to that instant."""
        held = list(rows)
        return len(await connection.fetch(self.table.mend, [row.dossier_id for row in held], *self._beside(held), put_off))

    def _beside(self, rows: list[Row[State]]) -> list[list[Any]]:
        wakes = [self.table.wakes_at(row.state) if row.state is not None else None for row in rows]
        return [wakes, *([column.value(row.state) for row in rows] for column in self.table.columns)]

    def _arrays(self, rows: list[Row[State]]) -> list[list[Any]]:
        return [
            [row.dossier_id for row in rows],
            [row.version + 1 for row in rows],
            [row.issued for row in rows],
            [_ENCODER.encode(row.seen).decode() for row in rows],
            [None if row.state is None else _ENCODER.encode(row.state).decode() for row in rows],
            *self._beside(rows),
        ]
