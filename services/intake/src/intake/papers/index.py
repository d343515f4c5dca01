"""A ZIP's central directory, read strictly: what two readers could understand differently is refused."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.papers import refusals

type Read = Callable[[int, int], bytes]

ENTRIES, INDEX = 10_000, 4 * 1024 * 1024
_END, _ENTRY = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L")
_FARTHEST = _END.size + 0xFFFF
_LOCKED = 0x0001 | 0x0040 | 0x2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One part: its raw name, how it is packed (0 stored, 8 deflated), both sizes in bytes, and where its own header stands."""

    name: bytes
    method: int
    packed: int
    unpacked: int
    at: int


@dataclass(frozen=True, slots=True)
class _End:
    """The record that ends an archive, as found: where it stands, and what it says of the index."""

    at: int
    disks: int
    here: int
    entries: int
    length: int
    start: int
    after: int


def _end_of(read: Read, size: int) -> _End | None:
    tail = read(max(0, size - _FARTHEST), size)
    found = tail.rfind(b"PK\5\6")
    if found < 0 or len(tail) - found < _END.size:
        return None
    _, disk, first, here, entries, length, start, comment = _END.unpack_from(tail, found)
    return _End(size - len(tail) + found, disk + first, here, entries, length, start, len(tail) - found - _END.size - comment)


def ends_as_archive(read: Read, size: int) -> bool:
    """Whether a lenient reader would find an archive here, whatever stands before and behind it."""
    end = _end_of(read, size)
    return end is not None and end.at >= end.length and read(end.at - end.length, end.at)[:4] in (b"PK\1\2", b"")


def entries_of(read: Read, size: int) -> list[Entry]:
    """Every part, as the index says. Raises Refused when it is unsound, too long, locked or names a part twice."""
    end = _end_of(read, size)
    # A longer archive (ZIP64) has a record between its index and its end, so that these differ: no document needs one.
    if end is None or end.after or end.disks or end.here != end.entries or end.start + end.length != end.at:
        raise refusals.unsound()
    if end.entries > ENTRIES or end.length > INDEX:
        raise refusals.too_many_entries(ENTRIES)
    found = list(_walk(read(end.start, end.at)))
    # Parts that share bytes are how a bomb of a few MB holds an exabyte.
    if len(found) != end.entries or len({e.name for e in found}) != len(found) or sum(e.packed for e in found) > end.start:
        raise refusals.unsound()
    return found


def _walk(index: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(index):
        if len(index) - at < _ENTRY.size:
            raise refusals.unsound()
        magic, _, _, flags, method, _, _, _, packed, unpacked, name, extra, comment, _, _, _, place = _ENTRY.unpack_from(index, at)
        if magic != b"PK\1\2" or method not in (0, 8):
            raise refusals.unsound()
        if flags & _LOCKED:
            raise refusals.locked()
        at += _ENTRY.size
        yield Entry(index[at : at + name], method, packed, unpacked, place)
        at += name + extra + comment
