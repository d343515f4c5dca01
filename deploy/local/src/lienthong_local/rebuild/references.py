"""Whose message each provider's reference is, told again by what notifier said when the provider took it."""

import asyncpg
from lienthong_contracts import MessageAccepted
from lienthong_runtime.database import trial
from notifier.store import Reference, insert_references, known_references, references

from lienthong_local.verify.topics import read_events


async def references_again(bootstrap_servers: str, dsn: str, topic_prefix: str = "", keep: bool = True) -> int:
    """How many are on the log and not kept; with `keep` they are put back. One that isn't on the log yet is left alone."""
    said = await told(bootstrap_servers, topic_prefix)
    connection = await asyncpg.connect(dsn)
    try:
        async with trial(connection, keep):
            missing = said.keys() - await known_references(connection)
            await insert_references(connection, [said[name] for name in missing])
    finally:
        await connection.close()
    return len(missing)


async def told(bootstrap_servers: str, topic_prefix: str = "") -> dict[tuple[str, str], Reference]:
    """Every reference on the log by its provider and name; of a mail about several dossiers, one of them, as live keeps it."""
    sent = await read_events(bootstrap_servers, [topic_prefix + "notification.v1"])
    accepted = (MessageAccepted.from_json(one.body) for one in sent if one.envelope.kind == MessageAccepted.__name__)
    return {reference[:2]: reference for event in accepted for reference in references(event)}
