"""Tickets of a desk's day; every change holds the day's row, so that two windows never call the same number."""

from datetime import date, datetime
from typing import Any

_TAKE = """
with next as (
    insert into ticket_count (desk, on_day, last) values ($1, $2, 1)
    on conflict (desk, on_day) do update set last = ticket_count.last + 1 returning last
)
insert into ticket (desk, on_day, number, favoured, taken_at) select $1, $2, last, $3, $4 from next returning number
"""
_HOLD = "select in_a_row from ticket_count where desk = $1 and on_day = $2 for update"
_FIRST = "select min(number) from ticket where desk = $1 and on_day = $2 and state = 'waiting' and favoured = $3"
_CALL = """
with now as (update ticket_count set turns = turns + 1 where desk = $1 and on_day = $2 returning turns)
update ticket set state = 'called', at_window = $4, called_at = $5, turn = now.turns from now
where desk = $1 and on_day = $2 and number = $3 returning favoured
"""
_RUN = "update ticket_count set in_a_row = case when $3 then in_a_row + 1 else 0 end where desk = $1 and on_day = $2"
_AGAIN = """
with now as (update ticket_count set turns = turns + 1 where desk = $1 and on_day = $2 returning turns)
update ticket set state = 'called', at_window = $4, called_at = $5, turn = now.turns from now
where desk = $1 and on_day = $2 and number = $3 and state <> 'waiting' returning number
"""
_SKIP = """
update ticket set state = 'skipped' where desk = $1 and on_day = $2 and number = $3 and state = 'called' returning number
"""
_WAITING = """
select count(*) as waiting, count(*) filter (where favoured) as favoured, min(taken_at) as since
from ticket where desk = $1 and on_day = $2 and state = 'waiting'
"""
_CALLED = """
select number, at_window, called_at from ticket where desk = $1 and on_day = $2 and state = 'called' order by turn desc limit $3
"""


async def take(connection: Any, desk: str, day: date, favoured: bool, at: datetime) -> int:
    """The next number of the day."""
    return await connection.fetchval(_TAKE, desk, day, favoured, at)  # type: ignore[no-any-return]


async def hold(connection: Any, desk: str, day: date) -> int | None:
    """How many favoured ones were called in a row, held against other windows; None when nobody has come today."""
    return await connection.fetchval(_HOLD, desk, day)  # type: ignore[no-any-return]


async def first(connection: Any, desk: str, day: date, favoured: bool) -> int | None:
    """The first of a kind that waits."""
    return await connection.fetchval(_FIRST, desk, day, favoured)  # type: ignore[no-any-return]


async def call(connection: Any, desk: str, day: date, number: int, window: str, at: datetime) -> None:
    """Called to a window."""
    favoured = await connection.fetchval(_CALL, desk, day, number, window, at)
    await connection.execute(_RUN, desk, day, favoured)


async def again(connection: Any, desk: str, day: date, number: int, window: str, at: datetime) -> bool:
    """Called once more; False when it was never called."""
    return await connection.fetchval(_AGAIN, desk, day, number, window, at) is not None


async def skip(connection: Any, desk: str, day: date, number: int) -> bool:
    """Passed over; False when it isn't called now."""
    return await connection.fetchval(_SKIP, desk, day, number) is not None


async def waiting(connection: Any, desk: str, day: date) -> Any:
    """How many wait, and since when the first of them."""
    return await connection.fetchrow(_WAITING, desk, day)


async def called(connection: Any, desk: str, day: date, most: int) -> list[Any]:
    """The numbers called last, the newest first."""
    return await connection.fetch(_CALLED, desk, day, most)  # type: ignore[no-any-return]
