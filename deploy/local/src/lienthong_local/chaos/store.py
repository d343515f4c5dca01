"""What a chaos run asks the services' databases, past every front: answers, versions, and what the ledger has."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import asyncpg

from lienthong_local.chaos.promises import Kept
from lienthong_local.verify.rows import TABLES

PROMISING = ("intake", "routing")
_ANSWERS = "select split_part(key, ' ', 3) as key, encode(sha256(body), 'hex') as digest from answer where body is not null"
_VERSIONS = {name: f"select dossier_id::text, version from {table}" for name, (table, _) in TABLES.items()}
_EVENTS = "select dossier_id::text, kind, count(*) from entry where source in ('intake', 'routing') group by dossier_id, kind"
_UNSENT = """
select count(*) from correspondence, jsonb_each(state -> 'messages') as message
where value ->> 'channel' <> 'phone' and value ->> 'status' in ('queued', 'sending')
"""
_DOCUMENTS = """
select dossier_id::text, document ->> 'sha256' as sha256, document ->> 'key' as key
from dossier, jsonb_array_elements(state -> 'documents') as document
"""
_DELETE_ROW = "delete from journey where dossier_id = $1"
_DROP = "delete from outbox where aggregateid = $1 returning seq"
_FORGET_ANSWER = "delete from answer where split_part(key, ' ', 3) = $1"
_KINDS = "select kind from entry where dossier_id = $1"


async def read_kept(dsns: dict[str, str]) -> Kept:
    """All that promises are held against."""
    answers, versions = dict[tuple[str, str], str](), dict[tuple[str, str], int]()
    for service in PROMISING:
        said, rows = await _read(dsns[service], (_ANSWERS, _VERSIONS[service]))
        answers |= {(service, key): digest for key, digest in said}
        versions |= {(service, dossier_id): version for dossier_id, version in rows}
    (events,) = await _read(dsns["portal"], (_EVENTS,))
    return Kept(answers, versions, {(dossier_id, kind): count for dossier_id, kind, count in events})


async def _read(dsn: str, questions: Iterable[str], *values: str) -> list[list[asyncpg.Record]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [await connection.fetch(question, *values) for question in questions]
    finally:
        await connection.close()


async def read_papers(dsn: str, folder: Path) -> dict[tuple[str, str], str]:
    """For each document that a dossier lists, the hash of the file that lies there; empty where there is none."""
    (rows,) = await _read(dsn, (_DOCUMENTS,))
    return {(row["dossier_id"], row["sha256"]): _hash(folder / row["key"]) for row in rows}


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


async def count_unsent(dsn: str) -> int:
    """Messages that no provider has taken yet and nobody has given up."""
    ((found,),) = await _read(dsn, (_UNSENT,))
    return int(found["count"])


async def delete_journey(dsn: str, dossier_id: str) -> None:
    """Lose a row of routing's."""
    await _read(dsn, (_DELETE_ROW,), dossier_id)


async def drop_from_outbox(dsn: str, dossier_id: str) -> bool:
    """Lose what a dossier's events are sent from; whether there was any."""
    (dropped,) = await _read(dsn, (_DROP,), dossier_id)
    return bool(dropped)


async def forget_answer(dsn: str, key: str) -> None:
    """Lose the answer that stands under a key."""
    await _read(dsn, (_FORGET_ANSWER,), key)


async def until_told(dsn: str, dossier_id: str, told: dict[str, int], came: Callable[[str], None]) -> None:
    """Return once the ledger has so many events of each of these kinds about the dossier; `came` hears of each, once.

    A server that isn't there is waited for.
    """
    while True:
        try:
            connection = await asyncpg.connect(dsn, timeout=5)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(0.05)
            continue
        try:
            await _told(connection, dossier_id, told, came)
            return
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(0.05)
        finally:
            connection.terminate()


async def _told(connection: asyncpg.Connection, dossier_id: str, told: dict[str, int], came: Callable[[str], None]) -> None:
    while told:
        kinds = [row["kind"] for row in await connection.fetch(_KINDS, dossier_id, timeout=5)]
        for kind in [kind for kind, count in told.items() if kinds.count(kind) >= count]:
            del told[kind]
            came(kind)
        await asyncio.sleep(0.05)
