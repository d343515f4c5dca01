"""Routing's table."""

from typing import Any

from lienthong_runtime import Column, StateTable

from routing.domain.journey import Journey
from routing.domain.tasks import agencies_of

JOURNEYS: StateTable[Journey] = StateTable(
    "journey",
    Journey,
    wakes_at=lambda journey: journey.next_lapse,
    columns=(Column("agencies", "text", agencies_of, "string_to_array({}, ' ')"),),
)
_INBOX = """
select dossier_id, version, state from journey where agencies @> array[$1] order by dossier_id limit $2
"""
_BUSY = "select agency, count(*) from journey, unnest(agencies) as agency group by agency order by agency"


async def inbox(connection: Any, agency: str, most: int) -> list[Any]:
    """Journeys in which the agency has something to do, oldest first."""
    return await connection.fetch(_INBOX, agency, most)


async def busy_agencies(connection: Any) -> dict[str, int]:
    """How many dossiers wait for each agency."""
    return {r["agency"]: r["count"] for r in await connection.fetch(_BUSY)}
