"""The audit log's table: lines are added and read, nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

_APPEND = "insert into audit (at, act, subject, agency, about, detail) values ($1, $2, $3, $4, $5, $6)"
_LISTED = """
select seq, at, act, subject, agency, about, detail from audit
where (cardinality($1::text[]) = 0 or act = any($1)) and ($2 = '' or subject = $2) and ($3 = '' or about = $3) and seq < $4
order by seq desc limit $5
"""


async def append(connection: Any, *line: datetime | str) -> None:
    """One line: when, act, subject, agency, about, detail."""
    await connection.execute(_APPEND, *line)


async def listed(connection: Any, acts: Sequence[str], subject: str, about: str, before: int, most: int) -> list[Any]:
    """Lines of these acts (none: all), of somebody, about something, older than a place in the log; newest first."""
    found: list[Any] = await connection.fetch(_LISTED, list(acts), subject, about, before, most)
    return found
