"""Where bytes lie: a folder, or a bucket named by a URL; nothing is ever overwritten."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from intake.papers.settled import settled

FULL = (errno.ENOSPC, errno.EDQUOT)
PIECE, BLOCK, PAGE = 256 * 1024, 1024 * 1024, 1000
# S3 takes no part below 5 MiB but the last one; a folder has no such wish, and each upload holds two parts in memory.
PART, LOCAL_PART = 5 * 1024 * 1024, 1024 * 1024


class StoreFull(Exception):
    """The disk or the quota under the objects is full: an operator makes room, and what was sent is sent again."""


class NoSuchObject(Exception):
    """Nothing lies under this key."""


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects by key; `part` is how many bytes are held back before they are sent; `folder` is where they lie, if in one."""

    store: ObjectStore
    part: int = PART
    folder: Path | None = None

    async def write(self, key: str, pieces: AsyncIterator[bytes]) -> None:
        """Stream the pieces into a new object; it appears whole at the end, or not at all."""
        # Not put_async: it pulls from the pieces in threads of its own, and a cancelled one aborted the interpreter at its exit.
        writer = obstore.open_writer_async(self.store, key, buffer_size=self.part, max_concurrency=1)
        async with AsyncExitStack() as stack:
            stack.enter_context(_room())
            # Closes it, or gives its parts up when left by an exception.
            stack.push_async_exit(lambda *left_by: settled(_awaited(writer.__aexit__(*left_by))))
            async for piece in pieces:
                await settled(_awaited(writer.write(piece)))

    async def move(self, key: str, to: str) -> None:
        """Give an object its lasting key. Raises obstore's AlreadyExistsError when that is taken."""
        with _room():
            await settled(_awaited(obstore.rename_async(self.store, key, to, overwrite=False)))

    async def forget(self, key: str) -> None:
        """Remove an object, if it is there."""
        if self.folder and "#" in key:  # obstore writes `key` as `key#1` until it is whole, and knows it by no name
            (self.folder / key).unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError, NotFoundError):
            await settled(_awaited(obstore.delete_async(self.store, key)))

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """An object's bytes in pieces. Raises NoSuchObject before the first one."""
        try:
            found = await obstore.get_async(self.store, key)
        except (FileNotFoundError, NotFoundError) as fault:
            raise NoSuchObject(key) from fault
        return aiter(found.stream(min_chunk_size=PIECE))

    async def last_written(self, before: datetime) -> AsyncIterator[list[str]]:
        """Keys of objects that nobody has written to since then, by pages; in a folder half-written ones, too.

        A bucket keeps parts of unfinished objects where no list shows them: its own life-cycle rule has to end them.
        """
        async for page in obstore.list(self.store, chunk_size=PAGE):
            yield [meta["path"] for meta in page if meta["last_modified"] < before]
        if folder := self.folder:
            yield await asyncio.to_thread(lambda: list(_half_written(folder, before)))

    def reader(self, key: str, size: int) -> Callable[[int, int], bytes]:
        """Reads an object of that size anywhere, by blocks that are kept a while; for a thread, as it waits for the store."""

        @lru_cache(maxsize=4)
        def block(number: int) -> bytes:
            return bytes(obstore.get_range(self.store, key, start=number * BLOCK, end=min(size, (number + 1) * BLOCK)))

        def read(start: int, end: int) -> bytes:
            numbers = range(start // BLOCK, -(-min(end, size) // BLOCK))
            return b"".join(block(number)[max(0, start - number * BLOCK) : max(0, end - number * BLOCK)] for number in numbers)

        return read


@contextmanager
def _room() -> Iterator[None]:
    """Tells a full disk from any other fault of the store, which only has words for it."""
    try:
        yield
    except (OSError, BaseError) as fault:
        if any(f"(os error {number})" in str(fault) for number in FULL):
            raise StoreFull from fault
        raise


def _half_written(folder: Path, before: datetime) -> Iterator[str]:
    for path in folder.glob("*/*#*"):
        with suppress(FileNotFoundError):  # it has become whole, or was given up
            if path.stat().st_mtime < before.timestamp():
                yield path.relative_to(folder).as_posix()


async def _awaited(work: Any) -> Any:
    # What obstore gives is awaitable but no coroutine, which a task must have.
    return await work


def objects_at(setting: str) -> Objects:
    """The objects at a URL such as s3://bucket/prefix (credentials as that cloud's clients read them), or in a folder."""
    if "://" not in setting:
        folder = Path(setting)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Objects(LocalStore(folder.resolve(), automatic_cleanup=True), LOCAL_PART, folder)
    # S3 has no rename that refuses to overwrite; without this the library can't imitate one.
    config: Any = {"aws_copy_if_not_exists": "multipart"} if setting.startswith("s3://") else {}
    return Objects(from_url(setting, config=config))
