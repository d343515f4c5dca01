"""Events that wait to be sent, written with the state they follow from."""

from collections.abc import Sequence

from lienthong_runtime.outcome import Outgoing
from lienthong_runtime.states import Connection

# Debezium's event router expects these names, so it could take the relay's place by configuration.
COLUMNS = ("id", "aggregatetype", "aggregateid", "type", "source", "number", "recorded_at", "payload")


async def write(connection: Connection, outgoing: Sequence[Outgoing]) -> None:
    """Append the events, in their order, within the caller's transaction."""
    if outgoing:
        await connection.copy_records_to_table("outbox", records=[_record(o) for o in outgoing], columns=COLUMNS)


def _record(o: Outgoing) -> tuple[object, ...]:
    e = o.envelope
    return (e.id, o.topic, e.subject, e.kind, e.source, e.number, e.recorded_at, o.body)
