"""Routing's tables: a journey a dossier, and a row for each thing that an agency has to do."""

from collections.abc import Sequence
from typing import Any

from lienthong_runtime import Column, StateTable

from routing.domain.journey import Journey
from routing.domain.line import Line

JOURNEYS: StateTable[Journey] = StateTable(
    "journey",
    Journey,
    wakes_at=lambda journey: journey.next_timer,
    columns=(Column("parties", "text", lambda journey: " ".join(sorted(journey.parties)) if journey else "", "string_to_array({}, ' ')"),),
)
_COLUMNS = {
    "dossier_id": "uuid", "version": "int", "agency": "text", "act": "text", "leg": "text", "officer": "text", "about": "uuid",
    "sender": "text", "answer_by": "timestamptz", "attempt": "int", "last": "bool", "code": "text", "procedure": "text", "desk": "text",
    "due_at": "timestamptz", "overdue": "bool",
}  # fmt: skip
_FORGET = "delete from task where dossier_id = any($1)"
_NAMES = ", ".join(_COLUMNS)
_ARRAYS = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(_COLUMNS.values(), 1))
_KEEP = " ".join(("insert into task (", _NAMES, ") select * from unnest(", _ARRAYS, ")"))
_LISTED = " ".join(("select", _NAMES, "from task where"))
_CONDITIONS = {
    **{name: f"{name} = ${{}}" for name in ("agency", "officer", "act", "leg", "procedure", "desk", "overdue")},
    # Ranges of codes, not `like`: PostgreSQL uses no index for a function that might leak rows past the wall (RLS).
    "code_from": "code >= ${}", "code_to": "code < ${}", "due_from": "due_at >= ${}", "due_before": "due_at < ${}",
    "not_acts": "act <> all(${})",
}  # fmt: skip
_BUSY = "select agency, count(distinct dossier_id) from task where act <> all($1) group by agency order by agency"
_OPEN = """
select dossier_id from journey where parties && $1 and dossier_id > $2 and state ->> 'status' in ('moving', 'result')
order by dossier_id limit $3
"""
_UNANSWERED = (
    f"{_LISTED} act in ('acknowledge', 'resend') and ($1::text is null or agency = $1 or sender = $1) "
    "order by answer_by, dossier_id limit $2"
)


async def keep_tasks(connection: Any, dossier_ids: Sequence[Any], lines: Sequence[Line]) -> None:
    """What is to be done about these dossiers now, instead of what was."""
    await connection.execute(_FORGET, list(dossier_ids))
    if lines:
        await connection.execute(_KEEP, *([getattr(line, name) for line in lines] for name in _COLUMNS))


async def inbox(connection: Any, wanted: dict[str, Any], after: tuple[Any, ...] | None, most: int) -> list[Any]:
    """Tasks that match every wanted value, the most urgent first, following a place of an earlier page."""
    asked = [(name, value) for name, value in wanted.items() if value is not None]
    conditions = [_CONDITIONS[name].format(n) for n, (name, _) in enumerate(asked, 1)]
    values = [value for _, value in asked]
    if after is not None:
        at = len(values)
        conditions.append(f"(due_at, dossier_id, act, about) > (${at + 1}, ${at + 2}, ${at + 3}, ${at + 4})")
        values += after
    where = " and ".join(conditions)
    return await connection.fetch(f"{_LISTED} {where} order by due_at, dossier_id, act, about limit ${len(values) + 1}", *values, most)


async def busy_agencies(connection: Any, beside: Sequence[str]) -> dict[str, int]:
    """How many dossiers wait for each agency, tasks of those acts apart."""
    return {r["agency"]: r["count"] for r in await connection.fetch(_BUSY, list(beside))}


async def unanswered(connection: Any, agency: str | None, most: int) -> list[Any]:
    """Consignments without an acknowledgement, of one agency as sender or receiver, or all; the longest due first."""
    return await connection.fetch(_UNANSWERED, agency, most)


async def open_with(pool: Any, agencies: Sequence[str], after: Any, most: int) -> list[Any]:
    """Open journeys in which one of these agencies has or had a part, by id, following one."""
    return [r["dossier_id"] for r in await pool.fetch(_OPEN, list(agencies), after, most)]
