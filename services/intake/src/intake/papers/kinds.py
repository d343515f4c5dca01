"""Which kinds of file are taken, and how each is known by its first bytes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from intake.papers import refusals
from intake.papers.contents import described, page_inside
from intake.papers.names import suffix_of

HEAD = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument"
# CMS signed data, 1.2.840.113549.1.7.2, in DER; it stands right behind one or two lengths.
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
# Declaration, comments, root: nothing else may come first. So no DOCTYPE (entities that grow or fetch) and no stylesheet (scripts).
_XML = re.compile(
    rb"\A(\xef\xbb\xbf)?<\?xml\s(?P<declared>[^>?]*+)\?>(?:\s|<!--.*?-->)*+<(?:[\w.-]+:)?(?P<root>[A-Za-z_][\w.-]*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; `shown` in a browser, or else only downloaded; `parts` is where an archive of this kind keeps its own."""

    media_type: str
    suffixes: tuple[str, ...]
    begins: Callable[[bytes], bool]
    shown: bool = False
    parts: str = ""


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return partial(_starts_with, magic=magic)


def _starts_with(head: bytes, magic: tuple[bytes, ...]) -> bool:
    return head.startswith(magic)


def _signed(head: bytes) -> bool:
    return head[:1] == b"\x30" and _SIGNED_DATA in head[2:20]


def _xml(head: bytes) -> bool:
    found = _XML.match(head)
    if not found or found["root"].lower() in (b"html", b"svg"):
        return False
    encoding = re.search(rb"""encoding\s*=\s*["']([^"']*)""", found["declared"])
    return encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii")


# Not taken, on purpose: archives (one component, one file), .doc and .xls (macros that can't be seen), .gif, .html, .svg.
KINDS = (
    Kind("application/pdf", (".pdf",), _starts(b"%PDF-"), shown=True),
    Kind("image/jpeg", (".jpg", ".jpeg"), _starts(b"\xff\xd8\xff"), shown=True),
    Kind("image/png", (".png",), _starts(b"\x89PNG\r\n\x1a\n"), shown=True),
    Kind("image/tiff", (".tif", ".tiff"), _starts(b"II*\0", b"MM\0*")),
    Kind(f"{_OFFICE}.wordprocessingml.document", (".docx",), _starts(b"PK\3\4"), parts="word/"),
    Kind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), _starts(b"PK\3\4"), parts="xl/"),
    Kind("application/vnd.oasis.opendocument.text", (".odt",), _starts(b"PK\3\4"), parts="mimetype"),
    Kind("application/pkcs7-signature", (".p7s",), _signed),
    Kind("application/xml", (".xml",), _xml),
)
TAKEN = ", ".join(suffix.removeprefix(".") for kind in KINDS for suffix in kind.suffixes)


def kind_named(name: str) -> Kind:
    """The kind that a name claims. Raises Refused when files of that name aren't taken."""
    suffix = suffix_of(name)
    found = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    if found is None:
        raise refusals.unknown_type(suffix or name[-8:], TAKEN)
    return found


def check_head(kind: Kind, head: bytes) -> None:
    """Raise Refused unless the first bytes are of this kind, and of no web page besides."""
    head = head[:HEAD]
    if not kind.begins(head):
        if kind.begins is _xml and b"<?xml" in head[:8]:
            raise refusals.active_xml()
        raise refusals.other_content(kind.suffixes[0], *described(head))
    if page_inside(head):
        raise refusals.hidden_page(kind.suffixes[0])
