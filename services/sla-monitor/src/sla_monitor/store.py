"""sla-monitor's table: one budget a dossier, woken at its next timer; and what is asked of all of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from lienthong_runtime import Column, StateTable

from sla_monitor.domain.budget import Budget


def _open_edition(budget: Budget | None) -> str | None:
    return budget.calendar if budget is not None and not budget.outcome else None


BUDGETS: StateTable[Budget] = StateTable(
    "budget", Budget, wakes_at=lambda budget: budget.next_timer,
    columns=(
        Column("desk", "text", lambda budget: budget and budget.desk), Column("edition", "text", _open_edition),
        Column("parties", "text", lambda budget: " ".join(sorted(budget.parties)) if budget else "", "string_to_array({}, ' ')"),
    ),
)  # fmt: skip


async def list_editions(pool: asyncpg.Pool) -> list[tuple[str, str, int]]:
    """Desk, calendar edition and number of its open dossiers."""
    return [tuple(row) for row in await pool.fetch(
        "select desk, edition, count(*) from budget where edition is not null group by desk, edition order by desk, edition")]  # fmt: skip


async def list_open(pool: asyncpg.Pool, desk: str, edition: str, after: UUID, most: int) -> list[UUID]:
    """Open dossiers of a desk that are counted with an edition, by id, following one."""
    rows = await pool.fetch(
        "select dossier_id from budget where desk = $1 and edition = $2 and dossier_id > $3 order by dossier_id limit $4",
        desk, edition, after, most,
    )  # fmt: skip
    return [row["dossier_id"] for row in rows]


async def list_all(pool: asyncpg.Pool) -> list[UUID]:
    """Every dossier of which there is a budget."""
    return [UUID(bytes=row["dossier_id"].bytes) for row in await pool.fetch("select dossier_id from budget")]


async def sum_overruns(pool: asyncpg.Pool, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Per agency, of breaches in that time: in how many it was over its share, and by how many working minutes altogether."""
    rows = await pool.fetch(
        """
        select o ->> 'agency' as agency, count(*) as dossiers, sum((o ->> 'used')::int - (o ->> 'granted')::int) as over
        from budget, jsonb_array_elements(state -> 'overruns') as o
        where state ? 'overruns' and (o ->> 'used')::int > (o ->> 'granted')::int
          and (o ->> 'at')::timestamptz >= $1 and (o ->> 'at')::timestamptz < $2
        group by 1 order by 3 desc, 1
        """,
        since, until,
    )  # fmt: skip
    return [dict(row) for row in rows]
