"""A citizen's dossiers in the portal's tables: seen only as far as intake has named them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

_OWNED = "select set_config('lienthong.owned', $1, true)"
_RECORDS = "select dossier_id, state from record where state is not null"


async def owning(connection: Any, ids: Sequence[UUID]) -> None:
    """Until the transaction's end a citizen's connection sees these dossiers: intake has just said that they are theirs."""
    await connection.execute(_OWNED, ",".join(map(str, ids)))


async def records(connection: Any) -> list[Any]:
    """The pictures of all dossiers that the connection may see."""
    return await connection.fetch(_RECORDS)
