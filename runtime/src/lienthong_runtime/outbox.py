"""Events that wait to be sent, written with the state they follow from."""

from collections.abc import Sequence

import asyncpg

from lienthong_runtime.outcome import Outgoing
from lienthong_runtime.states import Connection

# Debezium's event router expects these names, so it could take the relay's place by configuration.
COLUMNS = ("id", "aggregatetype", "aggregateid", "type", "source", "number", "recorded_at", "payload")


FEW = 20
_INSERT = f"""
insert into outbox ({", ".join(COLUMNS)})
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::bytea[])
"""
_LENGTH = "select coalesce(max(seq) - min(seq) + 1, 0) from outbox"


async def length(pool: asyncpg.Pool) -> int:
    """How many events wait to be sent, by their numbers: two looks into an index; numbers that were rolled back count as well."""
    return int(await pool.fetchval(_LENGTH))


async def write(connection: Connection, outgoing: Sequence[Outgoing]) -> None:
    """Append the events, in their order, within the caller's transaction. COPY is quicker for many, an insert for few."""
    records = [_record(o) for o in outgoing]
    if len(records) > FEW:
        await connection.copy_records_to_table("outbox", records=records, columns=COLUMNS)
    elif records:
        await connection.execute(_INSERT, *map(list, zip(*records, strict=True)))


def _record(o: Outgoing) -> tuple[object, ...]:
    e = o.envelope
    return (e.id, o.topic, e.subject, e.kind, e.source, e.number, e.recorded_at, o.body)
