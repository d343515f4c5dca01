"""What was answered under each Idempotency-Key, kept with the effect: the same key gives the same answer."""

import hashlib
from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from lienthong_runtime.commands import Answer, Command
from lienthong_runtime.identity import Actor
from lienthong_runtime.states import Connection, Overtaken

_KNOWN = "select key, request, status, body from answer where key = any($1)"
_REMEMBER = """
insert into answer (key, request, status, body) select * from unnest($1::text[], $2::bytea[], $3::int[], $4::bytea[])
on conflict do nothing returning key
"""


class Known(msgspec.Struct, frozen=True):
    """An answer given before, and the digest of the request that it was given to."""

    request: bytes
    answer: Answer


def digest(dossier_id: UUID | None, command: Command) -> bytes:
    """What makes two requests the same; a dossier that the command creates has no id of its own yet."""
    return hashlib.sha256(f"{dossier_id or ''}{type(command).__name__}{command.model_dump_json()}".encode()).digest()


def owned(key: str, actor: Actor | None) -> str:
    """The key as one person's at one agency; of the service itself as it is."""
    # No code has a space in it: nobody's key is put together like somebody else's.
    return f"{actor.agency or ''} {actor.subject} {key}" if actor else key


async def recall(connection: Connection, keys: Iterable[str]) -> dict[str, Known]:
    """What was answered under these keys."""
    records = await connection.fetch(_KNOWN, list(keys))
    return {r["key"]: Known(r["request"], Answer(r["status"], r["body"], repeated=True)) for r in records}


async def remember(connection: Connection, given: Mapping[str, tuple[bytes, Answer]]) -> None:
    """Keep answers by key, with their requests' digests. Raises Overtaken when another instance answered one meanwhile."""
    rows = [(key, request, answer.status, answer.body) for key, (request, answer) in sorted(given.items())]
    if rows and len(await connection.fetch(_REMEMBER, *map(list, zip(*rows, strict=True)))) < len(rows):
        raise Overtaken("a key")
