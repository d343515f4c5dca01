"""The portal's tables: the ledger, each dossier's picture with the columns that boards count by, and the delivery figures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lienthong_calendar import day_of
from lienthong_runtime import Column, StateTable

from portal.domain.delivery import Figure, Figures
from portal.domain.record import Record


def _day(instant: datetime | None) -> date | None:
    return day_of(instant) if instant else None


def _of(name: str) -> Any:
    return lambda state: getattr(state, name, None) or None


RECORDS: StateTable[Record] = StateTable(
    "record",
    Record,
    columns=(
        *(Column(name, "text", _of(name)) for name in ("code", "due", "desk", "holder", "channel", "procedure", "verdict")),
        Column("received_on", "date", lambda state: state and _day(state.received_at)),
        Column("due_on", "date", lambda state: state and _day(state.due_at)),
        Column("due_at", "timestamptz", lambda state: state and state.due_at),
        Column("returned_on", "date", lambda state: state and _day(state.returned_at)),
        Column("apology_on", "date", lambda state: state and _day(state.apology_by)),
        Column("waiting", "int", lambda state: len(state.waiting) if state else 0),
        Column("parties", "text", lambda state: " ".join(state.parties) if state else "", "string_to_array({}, ' ')"),
        Column("unsent", "text", lambda state: " ".join(state.unsent) if state else "", "string_to_array({}, ' ')"),
        Column("needs", "text", lambda state: " ".join(state.needs) if state else "", "string_to_array({}, ' ')"),
    ),
)
_ENTRY = ("dossier_id", "source", "number", "event_id", "kind", "recorded_at", "body", "prev", "hash")
_GAP = "insert into gap (dossier_id, source, number) select * from unnest($1::uuid[], $2::text[], $3::int[]) on conflict do nothing"
_AFTER = """
select e.seq, e.dossier_id, e.kind, e.body, r.code, r.parties from entry e left join record r using (dossier_id)
where e.seq > $1 or e.seq = any($3) order by e.seq limit $2
"""
# Not further back: to an officer whose agency has been quiet the wall would show the whole ledger entry by entry.
_LATEST = """
select e.seq, e.dossier_id, e.kind, e.body, r.code from entry e left join record r using (dossier_id)
where e.seq > $2 order by e.seq desc limit $1
"""
_OF_DOSSIER = "select seq, kind, body, recorded_at from entry where dossier_id = $1 order by seq desc"
_BY_CODE = "select dossier_id, state from record where code = $1"
_BY_ID = "select dossier_id, state from record where dossier_id = $1"
_LAST_SEQ = "select coalesce(max(seq), 0) from entry"
_FIGURE = ("counted_on", "channel", "template", "recipient", "provider", "fate", "reason")
_ADD = """
insert into delivery (counted_on, channel, template, recipient, provider, fate, reason, times, parts)
select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::bigint[], $9::bigint[])
on conflict (counted_on, channel, template, recipient, provider, fate, reason)
do update set times = delivery.times + excluded.times, parts = delivery.parts + excluded.parts
"""
_FIGURES = "select * from delivery where counted_on between $1 and $2 order by counted_on, channel, template, recipient, provider, fate"
_RECOUNTED = "select * from delivery_of_ledger"


async def append(connection: Any, entries: Sequence[tuple[Any, ...]]) -> None:
    """Append to the ledger."""
    if entries:
        await connection.copy_records_to_table("entry", records=entries, columns=_ENTRY)


async def note_gaps(connection: Any, gaps: Sequence[tuple[UUID, str, int]]) -> None:
    """Remember numbers before which something is missing."""
    if gaps:
        await connection.execute(_GAP, *map(list, zip(*gaps, strict=True)))


async def add_figures(connection: Any, added: Figures) -> None:
    """Add to the delivery figures; in the figures' order, or two transactions lock each other out."""
    if added:
        rows = [(*figure, *sums) for figure, sums in added.items()]
        await connection.execute(_ADD, *map(list, zip(*rows, strict=True)))


async def read_figures(connection: Any, since: date, until: date) -> Figures:
    """The delivery figures of these days, both included."""
    return _figures(await connection.fetch(_FIGURES, since, until))


async def recount_figures(connection: Any) -> Figures:
    """All delivery figures as the ledger alone tells them: to compare, or to rebuild from."""
    return _figures(await connection.fetch(_RECOUNTED))


def _figures(rows: Sequence[Any]) -> Figures:
    return {Figure(*(row[name] for name in _FIGURE)): (row["times"], row["parts"]) for row in rows}


async def entries_after(connection: Any, seq: int, most: int, also: Sequence[int] = ()) -> list[Any]:
    """Entries behind a place in the ledger, and these, oldest first."""
    return await connection.fetch(_AFTER, seq, most, list(also))


async def latest_entries(connection: Any, most: int, after: int) -> list[Any]:
    """The newest entries behind a place, newest first."""
    return await connection.fetch(_LATEST, most, after)


async def entries_of(connection: Any, dossier_id: UUID) -> list[Any]:
    """A dossier's life, newest first."""
    return await connection.fetch(_OF_DOSSIER, dossier_id)


async def last_seq(connection: Any) -> int:
    """The ledger's end."""
    return await connection.fetchval(_LAST_SEQ)


async def find(connection: Any, code_or_id: str) -> Any:
    """A dossier by its code or its id, or None."""
    try:
        return await connection.fetchrow(_BY_ID, UUID(code_or_id))
    except ValueError:
        return await connection.fetchrow(_BY_CODE, code_or_id)
