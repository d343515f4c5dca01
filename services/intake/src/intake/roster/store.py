"""Absences and duties; SQL of the roster."""

from datetime import date
from typing import Any

_HOLD = "select pg_advisory_xact_lock(hashtextextended('roster/' || $1, 0))"
_AWAY = """
select officer, from_on, until_on, stand_in from absence where agency = $1 and until_on >= $2 order by from_on, officer limit 500
"""
_DUTIES = "select on_day, officer from duty where agency = $1 and on_day >= $2 order by on_day, officer limit 500"
_ENTER = """
insert into absence (agency, officer, from_on, until_on, stand_in, entered_by) values ($1, $2, $3, $4, $5, $6)
on conflict (agency, officer, from_on) do update set until_on = excluded.until_on, stand_in = excluded.stand_in,
    entered_by = excluded.entered_by
"""
_STRIKE = "delete from absence where agency = $1 and officer = $2 and from_on = $3"
_PUT = "insert into duty (agency, on_day, officer, entered_by) values ($1, $2, $3, $4) on conflict do nothing"
_TAKE_OFF = "delete from duty where agency = $1 and on_day = $2 and officer = $3"


async def hold(connection: Any, agency: str) -> None:
    """One change of an agency's roster at a time: two absences that shut each other out mustn't both come in."""
    await connection.execute(_HOLD, agency)


async def away(connection: Any, agency: str, since: date) -> list[Any]:
    """Absences that aren't over on that day."""
    return await connection.fetch(_AWAY, agency, since)  # type: ignore[no-any-return]


async def duties(connection: Any, agency: str, since: date) -> list[Any]:
    """Duties from that day on."""
    return await connection.fetch(_DUTIES, agency, since)  # type: ignore[no-any-return]


async def enter(connection: Any, agency: str, absence: tuple[Any, ...], by: str) -> None:
    """An absence, or another end or stand-in of one that begins the same day."""
    await connection.execute(_ENTER, agency, *absence, by)


async def strike(connection: Any, agency: str, officer: str, from_on: date) -> None:
    """They are there after all."""
    await connection.execute(_STRIKE, agency, officer, from_on)


async def put(connection: Any, agency: str, on_day: date, officer: str, by: str) -> None:
    """On duty that day."""
    await connection.execute(_PUT, agency, on_day, officer, by)


async def take_off(connection: Any, agency: str, on_day: date, officer: str) -> None:
    """Not on duty that day."""
    await connection.execute(_TAKE_OFF, agency, on_day, officer)
