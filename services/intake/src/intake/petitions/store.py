"""The table of petitions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

_TAKE = """
insert into petition (petition_id, code, agency, subject, status, owner, received_at, refuse_by, answer_by, wrapped_key, body)
values ($1, $2, $3, $4, 'received', $5, $6, $7, $8, $9, $10) on conflict (petition_id) do nothing
"""
_FACTS = "select petition_id, code, agency, subject, status, received_at, refuse_by, answer_by, answered_at, answer from petition"
_BY_CODE = _FACTS + " where code = $1"
_BY_ID = _FACTS + " where petition_id = $1"
_SEEN = """
select petition_id, code, agency, subject, status, received_at, refuse_by, answer_by, answered_at, answer, officer, wrapped_key, body
from petition order by status = 'received' desc, case when status = 'received' then answer_by end, answered_at desc limit $1
"""
_ANSWER = """
update petition set status = $2, answer = $3, answered_at = coalesce(answered_at, $4), officer = $5
where petition_id = $1 and (status = 'received' or (status = $2 and answer = $3 and officer = $5)) returning petition_id
"""
_FORGET = "update petition set wrapped_key = null, body = null, owner = null where wrapped_key is not null and answered_at < $1"


async def take(pool: Any, row: Sequence[Any]) -> Any:
    """Keep a petition, once for its id; its facts as they stand."""
    await pool.execute(_TAKE, *row)
    return await pool.fetchrow(_BY_ID, row[0])


async def by_code(pool: Any, code: str) -> Any:
    """What anybody with the code may know, or None."""
    return await pool.fetchrow(_BY_CODE, code)


async def seen(connection: Any, most: int) -> list[Any]:
    """Those that the connection may see: unanswered first, the most urgent on top."""
    return await connection.fetch(_SEEN, most)


async def answer(connection: Any, petition_id: UUID, status: str, text: str, now: datetime, officer: str) -> bool:
    """Whether it waited for an answer or has this very one already, and the connection may give it."""
    return await connection.fetchval(_ANSWER, petition_id, status, text, now, officer) is not None


async def forget(pool: Any, before: datetime) -> None:
    """Drop the keys of those answered before that: who wrote, and what, nobody reads any more."""
    await pool.execute(_FORGET, before)
