"""A ZIP part's true bytes, a bounded piece at a time."""

import struct
import zlib
from collections.abc import Iterator

from intake.papers import refusals
from intake.papers.index import Entry, Read

PIECE = 256 * 1024
_LOCAL = struct.Struct("<4s5H3L2H")


def inflated(read: Read, entry: Entry) -> Iterator[bytes]:
    """The part's bytes. Raises Refused when they aren't exactly as many as the index says: an index can lie."""
    total = 0
    packed = _packed(read, entry)
    for piece in packed if entry.method == 0 else _deflated(packed):
        total += len(piece)
        if total > entry.unpacked:
            raise refusals.unsound()
        if piece:
            yield piece
    if total != entry.unpacked:
        raise refusals.unsound()


def _packed(read: Read, entry: Entry) -> Iterator[bytes]:
    header = read(entry.at, entry.at + _LOCAL.size)
    if len(header) != _LOCAL.size or header[:4] != b"PK\3\4":
        raise refusals.unsound()
    name, extra = _LOCAL.unpack(header)[-2:]
    start = entry.at + _LOCAL.size
    # A reader that trusts the part's own header, and one that trusts the index, must see the same name.
    if read(start, start + name) != entry.name:
        raise refusals.unsound()
    start, end = start + name + extra, start + name + extra + entry.packed
    for at in range(start, end, PIECE):
        yield read(at, min(at + PIECE, end))


def _deflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            while piece and not stream.eof:
                yield stream.decompress(piece, PIECE)
                piece = stream.unconsumed_tail
        yield stream.flush()
    except zlib.error as fault:
        raise refusals.unsound() from fault
    if not stream.eof:
        raise refusals.unsound()
