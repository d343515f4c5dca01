"""Files as citizens and attackers send them, and a desk to hand them in at."""

import io
import os
import zipfile
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID

from intake.papers import BOUND, Kept, Objects, objects_at, receive

DOSSIER = UUID("01933c3e-7a00-7000-8000-00000000000d")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
P7S = bytes.fromhex("30820a0b06092a864886f70d010702a08209fc") + bytes(64)
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- to khai --><HoSo><Ten>An</Ten></HoSo>'
WINDOWS = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(200)
LINUX = b"\x7fELF\2\1\1" + bytes(100)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
XLSX_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<R/>", "word/document.xml": b"<w:document/>" * 50}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
TEXT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>", "META-INF/manifest.xml": b"<m/>"}


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these parts, `mimetype` stored as ODF wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


DOCX, XLSX, ODT = archive(WORD), archive(SHEET), archive(TEXT)


async def sent(content: bytes, cut: int = 7000) -> AsyncGenerator[bytes]:
    """The content as a network would cut it."""
    for at in range(0, len(content), cut):
        yield content[at : at + cut]


def left_in(folder: Path) -> list[Path]:
    """Every file that lies there, half-written ones too."""
    return [Path(at) / name for at, _, names in os.walk(folder) for name in names]


class Desk:
    """Takes files in, into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects: Objects = objects_at(str(folder))

    async def take(self, name: str, content: bytes, bound: int = BOUND) -> Kept:
        return await receive(self.objects, DOSSIER, name, sent(content), bound)

    async def read(self, kept: Kept) -> bytes:
        return b"".join([piece async for piece in await self.objects.read(kept.key)])
