"""Office documents are archives: which are documents, and which are bombs or carry something else."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.papers import index, kind_named
from intake.papers.archives import check_rest
from intake.papers.inflate import inflated
from lienthong_runtime import Refused
from paper_files import DOCX, LINUX, ODT, TEXT, WINDOWS, WORD, XLSX, Desk, archive, left_in


def verdict(name: str, content: bytes) -> str:
    """What is said of the file, in English; empty when it is sound."""
    try:
        check_rest(kind_named(name), lambda start, end: content[start:end], len(content))
    except Refused as refusal:
        return refusal.faults[0].en
    return ""


def word_with(name: str, content: bytes) -> str:
    return verdict("a.docx", archive(WORD | {name: content}))


def bomb(megabytes: int, said: int) -> bytes:
    """An archive of about a thousandth of its true length, whose index says another one."""
    stream = zlib.compressobj(9, wbits=-15)
    # After a full flush the same zeros pack to the same bytes, so that one block may be repeated.
    block = stream.compress(bytes(10_000_000)) + stream.flush(zlib.Z_FULL_FLUSH)
    packed = block * (megabytes // 10) + stream.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, content in (WORD | {"word/media/a.bin": packed}).items():
            opened.writestr(zipfile.ZipInfo(name), content)
    return patched(patched(out.getvalue(), b"PK\1\2", 10, b"\x08\0"), b"PK\1\2", 24, struct.pack("<L", said))


def patched(content: bytes, magic: bytes, offset: int, value: bytes) -> bytes:
    """The content with some bytes of the last header that begins with magic replaced."""
    at = content.rfind(magic) + offset
    return content[:at] + value + content[at + len(value) :]


def test_documents_are_sound() -> None:
    assert [verdict(*file) for file in (("a.docx", DOCX), ("a.xlsx", XLSX), ("a.odt", ODT))] == ["", "", ""]


# ZIP64 says 0xFFFFFFFF where a length doesn't fit; an index may also just lie.
BOMBS = [(10_000, 0xFFFFFFFF, "more than 500 MB"), (600, 600_000_000, "more than 500 MB"), (400, 400_000_000, "200 times"),
         (10_000, 1000, "don't match"), (400, 9_000_000, "don't match")]  # fmt: skip


@pytest.mark.parametrize("megabytes, said, why", BOMBS)
async def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, megabytes: int, said: int, why: str) -> None:
    desk, content = Desk(tmp_path / "papers"), bomb(megabytes, said)
    assert len(content) < 11_000_000
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=why):
            await desk.take("đơn.docx", content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000
    assert left_in(desk.folder) == []


def test_a_part_longer_than_its_index_says_is_refused() -> None:
    assert "don't match" in verdict("a.docx", patched(DOCX, b"PK\1\2", 24, struct.pack("<L", 1000)))


def test_a_part_that_says_less_than_it_holds_is_not_unpacked_further() -> None:
    content = bomb(1000, 300_000)
    part = max(index.entries_of(lambda start, end: content[start:end], len(content)), key=lambda entry: entry.at)
    pieces = inflated(lambda start, end: content[start:end], part)
    given_out = []
    with pytest.raises(Refused):
        given_out.extend(len(piece) for piece in pieces)
    assert sum(given_out) <= 300_000


def test_a_part_whose_packing_never_ends_is_refused() -> None:
    packed = zlib.compressobj(wbits=-15)
    endless = packed.compress(b"<a/>") + packed.flush(zlib.Z_SYNC_FLUSH)
    ending = endless + packed.flush()
    said = []
    for content in (endless, ending):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as opened:
            for name, part in (WORD | {"word/a.xml": content}).items():
                opened.writestr(zipfile.ZipInfo(name), part)
        document = patched(patched(out.getvalue(), b"PK\1\2", 10, b"\x08\0"), b"PK\1\2", 24, struct.pack("<L", 4))
        said.append(verdict("a.docx", document))
    assert "don't match" in said[0] and said[1] == ""


def test_a_document_written_as_a_stream_is_sound() -> None:
    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:
            self.written += piece
            return len(piece)

    out = OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as streamed:
        for name, content in WORD.items():
            streamed.writestr(name, content)
    assert verdict("a.docx", bytes(out.written)) == ""


def test_parts_that_share_bytes_are_refused() -> None:
    whole = archive(WORD | {f"word/{n}.xml": b"<a/>" * 9 for n in range(3)})
    shared = patched(whole, b"PK\1\2", 20, struct.pack("<L", len(whole)))
    assert "don't match" in verdict("a.docx", shared)


@pytest.mark.parametrize("inner", [DOCX, archive({}), b"Rar!\x1a\7\1\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0", b"BZh91AY"])
@pytest.mark.parametrize("name", ["word/media/a.png", "a.zip", "word/embeddings/x/a.xlsx"])
def test_an_archive_within_an_archive_is_refused(name: str, inner: bytes) -> None:
    assert "another archive" in word_with(name, inner)


def test_a_charts_own_sheet_is_taken_but_looked_at() -> None:
    name = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert word_with(name, XLSX) == ""
    assert "macro" in word_with(name, archive({"xl/vbaProject.bin": b"x"}))
    assert "another archive" in word_with(name, archive({"xl/embeddings/a.xlsx": XLSX}))
    assert "200 times" in word_with(name, archive({"xl/a.xml": bytes(20_000_000)}))
    assert "don't match" in word_with(name, b"no archive")


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/vbaData.xml", "a.exe", "word/media/a.VBS", "Scripts/python/a.py"])
def test_a_macro_or_a_program_by_its_name_is_refused(name: str) -> None:
    assert "macro" in word_with(name, b"x")


@pytest.mark.parametrize("content", [WINDOWS, LINUX, b"#!/bin/sh"])
def test_a_program_by_its_bytes_is_refused(content: bytes) -> None:
    assert "macro" in word_with("word/media/image1.png", content)


def test_a_macro_in_a_text_document_is_refused() -> None:
    assert "macro" in verdict("a.odt", archive(TEXT | {"Basic/Standard/Module1.xml": b"<x/>"}))


@pytest.mark.parametrize("name", ["../a", "word/../../a", "/etc/passwd", "C:/a", "a\\..\\b", "word/a\nb", "..", "a\x7f"])
def test_a_part_with_a_forbidden_path_is_refused(name: str) -> None:
    assert "forbidden path" in word_with(name, b"x")


@pytest.mark.parametrize("name", ["word/a..b.xml", "[trash]/0000.dat", "word/ảnh.png", "word/", "docProps/..x/a.xml"])
def test_a_part_with_a_curious_name_is_taken(name: str) -> None:
    assert word_with(name, b"") == ""


@pytest.mark.parametrize("flag", [0x01, 0x40, 0x2000])
def test_a_locked_document_is_refused(flag: int) -> None:
    assert "password" in verdict("a.docx", patched(DOCX, b"PK\1\2", 8, struct.pack("<H", flag)))


def test_a_document_of_too_many_parts_is_refused() -> None:
    many = archive(WORD | {f"word/{n}": b"" for n in range(index.ENTRIES)})
    assert "10000 parts" in verdict("a.docx", many)


BROKEN = {
    "cut off": DOCX[:-1],
    "something behind": DOCX + b"x",
    "something before": b"PK\3\4" + DOCX,
    "two names for one part": patched(DOCX, b"PK\1\2", 51, b"D"),
    "an unknown packing": patched(DOCX, b"PK\1\2", 10, b"\x0c\0"),
    "no part there": patched(DOCX, b"PK\1\2", 42, struct.pack("<L", 10**8)),
    "an index without entries": patched(DOCX, b"PK\1\2", 0, b"XXXX"),
    "a count that lies": patched(DOCX, b"PK\5\6", 8, struct.pack("<2H", 2, 2)),
    "a length that lies": patched(DOCX, b"PK\5\6", 12, bytes(4)),
    "spoilt bytes": DOCX.replace(zlib.compress(b"<Types/>", wbits=-15), b"\xff" * 10),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_damaged_document_is_refused(content: bytes) -> None:
    assert "don't match" in verdict("a.docx", content)


def test_a_part_named_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as twice, pytest.warns(UserWarning, match="Duplicate"):
        for name in (*WORD, "word/document.xml"):
            twice.writestr(name, b"x")
    assert "don't match" in verdict("a.docx", out.getvalue())


@pytest.mark.parametrize("parts", [{"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, {"a": b"x"} | TEXT, {}])
def test_a_text_document_says_so_in_its_first_part(parts: dict[str, bytes]) -> None:
    assert "another kind" in verdict("a.odt", archive(parts))


def test_two_documents_in_one_are_refused() -> None:
    assert "another kind" in verdict("a.docx", archive(WORD | {"xl/workbook.xml": b"x"}))


@given(some.integers(0, len(DOCX) - 1), some.binary(min_size=1, max_size=8))
def test_a_spoilt_document_is_taken_or_refused_and_never_breaks_the_reader(at: int, spoilt: bytes) -> None:
    verdict("a.docx", (DOCX[:at] + spoilt + DOCX[at + len(spoilt) :])[: len(DOCX)])
