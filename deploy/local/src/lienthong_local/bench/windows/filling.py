"""Fills the portal's read model: a tenth by its own hands, as batches of events would, and nine copies of it by the database."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from lienthong_contracts import KINDS
from lienthong_runtime.decision import Row
from lienthong_runtime.states import Rows
from portal import store
from portal.domain.chain import entry_hash
from portal.domain.record import Record
from portal.domain.tally import added
from portal.figures import store as figures_store
from portal.officer import store as officer_store
from portal.officer.lines import lines_of

from lienthong_local.bench.windows.lives import Place, lives
from lienthong_local.kafka_jars import Tell

TABLES = ("record", "stay", "daily", "standing", "work")
CHUNK = 5000  # dossiers a transaction


COPIES = 10  # of each dossier, the first among them
_OTHER_ID = "md5(t.dossier_id::text || i)::uuid"
_OTHERS = {
    "record": {"dossier_id": _OTHER_ID, "code": "t.code || '.' || i"}, "stay": {"dossier_id": _OTHER_ID},
    "work": {"dossier_id": _OTHER_ID, "code": "t.code || '.' || i", "tail": "t.tail || '.' || i"},
    "entry": {"dossier_id": _OTHER_ID, "event_id": "gen_random_uuid()"},
}  # fmt: skip
_COLUMNS = """
select column_name from information_schema.columns where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER'
    and is_identity = 'NO' order by ordinal_position
"""


async def fill(dsn: str, count: int, places: Sequence[Place], procedures: Sequence[str], tell: Tell) -> dict[str, Any]:
    """So many dossiers; how long it took."""
    connection, rows, began = await asyncpg.connect(dsn), Rows(store.RECORDS), time.perf_counter()
    try:
        chunk: list[Any] = []
        for n, life in enumerate(lives(count // COPIES, places, procedures, datetime.now(UTC), seed=count), 1):
            chunk.append(life)
            if len(chunk) == CHUNK or n == count // COPIES:
                tell("dossiers", n, count // COPIES)
                async with connection.transaction():
                    await _write(connection, rows, chunk)
                chunk = []
        for table, changed in _OTHERS.items():
            tell(f"copies of {table}", 0, 0)
            await _copy(connection, table, changed)
        for sums in ("daily", "standing", "flow"):
            await connection.execute(" ".join(("update", sums, "set n = n * $1")), COPIES)
        await connection.execute("vacuum analyze")
        size = await connection.fetchval("select pg_database_size(current_database())")
        tables = {name: await connection.fetchval("select count(*) from " + name) for name in TABLES}
    finally:
        await connection.close()
    return {"dossiers": count, "filled_s": round(time.perf_counter() - began), "database_mib": round(size / 2**20), "rows": tables}


async def _copy(connection: Any, table: str, changed: dict[str, str]) -> None:
    columns = [row["column_name"] for row in await connection.fetch(_COLUMNS, table)]
    values, names = ", ".join(changed.get(column, f"t.{column}") for column in columns), ", ".join(columns)
    statement = " ".join(("insert into", table, "(", names, ") select", values, "from", table, "t, generate_series(2, $1) i"))
    await connection.execute(statement, COPIES)


async def _write(connection: Any, rows: Rows[Record], chunk: Sequence[Any]) -> None:
    await rows.save(connection, [Row(dossier_id, state=record) for dossier_id, record, _ in chunk])
    await store.append(connection, [_entry(dossier_id, record) for dossier_id, record, _ in chunk])
    await figures_store.add(connection, added([move for _, _, moves in chunk for move in moves], []))
    lines = [line for dossier_id, record, _ in chunk for line in lines_of(dossier_id, record)]
    await officer_store.keep_work(connection, [dossier_id for dossier_id, _, _ in chunk], lines)


def _entry(dossier_id: UUID, record: Record) -> tuple[Any, ...]:
    """One line of its life stands for all: pages read the ledger by dossier and by its end."""
    same = {name: getattr(record, name) for name in ("code", "desk", "procedure", "channel", "received_at", "due_at")}
    told = {"dossier_id": dossier_id, "at": record.received_at, "deemed_at": record.received_at, **same}
    received = KINDS["DossierReceived"]
    event = received.model_validate(received.example | told)
    columns = (dossier_id, "intake", 1, uuid4(), "DossierReceived", record.received_at, event.to_json())
    assert record.received_at is not None
    return (*columns, b"", entry_hash(b"", *columns))  # type: ignore[arg-type]
