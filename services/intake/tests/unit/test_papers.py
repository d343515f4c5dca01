"""What a citizen may hand in as a file, and what becomes of it."""

import asyncio
import hashlib
import tracemalloc
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.papers import KINDS, NoSuchObject, Objects, objects_at, receive
from intake.papers.contents import described
from intake.papers.settled import settled
from lienthong_runtime import Refused
from obstore.exceptions import AlreadyExistsError
from paper_files import DOCX, DOSSIER, JPEG, LINUX, ODT, P7S, PAGE, PDF, PNG, WINDOWS, XLSX, XML, Desk, archive, left_in, sent

MB = 1_000_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "papers")


async def refused(desk: Desk, name: str, content: bytes, **more: int) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        await desk.take(name, content, **more)
    (fault,) = caught.value.faults
    assert fault.field == "file"
    assert left_in(desk.folder) == []
    return fault.vi, fault.en


GOOD = [("đơn.pdf", PDF), ("ảnh.PNG", PNG), ("ảnh.jpeg", JPEG), ("a.tiff", b"II*\0\x08\0\0\0" + bytes(20)), ("đơn.docx", DOCX),
        ("bảng kê.xlsx", XLSX), ("tờ khai.odt", ODT), ("chữ ký.p7s", P7S), ("hoá đơn.xml", XML)]  # fmt: skip


@pytest.mark.parametrize("name, content", GOOD, ids=[name for name, _ in GOOD])
async def test_a_good_file_comes_back_as_it_was(desk: Desk, name: str, content: bytes) -> None:
    kept = await desk.take(name, content)
    assert await desk.read(kept) == content
    assert (kept.name, kept.size, kept.sha256) == (name, len(content), hashlib.sha256(content).hexdigest())
    assert any(kept.media_type == kind.media_type and name.lower().endswith(kind.suffixes) for kind in KINDS)
    assert left_in(desk.folder) == [desk.folder / str(DOSSIER) / str(kept.document_id)]


async def test_the_same_bytes_give_the_same_digest_and_two_papers(desk: Desk) -> None:
    one, other = await desk.take("a.pdf", PDF), await desk.take("b.pdf", PDF)
    assert one.sha256 == other.sha256
    assert one.key != other.key


async def test_how_the_network_cuts_a_file_changes_nothing(desk: Desk) -> None:
    content = PDF + bytes(700_000)
    kept = [await receive(desk.objects, DOSSIER, "a.pdf", sent(content, cut)) for cut in (1000, 262_144, 10**6)]
    kept.append(await receive(desk.objects, DOSSIER, "a.pdf", sent(PDF, 1)))
    assert len({paper.sha256 for paper in kept[:3]}) == 1
    assert await desk.read(kept[1]) == content
    assert await desk.read(kept[3]) == PDF


