"""How a file comes in: streamed, counted and hashed on the way, looked at, and only then kept."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids

from intake.papers import refusals
from intake.papers.archives import check_rest
from intake.papers.kinds import Kind, check_head, kind_named
from intake.papers.names import tidy
from intake.papers.objects import PIECE, Objects
from intake.papers.settled import settled

BOUND = 200 * refusals.MEGABYTE


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken: its key, its name to show, its true type, its length in bytes and its hex SHA-256."""

    document_id: UUID
    key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(slots=True)
class _Passing:
    """What is known of the bytes that have passed so far."""

    kind: Kind
    bound: int
    size: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    async def watched(self, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        async for piece in _pieces(chunks):
            if self.size == 0:
                check_head(self.kind, piece)
            self.size += len(piece)
            if self.size > self.bound:
                raise refusals.too_big(self.bound)
            # In the loop: 0.15 ms a piece; handing it to a thread costs half as much again.
            self.hash.update(piece)
            yield piece
        if self.size == 0:
            raise refusals.empty()


async def _pieces(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """The same bytes, cut anew: the first piece holds the head, whatever the network cut."""
    held = bytearray()
    async for chunk in chunks:
        for at in range(0, len(chunk), PIECE):
            held += chunk[at : at + PIECE]
            if len(held) >= PIECE:
                yield bytes(held[:PIECE])
                del held[:PIECE]
    if held:
        yield bytes(held)


async def receive(objects: Objects, dossier_id: UUID, name: str, chunks: AsyncGenerator[bytes], bound: int = BOUND,
                  seconds: float | None = None) -> Kept:  # fmt: skip
    """Take a file of at most `bound` bytes in, within so many seconds. Raises Refused; whatever is raised, nothing remains stored."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await _received(objects, dossier_id, name, chunks, bound)
    except TimeoutError:
        if limit.expired():  # else it is the store's own
            raise refusals.too_slow() from None
        raise


async def _received(objects: Objects, dossier_id: UUID, name: str, chunks: AsyncGenerator[bytes], bound: int) -> Kept:
    document_id = uuids.uuid7()
    incoming, key = f"incoming/{document_id}", f"{dossier_id}/{document_id}"
    async with aclosing(chunks), AsyncExitStack() as undo:
        shown = tidy(name)
        passing = _Passing(kind_named(shown), bound)
        undo.push_async_callback(lambda: settled(_forget(objects, incoming, key)))
        async with aclosing(passing.watched(chunks)) as pieces:
            await objects.write(incoming, pieces)
        await asyncio.to_thread(check_rest, passing.kind, objects.reader(incoming, passing.size), passing.size)
        await objects.move(incoming, key)
        undo.pop_all()
    return Kept(document_id, key, shown, passing.kind.media_type, passing.size, passing.hash.hexdigest())


async def _forget(objects: Objects, *keys: str) -> None:
    for key in keys:
        await objects.forget(key)
