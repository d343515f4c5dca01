"""What a file's first bytes say it is, in words for a person."""

import re

import puremagic

_PAGE = re.compile(rb"<(!doctype html|html|script|iframe|svg)[\s>/]", re.IGNORECASE)
_KNOWN = (
    (b"MZ", "chương trình Windows", "a Windows program"),
    (b"\x7fELF", "chương trình Linux", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "chương trình macOS", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "chương trình Java hoặc macOS", "a Java or macOS program"),
    (b"#!", "tập lệnh (script)", "a script"),
    (b"%PDF-", "tài liệu PDF", "a PDF document"),
    (b"\xff\xd8\xff", "ảnh JPEG", "a JPEG picture"),
    (b"\x89PNG", "ảnh PNG", "a PNG picture"),
    (b"II*\0", "ảnh TIFF", "a TIFF picture"),
    (b"MM\0*", "ảnh TIFF", "a TIFF picture"),
    (b"PK\3\4", "tệp nén ZIP hoặc tài liệu văn phòng", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "tài liệu Office đời cũ hoặc có mật khẩu", "an old or locked Office document"),
    (b"<?xml", "dữ liệu XML", "XML data"),
)


def page_inside(head: bytes) -> bool:
    """Whether a browser that guesses would take these bytes for a web page or a drawing with scripts."""
    return _PAGE.search(head[:1024]) is not None


def described(head: bytes) -> tuple[str, str]:
    """What this is, in Vietnamese and English."""
    if page_inside(head):
        return "trang web hoặc hình vẽ SVG", "a web page or an SVG drawing"
    known = next(((vi, en) for magic, vi, en in _KNOWN if head.lstrip().startswith(magic)), None)
    return known or _guessed(head)


def _guessed(head: bytes) -> tuple[str, str]:
    # puremagic 2.2 only names what is foreign. From a head alone it calls every ZIP a .docx, a Windows program with a
    # PE header "ZoneAlarm data", a signature a Windows catalogue, and says nothing of scripts: it doesn't decide.
    guesses = puremagic.magic_string(head) if head else ()  # it raises where there is nothing to guess from
    found = next((guess.name for guess in guesses if guess.confidence >= 0.4), "")
    return (f"dữ liệu khác ({found})", f"something else ({found})") if found else ("dữ liệu không rõ loại", "of no known type")
