"""What boards ask besides the kept figures: what is owed today, what needs a person, messages, and every agency's sums of a period."""

from collections.abc import Sequence
from datetime import date
from typing import Any

_TODAY = """
select (select count(*) from record where returned_on = $1 and ($2::text[] is null or parties && $2)) as returned,
    (select count(*) from record where returned_on = $1 and verdict = 'early' and ($2::text[] is null or parties && $2)) as early,
    (select count(*) from record where due_on = $1 and due in ('on_time', 'due_soon', 'overdue')
        and ($2::text[] is null or parties && $2)) as due_open,
    (select count(*) from record where apology_on = $1 and ($2::text[] is null or parties && $2)) as apologies_unsent,
    (select coalesce(sum(waiting), 0) from record where waiting > 0 and due <> 'stopped'
        and ($2::text[] is null or parties && $2)) as unacknowledged
"""
_NEEDS = """
select need, count(*) from record, unnest(needs) as need where needs <> '{}' and ($1::text[] is null or parties && $1) group by need
"""
_UNSENT = """
select u.via as channel, count(*) from record, unnest(unsent) as u (via) where unsent <> '{}' and ($1::text[] is null or parties && $1)
group by u.via
"""
_MESSAGES = """
select channel, fate, sum(times)::bigint as count from delivery
where recipient = 'applicant' and counted_on between $1 and $2 and channel in ('sms', 'email') group by channel, fate
"""
_LEAGUE = """
select agency, channel, klass, sum(n)::bigint as n from daily
where agency <> '' and counted_on between $1 and $2 and ($3::text[] is null or agency = any($3))
    and klass in ('received', 'early', 'on_day', 'late', 'late_apologised')
group by agency, channel, klass having sum(n) <> 0
"""
_OVER_NOW = """
select agency, sum(n)::bigint as n from standing
where agency <> '' and dimension = 'desk' and klass in ('over', 'paused_over') and ($1::text[] is null or agency = any($1))
group by agency having sum(n) > 0
"""


async def today(connection: Any, day: date, agencies: Sequence[str] | None) -> Any:
    """What is owed and done on a day, of dossiers in which these agencies have a part; of all of them without."""
    return await connection.fetchrow(_TODAY, day, agencies)


async def needs(connection: Any, agencies: Sequence[str] | None) -> dict[str, int]:
    """How many dossiers need a person, by what they need."""
    return {row["need"]: row["count"] for row in await connection.fetch(_NEEDS, agencies)}


async def unsent(connection: Any, agencies: Sequence[str] | None) -> list[Any]:
    """How many messages to applicants wait, by channel."""
    found: list[Any] = await connection.fetch(_UNSENT, agencies)
    return found


async def messages(connection: Any, since: date, until: date) -> list[Any]:
    """What became of messages to applicants on these days, by channel; for overseers only."""
    found: list[Any] = await connection.fetch(_MESSAGES, since, until)
    return found


async def league(connection: Any, since: date, until: date, agencies: Sequence[str] | None) -> tuple[list[Any], dict[str, int]]:
    """Every desk's sums of a period by channel and class, and how many it has overdue now."""
    over = await connection.fetch(_OVER_NOW, agencies)
    return await connection.fetch(_LEAGUE, since, until, agencies), {row["agency"]: row["n"] for row in over}
