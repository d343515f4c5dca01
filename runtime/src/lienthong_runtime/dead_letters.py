"""What was set aside: the one letter that can't be handled, and those of its dossier that wait behind it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from lienthong_contracts import EventSetAside

from lienthong_runtime.outcome import SetAside
from lienthong_runtime.records import Letter
from lienthong_runtime.states import Connection

_WAITING = "select distinct dossier_id from dead_letter where dossier_id = any($1) and state <> 'replayed'"
_INSERT = """
insert into dead_letter (dossier_id, topic, kafka_partition, kafka_offset, header_names, header_values, body, kind, reason, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (topic, kafka_partition, kafka_offset) do nothing
"""
_OF_DOSSIER = """
select id, dossier_id, topic, kafka_partition, kafka_offset, header_names, header_values, body
from dead_letter where dossier_id = $1 and state <> 'replayed' order by kafka_offset, id
"""
_LOCKED = f"{_OF_DOSSIER} for update"
_DONE = "update dead_letter set state = 'replayed', replayed_at = now() where id = any($1)"
_AGAIN = "update dead_letter set reason = $2, state = $3, attempts = attempts + 1 where id = $1"
_LIST = """
select id, dossier_id, topic, kafka_partition, kafka_offset, kind, reason, state, attempts, set_aside_at
from dead_letter where state <> 'replayed' order by id limit 500
"""
_REPLAYED = """
select id, dossier_id, topic, kafka_partition, kafka_offset, kind, reason, state, attempts, set_aside_at, replayed_at,
    count(*) over () as total
from dead_letter where state = 'replayed' order by replayed_at desc, id desc limit 100
"""
_REASONS = """
select reason, count(*) as times from dead_letter
where set_aside_at > now() - interval '30 days' and reason <> 'Waiting' group by reason order by times desc, reason
"""
_ONE = """
select id, dossier_id, topic, kafka_partition, kafka_offset, header_names, header_values, body, kind, reason, state, attempts,
    set_aside_at, replayed_at
from dead_letter where id = $1
"""


async def waiting(connection: Connection, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these dossiers have something set aside."""
    return {UUID(bytes=r["dossier_id"].bytes) for r in await connection.fetch(_WAITING, list(ids))}


async def write(connection: Connection, set_aside: Sequence[SetAside]) -> None:
    """Keep the letters back, raw bytes and all; one that was replayed and failed again stays where it was."""
    for item in set_aside:
        state = "parked" if item.parked else "set_aside"
        if item.letter.dead_letter is None:
            await connection.execute(_INSERT, *_values(item.letter), item.reason, state)
        else:
            await connection.execute(_AGAIN, item.letter.dead_letter, item.reason, state)


def _values(letter: Letter) -> tuple[Any, ...]:
    kind = letter.envelope.kind if letter.envelope else ""
    names, values = [n for n, _ in letter.headers], [v for _, v in letter.headers]
    return (letter.dossier_id, letter.topic, letter.partition, letter.offset, names, values, letter.body, kind)


def notice(service: str, item: SetAside) -> EventSetAside:
    """The fact for the dead-letter topic: where and why, never the body."""
    letter = item.letter
    kind, subject = (letter.envelope.kind, letter.envelope.subject) if letter.envelope else ("", "")
    state = "parked" if item.parked else "set_aside"
    return EventSetAside(service=service, origin=letter.origin, subject=subject[:200], kind=kind[:200],
                         reason=item.reason, state=state)  # fmt: skip


async def of_dossier(connection: Connection, dossier_id: UUID, lock: bool = True) -> list[Letter]:
    """Everything of a dossier that was set aside, in the order in which it came; locked, unless nothing will be written."""
    records = await connection.fetch(_LOCKED if lock else _OF_DOSSIER, dossier_id)
    return [
        Letter(r["topic"], r["kafka_partition"], r["kafka_offset"],
               tuple(zip(r["header_names"], r["header_values"], strict=True)), r["body"], dead_letter=r["id"])
        for r in records
    ]  # fmt: skip


async def close(connection: Connection, ids: Sequence[int]) -> None:
    """These have been handled."""
    await connection.execute(_DONE, ids)


async def listed(connection: Connection) -> list[dict[str, Any]]:
    """What is set aside now, at most 500, oldest first."""
    return [dict(r) for r in await connection.fetch(_LIST)]


async def past(connection: Connection) -> dict[str, Any]:
    """The last hundred that were replayed, how many there are in all, and why letters were set aside in thirty days."""
    replayed = [dict(r) for r in await connection.fetch(_REPLAYED)]
    total = replayed[0]["total"] if replayed else 0
    return {"replayed": replayed, "total": total, "reasons": {r["reason"]: r["times"] for r in await connection.fetch(_REASONS)}}


async def one(connection: Connection, number: int) -> dict[str, Any] | None:
    """A letter whole: its headers and its body as text, whatever bytes they are."""
    found = await connection.fetchrow(_ONE, number)
    if found is None:
        return None
    facts = dict(found)
    names, values, body = facts.pop("header_names"), facts.pop("header_values"), facts.pop("body")
    headers = [(name, (value or b"").decode("utf-8", "replace")) for name, value in zip(names, values, strict=True)]
    return facts | {"headers": headers, "body": None if body is None else body.decode("utf-8", "replace")}
