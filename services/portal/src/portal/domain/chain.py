"""The ledger's hashes: each entry's covers the one before it of the same dossier, each day's seal all entries since the last seal."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(NamedTuple):
    """An entry as it is kept; `body` is what was sent, to the byte."""

    dossier_id: UUID
    source: str
    number: int
    event_id: UUID
    kind: str
    recorded_at: datetime
    body: bytes
    prev: bytes
    hash: bytes


def entry_hash(prev: bytes, dossier_id: UUID, source: str, number: int, event_id: UUID, kind: str, recorded_at: datetime,
               body: bytes) -> bytes:  # fmt: skip
    """SHA-256 over the previous hash and every column; lengths can't be moved from one to the next: the head has one line each."""
    microseconds = (recorded_at - _EPOCH) // timedelta(microseconds=1)
    head = f"{dossier_id}\n{source}\n{number}\n{event_id}\n{kind}\n{microseconds}\n"
    return hashlib.sha256(prev + head.encode() + body).digest()


def hash_of(entry: Entry) -> bytes:
    """What an entry's hash has to be."""
    return entry_hash(entry.prev, *entry[:7])


def seal_hash(prev: bytes, closed_on: date, entries: int, root: bytes) -> bytes:
    """SHA-256 over the seal before, the day, how many entries it seals, and their root."""
    return hashlib.sha256(prev + f"{closed_on.isoformat()}\n{entries}\n".encode() + root).digest()


def _leaf(entry: bytes) -> bytes:
    # Leaves and nodes are hashed apart, or a node could be passed off as an entry (RFC 6962, 2.1).
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The next level; a last one without a partner goes up as it is."""
    return [_node(*level[n : n + 2]) if n + 1 < len(level) else level[n] for n in range(0, len(level), 2)]


def root(entries: Iterable[bytes]) -> bytes:
    """The root of a tree over entries' hashes, in the ledger's order."""
    level = [_leaf(entry) for entry in entries]
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else hashlib.sha256(b"").digest()


def path(entries: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    """From an entry to the root: at each step who stands on its left or right."""
    level, steps = [_leaf(entry) for entry in entries], []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            steps.append(("left" if beside < place else "right", level[beside]))
        level, place = _above(level), place // 2
    return steps
