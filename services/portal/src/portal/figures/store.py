"""The figures' tables: dossiers' stays, and the sums that boards show."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.domain.tally import Added, Stay

_ENDED = """
update stay set until_on = e.on_day from unnest($1::uuid[], $2::int[], $3::date[]) as e (dossier_id, number, on_day)
where stay.dossier_id = e.dossier_id and stay.number = e.number
"""
_DAILY = """
insert into daily (agency, counted_on, channel, klass, n) select * from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::bigint[])
on conflict (agency, counted_on, channel, klass) do update set n = daily.n + excluded.n
"""
_STANDING = """
insert into standing (agency, dimension, member, klass, n)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
on conflict (agency, dimension, member, klass) do update set n = standing.n + excluded.n
"""
_FLOW = """
insert into flow (counted_on, origin, target, n) select * from unnest($1::date[], $2::text[], $3::text[], $4::bigint[])
on conflict (counted_on, origin, target) do update set n = flow.n + excluded.n
"""
_CELLS = """
select s.procedure,
    count(*) filter (where in_cell(s, 'online', $1, $2)) as online,
    count(*) filter (where in_cell(s, 'direct', $1, $2)) as direct,
    count(*) filter (where in_cell(s, 'carried', $1, $2)) as carried,
    count(*) filter (where in_cell(s, 'early', $1, $2)) as early,
    count(*) filter (where in_cell(s, 'on_day', $1, $2)) as on_day,
    count(*) filter (where in_cell(s, 'late', $1, $2)) as late,
    count(*) filter (where in_cell(s, 'late_apologised', $1, $2)) as late_apologised,
    count(*) filter (where in_cell(s, 'open_in_time', $1, $2)) as open_in_time,
    count(*) filter (where in_cell(s, 'open_late', $1, $2)) as open_late,
    count(*) filter (where in_cell(s, 'open_paused', $1, $2)) as open_paused,
    count(*) filter (where in_cell(s, 'apart', $1, $2)) as apart,
    count(*) filter (where in_cell(s, 'twice', $1, $2)) as twice
from stay s where s.since_on <= $2 and (s.until_on is null or s.until_on >= $1)
"""
# Resolved dossiers by end, channel and supplements asked for: all of them, and by each officer who had a leg of theirs.
_DONE = """
with done as materialized (
    select r.state, s.channel, least(coalesce((r.state ->> 'asked')::int, 0), 2) as asked,
        case s.klass when 'late_apologised' then 'late' else s.klass end as ended
    from stay s join record r using (dossier_id)
    where s.since_on <= $2 and (s.until_on is null or s.until_on >= $1)
        and (in_cell(s, 'early', $1, $2) or in_cell(s, 'on_day', $1, $2) or in_cell(s, 'late', $1, $2))
"""
_BY_END = """
) select '' as agency, '' as officer, ended, channel, asked, count(*) as n from done group by ended, channel, asked
union all
select agency, officer, ended, channel, asked, count(*) from (
    select distinct d.one, d.ended, d.channel, d.asked, l.value ->> 'agency' as agency, l.value ->> 'officer' as officer
    from (select row_number() over () as one, done.* from done) d, jsonb_each(d.state -> 'legs') l
    where l.value ->> 'state' = 'done' and coalesce(l.value ->> 'officer', '') <> ''
) o group by agency, officer, ended, channel, asked
"""
_LEGS = """
) select l.value ->> 'agency' as agency, coalesce(l.value ->> 'officer', '') as officer,
    case sign((l.value ->> 'used')::int - (l.value ->> 'granted')::int) when 1 then 'late' when 0 then 'on_day' else 'early' end as ended,
    count(*) as n
