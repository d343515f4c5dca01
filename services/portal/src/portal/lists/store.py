"""Lists of dossiers, in the order of their dates."""

from typing import Any

from portal.lists.asked import Place

_CONDITIONS = {
    "due": "due = ${}", "need": "needs <> '{{}}' and ${} = any(needs)", "agencies": "(desk = any(${0}) or holder = any(${0}))",
    "code": "code = ${}", "open": "${} and due in ('on_time', 'due_soon', 'overdue', 'paused')",
    # Ranges, not `like`: PostgreSQL uses no index for a function that might leak rows past the wall (RLS).
    "tail_from": "tail >= ${}", "tail_to": "tail < ${}",
}  # fmt: skip
_PAGE = "select dossier_id, due_at, state from record where code is not null and"
_COUNT = "select count(*) from (select from record where code is not null and"
_EARLY_CALLS = """
select dossier_id, state from record where 'call' = any(needs) and needs <> '{}' and code is null order by dossier_id limit $1
"""
ENOUGH = 1000  # more nobody counts by hand


async def page(connection: Any, wanted: dict[str, Any], after: Place | None, most: int) -> list[Any]:
    """Dossiers that match every wanted value, behind a place of an earlier page."""
    conditions, values = _conditions(wanted)
    if after is not None:
        conditions.append(f"(due_at, dossier_id) > (${len(values) + 1}, ${len(values) + 2})")
        values += after
    statement = " ".join((_PAGE, " and ".join(conditions), "order by due_at, dossier_id", f"limit ${len(values) + 1}"))
    return await connection.fetch(statement, *values, most)  # type: ignore[no-any-return]


async def count(connection: Any, wanted: dict[str, Any]) -> int:
    """How many match, up to enough and one more."""
    conditions, values = _conditions(wanted)
    statement = " ".join((_COUNT, " and ".join(conditions), f"limit ${len(values) + 1}) as found"))
    return int(await connection.fetchval(statement, *values, ENOUGH + 1))


async def early_calls(connection: Any, most: int) -> list[Any]:
    """What somebody has to be phoned about before it was received: it has no code, and stands in no list."""
    return await connection.fetch(_EARLY_CALLS, most)  # type: ignore[no-any-return]


def _conditions(wanted: dict[str, Any]) -> tuple[list[str], list[Any]]:
    asked = [(name, value) for name, value in wanted.items() if value is not None]
    return [_CONDITIONS[name].format(n) for n, (name, _) in enumerate(asked, 1)], [value for _, value in asked]
