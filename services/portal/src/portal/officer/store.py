"""The inboxes' lines: kept by dossier, read by agency in the order in which time presses; SQL of the officer's window."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.officer.lines import Line

_COLUMNS = {
    "dossier_id": "uuid", "agency": "text", "leg": "text", "step": "text", "officer": "text", "rank": "smallint", "by_at": "timestamptz",
    "needs": "text", "procedure": "text", "channel": "text", "code": "text", "tail": "text", "moved_at": "timestamptz",
}  # fmt: skip
_FORGET = "delete from work where dossier_id = any($1)"
_NAMES = ", ".join(_COLUMNS)
# An array of arrays can't be unnested row by row: what is needed goes as words and is parted there.
_ROWS = ", ".join("string_to_array(needs, ' ')" if name == "needs" else name for name in _COLUMNS)
_ARRAYS = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(_COLUMNS.values(), 1))
_KEEP = " ".join(("insert into work (", _NAMES, ") select", _ROWS, "from unnest(", _ARRAYS, ") as l (", _NAMES, ")"))
_CONDITIONS = {
    "agency": "w.agency = ${}", "officer": "w.officer = ${}", "rank": "w.rank = ${}", "step": "w.step = any(${})",
    "need": "w.needs <> '{{}}' and ${} = any(w.needs)", "channel": "w.channel = ${}", "procedures": "w.procedure = any(${})",
    # Ranges, not `like`: PostgreSQL uses no index for a function that might leak rows past the wall (RLS).
    "tail_from": "w.tail >= ${}", "tail_to": "w.tail < ${}", "code": "w.code = ${}",
}  # fmt: skip
_PAGE = "select w.*, r.state from work w join record r on r.dossier_id = w.dossier_id where"
_ORDER = "(w.rank, w.by_at, w.dossier_id, w.leg)"
_COUNTS = """
select rank, step, officer, needs, count(*) as n, count(*) filter (where rank in (2, 4) and by_at <= $2) as today
from work where agency = $1 group by rank, step, officer, needs
"""
_PROCEDURES = "select procedure, count(*) as n from work where agency = $1 group by procedure order by n desc, procedure limit $2"
# The wall makes PostgreSQL expect a hundredth of an agency's lines, and sort them: an index gives them in order, a page at a time.
_IN_ORDER = "select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)"
_NEWEST = "select coalesce(max(seq), 0) from entry where dossier_id = $1"
# The last word of each kind about each dossier that needs a person; whether it still holds, `rank` and `needs` say.
_ALERTS = """
select distinct on (w.dossier_id, e.kind) e.seq, e.kind, e.body, e.recorded_at, w.dossier_id, w.code, w.procedure, w.officer, w.rank,
    w.by_at, w.needs, a.officer as seen_by, a.at as seen_at
from (select * from work where agency = $1 and (rank = 1 or needs <> '{}') order by rank, by_at limit $3) w
join entry e on e.dossier_id = w.dossier_id and e.kind = any($2)
left join acknowledgement a on a.seq = e.seq and a.agency = $1
order by w.dossier_id, e.kind, e.seq desc
"""
# Only entries that the reader may see are acknowledged: the wall stands in the select.
_ACKNOWLEDGE = """
insert into acknowledgement (seq, agency, officer, at) select seq, $2, $3, $4 from entry where seq = any($1)
on conflict do nothing
"""
_SHARES = "select w.rank, count(*) as n from work w where"


async def keep_work(connection: Any, dossier_ids: Sequence[Any], lines: Sequence[Line]) -> None:
    """The lines of these dossiers, instead of what was there."""
    await connection.execute(_FORGET, list(dossier_ids))
    if lines:
        columns = {name: [getattr(line, name) for line in lines] for name in _COLUMNS}
        columns["needs"] = [" ".join(line.needs) for line in lines]
        await connection.execute(_KEEP, *columns.values())


async def page(connection: Any, wanted: dict[str, Any], after: tuple[Any, ...] | None, most: int) -> list[Any]:
    """Lines that match every wanted value, each with its dossier's picture, following a place of an earlier page."""
    conditions, values = _conditions(wanted)
    if after is not None:
        at = len(values)
        conditions.append(f"{_ORDER} > (${at + 1}, ${at + 2}, ${at + 3}, ${at + 4})")
        values += after
    if wanted.get("tail_from") is None:  # few lines have a code: those are found, then sorted
        await connection.execute(_IN_ORDER)
    statement = " ".join((_PAGE, " and ".join(conditions), "order by", _ORDER[1:-1], f"limit ${len(values) + 1}"))
    return await connection.fetch(statement, *values, most)  # type: ignore[no-any-return]


async def shares(connection: Any, wanted: dict[str, Any]) -> dict[int, int]:
    """How many lines match, by what time says."""
    conditions, values = _conditions(wanted)
    found = await connection.fetch(" ".join((_SHARES, " and ".join(conditions), "group by w.rank")), *values)
    return {record["rank"]: record["n"] for record in found}


async def counts(connection: Any, agency: str, closing: datetime) -> list[Any]:
    """How many lines there are at an agency by rank, step, officer and needs; `today` are those due before it closes."""
    return await connection.fetch(_COUNTS, agency, closing)  # type: ignore[no-any-return]


async def procedures(connection: Any, agency: str, most: int) -> list[Any]:
    """The procedures of an agency's lines, the most frequent first."""
    return await connection.fetch(_PROCEDURES, agency, most)  # type: ignore[no-any-return]


async def newest(connection: Any, dossier_id: Any) -> int:
    """A dossier's last place in the ledger."""
    return await connection.fetchval(_NEWEST, dossier_id)  # type: ignore[no-any-return]


async def alerts(connection: Any, agency: str, kinds: Sequence[str], most: int) -> list[Any]:
    """What was raised about an agency's dossiers, with who has seen it."""
    return await connection.fetch(_ALERTS, agency, list(kinds), most)  # type: ignore[no-any-return]


async def acknowledge(connection: Any, seqs: Sequence[int], agency: str, officer: str, at: datetime) -> None:
    """Somebody has seen these; whoever was first stays."""
    await connection.execute(_ACKNOWLEDGE, list(seqs), agency, officer, at)


def _conditions(wanted: dict[str, Any]) -> tuple[list[str], list[Any]]:
    asked = [(name, value) for name, value in wanted.items() if value is not None]
    return [_CONDITIONS[name].format(n) for n, (name, _) in enumerate(asked, 1)], [value for _, value in asked]
