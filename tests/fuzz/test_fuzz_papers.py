"""A file from outside is taken or refused by name, and nothing of a refused one stays (issue 8)."""

import io
import zipfile
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.papers import KINDS, Objects, objects_at, receive
from intake.papers.contents import described
from intake.papers.names import BYTES, suffix_of, tidy
from lienthong_runtime import Refused
from outside import outside, tries, words

DOSSIER = UUID(int=5)


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name.replace("__", "/"), content)
    return made.getvalue()


INNER = archive(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<a/>"})
FILES = {
    ".pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n",
    ".png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    ".jpg": b"\xff\xd8\xff\xe0" + bytes(40),
    ".tif": b"II*\0" + bytes(40),
    ".xml": b'<?xml version="1.0" encoding="utf-8"?><!-- a --><a:b xmlns:a="u"/>',
    ".p7s": bytes.fromhex("3082010006092a864886f70d010702a0") + bytes(40),
    ".docx": archive(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w/>" * 50, "word__embeddings__a.xlsx": INNER}),
    ".xlsx": INNER,
    ".odt": archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<a/>"}),
}


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Objects, Path]:
    folder = tmp_path_factory.mktemp("fuzzed")
    return objects_at(str(folder)), folder


async def pieces(content: bytes, length: int) -> AsyncGenerator[bytes]:
    for at in range(0, len(content), length):
        yield content[at : at + length]


@tries
@given(some.sampled_from(sorted(FILES)), outside(*FILES.values()), some.integers(1, 5000))
async def test_a_file_is_taken_or_refused_and_a_refused_one_leaves_nothing(
    objects: tuple[Objects, Path], suffix: str, content: bytes, length: int
) -> None:
    store, folder = objects
    try:
        kept = await receive(store, DOSSIER, f"tệp{suffix}", pieces(content, max(length, len(content) // 50)), 150_000, 10.0)
    except Refused as refusal:
        assert all(len(fault.vi) < 400 for fault in refusal.faults)
    else:
        assert kept.size == len(content) and kept.media_type in {kind.media_type for kind in KINDS}
        await store.forget(kept.key)
    assert not [file for file in folder.rglob("*") if file.is_file()]


async def test_each_of_the_good_files_is_taken(objects: tuple[Objects, Path]) -> None:
    for suffix, content in FILES.items():
        kept = await receive(objects[0], DOSSIER, f"tệp{suffix}", pieces(content, 4096))
        await objects[0].forget(kept.key)


@tries
@given(words("đơn.pdf", "../../etc/passwd", "C:\\a\\con.txt", "a" * 300 + ".docx", "gpj.\u202eexe", "%2e%2e%2fa", "a\r\nX: b.pdf"))
def test_a_file_s_name_can_steer_nothing(name: str) -> None:
    shown = tidy(name)
    assert 0 < len(shown.encode()) <= BYTES and not set(shown) & set('/\\<>:"|?*\0\r\n\u202e')
    assert shown not in (".", "..") and tidy(shown) == shown
    suffix_of(name)


@tries
@given(outside(*FILES.values()))
def test_what_a_file_is_can_always_be_said(head: bytes) -> None:
    assert all(0 < len(words_) < 300 for words_ in described(head))
