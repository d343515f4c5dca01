"""One answer per Idempotency-Key: who asks again gets what was answered the first time, and nothing happens twice."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from fastapi import Response
from lienthong_runtime import Parts
from lienthong_runtime.commands import KeyReused
from lienthong_runtime.outcome import Outcome, Outgoing

from intake.administration import store


class Done(msgspec.Struct, frozen=True):
    """What came of a request: its answer, and the events to be sent once it is committed."""

    body: bytes
    status: int = 200
    outgoing: tuple[Outgoing, ...] = ()


async def once(parts: Parts, key: str, request: tuple[str | bytes, ...], act: Callable[[Any], Awaitable[Done]]) -> Response:
    """Act in one transaction, unless the key was answered. Raises KeyReused when it was for another request."""
    digest = hashlib.sha256(msgspec.json.encode(request)).digest()
    async with parts.pool.acquire() as connection, connection.transaction():
        if not await store.take_key(connection, key, digest):
            return await _again(connection, key, digest)
        done = await act(connection)
        await store.keep_answer(connection, key, done.status, done.body)
    parts.committed(Outcome({}, outgoing=list(done.outgoing)))
    return Response(done.body, done.status, media_type="application/json")


async def _again(connection: Any, key: str, digest: bytes) -> Response:
    known = await store.known_answer(connection, key)
    if known["request"] != digest:
        raise KeyReused
    return Response(known["body"], known["status"], {"Idempotent-Replayed": "true"}, media_type="application/json")
