"""Office documents are ZIPs: which of them are what they say, and harmless to unpack."""

import re

from intake.papers import refusals
from intake.papers.index import Entry, Read, ends_as_archive, entries_of
from intake.papers.inflate import inflated
from intake.papers.kinds import Kind

UNPACKED, TIMES, SMALL = 500_000_000, 200, 10_000_000
EMBEDDED = 8_000_000
_ESCAPING = re.compile(rb"^[/\\]|\\|^[A-Za-z]:|(^|/)\.\.(/|$)|[\0-\x1f\x7f]")
_MACRO = re.compile(rb"(^|/)(vbaproject\.bin|vbadata\.xml)$|^(basic|scripts)/.", re.I)
_LAUNCHED = re.compile(rb"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|js|jar|lnk|msi|hta)$", re.I)
# Scrambled fonts begin with any bytes; these drawings are packed by themselves.
_OPAQUE = re.compile(rb"\.(odttf|emz|wmz)$", re.I)
_ARCHIVE = (b"PK\3\4", b"PK\5\6", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_PROGRAM = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_CHART_DATA = re.compile(rb"^(word|xl|ppt)/embeddings/[^/]+\.(xlsx|docx|pptx)$", re.I)


def check_rest(kind: Kind, read: Read, size: int) -> None:
    """Raise Refused unless the whole is as sound as its first bytes promised; reads all of an archive, so for a thread."""
    if kind.parts:
        entries = entries_of(read, size)
        _check_kind(kind, entries, read)
        _check(entries, read, size)
    elif ends_as_archive(read, size):
        raise refusals.hidden_archive(kind.suffixes[0])


def _check_kind(kind: Kind, entries: list[Entry], read: Read) -> None:
    names = {entry.name for entry in entries}
    if kind.parts == "mimetype":
        first = min(entries, key=lambda entry: entry.at, default=None)
        true = first is not None and first.name == b"mimetype" and b"".join(inflated(read, first)) == kind.media_type.encode()
    else:
        roots = {name.partition(b"/")[0] for name in names} & {b"word", b"xl", b"ppt"}
        true = b"[Content_Types].xml" in names and roots == {kind.parts.rstrip("/").encode()}
    if not true:
        raise refusals.other_content(kind.suffixes[0], "tệp nén hoặc tài liệu loại khác", "an archive or another kind of document")


def _check(entries: list[Entry], read: Read, size: int, embedded: bool = False) -> None:
    _check_sizes(sum(entry.unpacked for entry in entries), size)
    for entry in entries:
        if _ESCAPING.search(entry.name):
            raise refusals.unsafe_entry()
        if _MACRO.search(entry.name) or _LAUNCHED.search(entry.name):
            raise refusals.program_inside()
        _check_bytes(entry, read, embedded)


def _check_sizes(unpacked: int, size: int) -> None:
    if unpacked > UNPACKED:
        raise refusals.unpacks_to_more(UNPACKED)
    # A sheet of equal rows packs 50 times or more; deflate itself can't pass 1032.
    if unpacked > max(SMALL, size * TIMES):
        raise refusals.packed_too_tightly(TIMES)


def _check_bytes(entry: Entry, read: Read, embedded: bool) -> None:
    chart = not embedded and _CHART_DATA.match(entry.name) is not None and entry.unpacked <= EMBEDDED
    held = bytearray()
    for piece in inflated(read, entry):
        if chart or len(held) < 8:
            held += piece
    if chart:
        _check(entries_of(_within(held), len(held)), _within(held), len(held), embedded=True)
    elif not _OPAQUE.search(entry.name):
        _check_magic(bytes(held[:8]))


def _check_magic(head: bytes) -> None:
    if head.startswith(_PROGRAM):
        raise refusals.program_inside()
    if head.startswith(_ARCHIVE):
        raise refusals.nested()


def _within(held: bytearray) -> Read:
    return lambda start, end: bytes(held[start:end])