DRESSED = [
    ("đơn.pdf", WINDOWS, "chương trình Windows", "a Windows program"),
    ("ảnh.jpg", LINUX, "chương trình Linux", "a Linux program"),
    ("đơn.pdf", PAGE, "trang web", "a web page"),
    ("đơn.pdf", b"\n  " + PAGE, "trang web", "a web page"),
    ("ảnh.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG", "SVG"),
    ("đơn.docx", b"#!/bin/sh\nrm -rf /\n", "tập lệnh", "a script"),
    ("đơn.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "có mật khẩu", "locked"),
    ("đơn.pdf", b"junk %PDF-1.7\n", "không rõ loại", "no known type"),
    ("đơn.pdf", b"Rar!\x1a\7\1\0" + bytes(50), "RAR", "RAR"),
    ("đơn.pdf", JPEG, "ảnh JPEG", "a JPEG picture"),
    ("đơn.docx", archive({"a.txt": b"a"}), "tệp nén", "an archive"),
    ("đơn.docx", XLSX, "tệp nén", "an archive"),
    ("đơn.odt", DOCX, "tệp nén", "an archive"),
    ("đơn.p7s", b"\x30\x03\2\1\1" + bytes(40), "không rõ loại", "no known type"),
]


@pytest.mark.parametrize("name, content, vi, en", DRESSED)
async def test_a_file_that_is_not_what_its_name_says_is_refused(desk: Desk, name: str, content: bytes, vi: str, en: str) -> None:
    said = await refused(desk, name, content)
    assert vi in said[0] and en in said[1]
    assert name[-4:] in said[0]


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.js", "a.zip", "a.pdf.exe", "a", "a.pdf:b.exe", ""])
async def test_a_name_of_no_known_kind_is_refused(desk: Desk, name: str) -> None:
    vi, en = await refused(desk, name, PDF)
    assert "pdf, jpg" in vi and "pdf, jpg" in en


@pytest.mark.parametrize("content", [b"%PDF-1.4\n<html><script>x()</script>", JPEG[:-2] + b"<svg onload='x()'>"])
async def test_a_web_page_behind_a_good_head_is_refused(desk: Desk, content: bytes) -> None:
    vi, _ = await refused(desk, "a.pdf" if content.startswith(b"%") else "a.jpg", content)
    assert "mã trang web" in vi


@pytest.mark.parametrize("hidden", [archive({"a.class": b"x"}), archive({"a": b"x"}) + b"%%EOF\n", archive({}) + bytes(3)])
async def test_a_pdf_that_is_an_archive_from_behind_is_refused(desk: Desk, hidden: bytes) -> None:
    vi, _ = await refused(desk, "a.pdf", PDF + bytes(10**6) + hidden)
    assert "tệp nén ở cuối" in vi


BAD_XML = [
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>',
    b'<?xml version="1.0"?><svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
    b'<?xml version="1.0" encoding="UTF-7"?><a/>',
    b'<?xml version="1.0"?>' + b"<!--" + b" <a> " * 2000 + b"--><!DOCTYPE a><a/>",
    b'<?xml version="1.0"?>' + b"<!---->" * 500 + b"<!DOCTYPE a><a/>",
]


@pytest.mark.parametrize("content", BAD_XML)
async def test_xml_that_fetches_grows_or_draws_is_refused(desk: Desk, content: bytes) -> None:
    vi, _ = await refused(desk, "a.xml", content)
    assert "XML có DOCTYPE" in vi


async def test_an_empty_file_is_refused(desk: Desk) -> None:
    assert await refused(desk, "a.pdf", b"") == ("tệp rỗng, không có nội dung nào", "the file is empty")


async def test_a_file_of_exactly_the_bound_is_taken_and_one_byte_more_is_not(desk: Desk) -> None:
    content = PDF + bytes(3 * MB - len(PDF))
    vi, en = await refused(desk, "a.pdf", content + b"x", bound=3 * MB)
    assert "lớn hơn 3 MB" in vi and "larger than 3 MB" in en
    assert (await desk.take("a.pdf", content, bound=3 * MB)).size == 3 * MB


class Endless:
    """A client that never stops sending."""

    def __init__(self) -> None:
        self.given, self.closed = 0, False

    async def chunks(self) -> AsyncGenerator[bytes]:
        try:
            yield PDF
            while True:
                self.given += 65536
                yield bytes(65536)
        finally:
            self.closed = True


async def test_a_stream_without_end_is_refused_at_the_bound_in_little_memory(desk: Desk) -> None:
    client = Endless()
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            await receive(desk.objects, DOSSIER, "a.pdf", client.chunks(), 20 * MB)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert client.closed
    assert client.given < 21 * MB
    assert peak < 4 * MB
    assert left_in(desk.folder) == []


async def test_the_client_is_let_go_before_it_sends_when_its_name_is_refused(desk: Desk) -> None:
    client = Endless()
    stream = client.chunks()
    with pytest.raises(Refused):
        await receive(desk.objects, DOSSIER, "a.exe", stream)
    assert client.given == 0
    assert [chunk async for chunk in stream] == []


async def test_a_client_that_goes_on_for_too_long_is_refused_and_nothing_remains(desk: Desk) -> None:
    async def dawdling() -> AsyncGenerator[bytes]:
        yield PDF + bytes(3 * MB)
        await asyncio.Event().wait()

    with pytest.raises(Refused) as caught:
        await receive(desk.objects, DOSSIER, "a.pdf", dawdling(), seconds=0.05)
    assert [fault.en for fault in caught.value.faults] == ["the file took too long to come"]
    assert left_in(desk.folder) == []


class BrokenOff(Exception):
    """The client's connection ended."""


@pytest.mark.parametrize("sent_before", [0, 100, 3 * MB])
async def test_nothing_remains_when_a_client_breaks_off(desk: Desk, sent_before: int) -> None:
    async def breaking() -> AsyncGenerator[bytes]:
        async for chunk in sent((PDF + bytes(sent_before))[:sent_before], 65536):
            yield chunk
        raise BrokenOff

    with pytest.raises(BrokenOff):
        await receive(desk.objects, DOSSIER, "a.pdf", breaking())
    assert left_in(desk.folder) == []


@pytest.mark.parametrize("length", [100, 3 * MB])
async def test_a_broken_stream_never_becomes_an_object_not_even_for_a_moment(desk: Desk, length: int) -> None:
    async def breaking() -> AsyncGenerator[bytes]:
        async for chunk in sent(bytes(length), 65536):
            yield chunk
        raise BrokenOff

    with pytest.raises(BrokenOff):
        await desk.objects.write("incoming/x", breaking())
    assert left_in(desk.folder) == []


@pytest.mark.parametrize("wait", [0.0, 0.001, 0.005, 0.02, 0.1])
@pytest.mark.parametrize("times", [1, 3])
async def test_nothing_remains_when_the_request_is_cancelled_however_often(desk: Desk, wait: float, times: int) -> None:
    task = asyncio.create_task(receive(desk.objects, DOSSIER, "a.pdf", Endless().chunks(), 10**12))
    await asyncio.sleep(wait)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left_in(desk.folder) == []


@pytest.mark.parametrize("step", range(24))
async def test_a_cancelled_file_is_kept_whole_or_not_at_all(desk: Desk, step: int) -> None:
    task = asyncio.create_task(desk.take("a.docx", DOCX))
    for _ in range(step):
        await asyncio.sleep(0.0005)
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert len(left_in(desk.folder)) == (0 if isinstance(outcome, asyncio.CancelledError) else 1)


async def test_work_begun_is_ended_before_its_cancellation_is_felt() -> None:
    done: list[str] = []

    async def work() -> None:
        await asyncio.sleep(0.02)
        done.append("work")

    task = asyncio.create_task(settled(work()))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["work"]


async def test_many_at_once_do_not_disturb_each_other(desk: Desk) -> None:
    files = [("a.pdf", PDF + bytes([n]) * 50_000) if n % 2 else ("a.pdf", WINDOWS) for n in range(40)]
    outcomes = await asyncio.gather(*(desk.take(*file) for file in files), return_exceptions=True)
    kept = [paper for paper in outcomes if not isinstance(paper, BaseException)]
    assert all(isinstance(fault, Refused) for fault in outcomes if isinstance(fault, BaseException))
    assert len(kept) == len(left_in(desk.folder)) == 20


async def test_nothing_is_ever_overwritten(desk: Desk) -> None:
    kept = await desk.take("a.pdf", PDF)
    await desk.objects.write("incoming/x", sent(PNG))
    with pytest.raises(AlreadyExistsError):
        await desk.objects.move("incoming/x", kept.key)
    assert await desk.read(kept) == PDF


async def test_a_forgotten_paper_is_gone_and_may_be_forgotten_again(desk: Desk) -> None:
    kept = await desk.take("a.pdf", PDF)
    for _ in range(2):
        await desk.objects.forget(kept.key)
    with pytest.raises(NoSuchObject):
        await desk.objects.read(kept.key)
    assert left_in(desk.folder) == []


async def test_a_url_names_another_place_than_a_folder() -> None:
    objects: Objects = objects_at("memory:///")
    kept = await receive(objects, DOSSIER, "a.docx", sent(DOCX))
    assert b"".join([piece async for piece in await objects.read(kept.key)]) == DOCX


@given(some.binary(max_size=300))
def test_any_bytes_can_be_described(head: bytes) -> None:
    assert all(described(head or b"x"))
