"""How dossiers are found: by code, by words of whoever handed them in, by desk and state; SQL of the lists."""

from datetime import datetime
from typing import Any

_FOUND = "select dossier_id, version, code, status, national, desk, procedure, received_at, due_at from dossier d where"
_CONDITIONS = {
    "desk": "d.desk = ${}", "status": "d.status = ${}", "procedure": "d.procedure = ${}", "national": "d.national = ${}",
    "code": "d.code = ${}", "received_from": "d.received_at >= ${}", "received_before": "d.received_at < ${}",
    "words": "exists (select from person p where p.dossier_id = d.dossier_id and p.words @> ${}::bytea[])",
}  # fmt: skip
_LEDGER = """
select dossier_id, state from dossier where desk = $1 and received_at >= $2 and received_at < $3
order by received_at, code limit $4 offset $5
"""
_RECEIVED = "select count(*) from dossier where desk = $1 and received_at >= $2 and received_at < $3"


async def found(connection: Any, wanted: dict[str, Any], most: int) -> list[Any]:
    """Dossiers that match every wanted value, the newest first, of those that the connection may see."""
    asked = [(name, value) for name, value in wanted.items() if value is not None]
    where = " and ".join(_CONDITIONS[name].format(n) for n, (name, _) in enumerate(asked, 1)) or "true"
    # Only pieces of this file, and the numbers of their places: every value goes as a parameter.
    statement = " ".join((_FOUND, where, "order by dossier_id desc limit", f"${len(asked) + 1}"))
    return await connection.fetch(statement, *(value for _, value in asked), most)


async def ledger(connection: Any, desk: str, since: datetime, until: datetime, most: int, after: int = 0) -> list[Any]:
    """A desk's dossiers in the order of their reception (Mẫu 07): dossier_id, state."""
    return await connection.fetch(_LEDGER, desk, since, until, most, after)


async def received(connection: Any, desk: str, since: datetime, until: datetime) -> int:
    """How many a desk received from then until before then."""
    return await connection.fetchval(_RECEIVED, desk, since, until)  # type: ignore[no-any-return]