from done d, jsonb_each(d.state -> 'legs') l
where l.value ->> 'state' = 'done' and (l.value ->> 'granted')::int > 0
group by 1, 2, 3
"""
_PICTURES = "select dossier_id, state from record where dossier_id = any($1) order by code, dossier_id"
_OF_DESKS = " and s.desk = any($3)"
_BY_PROCEDURE = " group by s.procedure"
# Materialized: for a page in the order of ids PostgreSQL would else walk all stays by their key, and test each.
_FOUND = """
with found as materialized (
    select s.dossier_id from stay s where s.since_on <= $2 and (s.until_on is null or s.until_on >= $1)
        and (in_cell(s, $3, $1, $2) or in_cell(s, $4, $1, $2) or in_cell(s, $5, $1, $2) or in_cell(s, $6, $1, $2))
        and ($7::text[] is null or s.procedure = any($7))
"""
_OF_THESE = " and s.desk = any($10)"
_PAGE_OF_FOUND = ") select dossier_id, count(*) over () as total from found order by dossier_id limit $8 offset $9"
_MOST_CELLS = 4  # that a column adds up
_STAYS = "select dossier_id, number, klass, desk, procedure, channel, twice, since_on, until_on from stay"
_KEYS = {"daily": ("agency", "counted_on", "channel", "klass"), "standing": ("agency", "dimension", "member", "klass"),
         "flow": ("counted_on", "origin", "target")}  # fmt: skip
_SUMS = {
    "daily": "select agency, counted_on, channel, klass, n from daily where n <> 0",
    "standing": "select agency, dimension, member, klass, n from standing where n <> 0",
    "flow": "select counted_on, origin, target, n from flow where n <> 0",
}
_LEDGER = "select dossier_id, kind, body from entry order by dossier_id, seq"
_SERIES = """
select counted_on, klass, sum(n)::bigint as n from daily where agency = any($1) and counted_on between $2 and $3
group by counted_on, klass having sum(n) <> 0 order by counted_on
"""
_TOTALS = """
select channel, klass, sum(n)::bigint as n from daily where agency = any($1) and counted_on between $2 and $3
group by channel, klass having sum(n) <> 0
"""
_MEMBERS = """
select member, klass, sum(n)::bigint as n from standing where agency = any($1) and dimension = $2
group by member, klass having sum(n) <> 0
"""
_FLOWS = "select origin, target, sum(n)::bigint as n from flow where counted_on between $1 and $2 group by origin, target"


async def add(connection: Any, new: Added) -> None:
    """Keep what a batch adds, in its transaction: one statement a table."""
    if new.begun:
        await connection.copy_records_to_table("stay", records=new.begun, columns=Stay._fields)
    if new.ended:
        keys, days = zip(*new.ended, strict=True), list(new.ended.values())
        await connection.execute(_ENDED, *map(list, keys), days)
    for statement, sums in ((_DAILY, new.daily), (_STANDING, new.standing), (_FLOW, new.flow)):
        if sums:
            rows = [(*key, n) for key, n in sums.items()]
            await connection.execute(statement, *map(list, zip(*rows, strict=True)))


async def cells(connection: Any, desks: list[str] | None, since: date, until: date) -> list[Any]:
    """Every cell of a report from `since` to `until`, both included, a row a procedure; of these desks, or all that are seen."""
    if desks is None:  # a statement of its own: one for both reads every row, once PostgreSQL has made its plan
        return await connection.fetch(_CELLS + _BY_PROCEDURE, since, until)  # type: ignore[no-any-return]
    return await connection.fetch(_CELLS + _OF_DESKS + _BY_PROCEDURE, since, until, desks)  # type: ignore[no-any-return]


async def done(connection: Any, desks: list[str] | None, since: date, until: date) -> list[Any]:
    """Dossiers resolved in a period by end, channel and supplements asked for (2 are two or more): officer '' is all of them."""
    return await _of_done(connection, _BY_END, desks, since, until)


async def legs(connection: Any, desks: list[str] | None, since: date, until: date) -> list[Any]:
    """Their legs by agency, officer and how the time used compares with what was granted; a leg without time of its own isn't one."""
    return await _of_done(connection, _LEGS, desks, since, until)


async def _of_done(connection: Any, counted: str, desks: list[str] | None, since: date, until: date) -> list[Any]:
    if desks is None:
        return await connection.fetch(_DONE + counted, since, until)  # type: ignore[no-any-return]
    return await connection.fetch(_DONE + _OF_DESKS + counted, since, until, desks)  # type: ignore[no-any-return]


async def behind(connection: Any, desks: list[str] | None, since: date, until: date, wanted: list[str],
                 procedures: list[str] | None, most: int, skipped: int) -> tuple[list[Any], int]:  # fmt: skip
    """The dossiers behind a report's cells, a page of them in the order of their ids, and how many there are."""
    values = [since, until, *(wanted + [""] * _MOST_CELLS)[:_MOST_CELLS], procedures, most, skipped]
    if desks is None:
        rows = await connection.fetch(_FOUND + _PAGE_OF_FOUND, *values)
    else:
        rows = await connection.fetch(_FOUND + _OF_THESE + _PAGE_OF_FOUND, *values, desks)
    pictures = await connection.fetch(_PICTURES, [row["dossier_id"] for row in rows])
    return pictures, rows[0]["total"] if rows else 0


async def series(connection: Any, agencies: list[str], since: date, until: date) -> list[Any]:
    """Each day's additions by class: received, due, missed and the classes themselves; agency '' is everybody."""
    return await connection.fetch(_SERIES, agencies, since, until)


async def totals(connection: Any, agencies: list[str], since: date, until: date) -> list[Any]:
    """Additions of a period by channel and class: from the beginning on they are what stands now."""
    return await connection.fetch(_TOTALS, agencies, since, until)


async def members(connection: Any, agencies: list[str], dimension: str) -> list[Any]:
    """How many stand in each class now, by desk, holder, procedure, channel, or whom a breach is put down to (blamed)."""
    return await connection.fetch(_MEMBERS, agencies, dimension)


async def flows(connection: Any, since: date, until: date) -> list[Any]:
    """How many went from where to where; '~online' is a channel, '=late' an end."""
    return await connection.fetch(_FLOWS, since, until)


async def kept(connection: Any) -> tuple[set[Stay], dict[str, dict[Any, int]]]:
    """All figures as they are kept: to hold them against the ledger's."""
    stays = {Stay(*row.values()) for row in await connection.fetch(_STAYS)}
    return stays, {name: _keyed(name, await connection.fetch(_SUMS[name])) for name in _SUMS}


def _keyed(name: str, rows: Iterable[Any]) -> dict[Any, int]:
    return {tuple(row[key] for key in _KEYS[name]): row["n"] for row in rows}


def ledger(connection: Any) -> Any:
    """Every entry, a dossier after the other, each in its order: a cursor, for a ledger is longer than memory."""
    return connection.cursor(_LEDGER, prefetch=5000)
