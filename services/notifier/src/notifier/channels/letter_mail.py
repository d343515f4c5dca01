"""An e-mail as it goes out: text, and the same as HTML; headers that a name can't write; signed where a key is given (RFC 6376, 8058)."""

import re
from binascii import b2a_qp
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.policy import Compat32
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import dkim
import jinja2
from lienthong_calendar import VIET_NAM

from notifier.channels import Rendered
from notifier.channels.returns import Returns

_FACT = re.compile(r"^(?:- )?([^:\n]{2,40}): (.+)$")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_LAYOUT = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    (Path(__file__).parent / "letter.html").read_text("utf-8"))  # fmt: skip
PLAIN = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
_CONTROL, _SHORT = re.compile(r"[\x00-\x1f\x7f]"), 70
_SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"list-unsubscribe",
           b"list-unsubscribe-post")  # fmt: skip


class Sender:
    """Whose mail it is: `Liên Thông <khong-tra-loi@…>`. Raises ValueError for an address that isn't one."""

    def __init__(self, name: str, address: str, returns: Returns) -> None:
        self.address, self.returns = Address(name, addr_spec=address), returns
        self.written = str(self.address) if name.isascii() else f"{_header(name)} <{self.address.addr_spec}>"


class Signer:
    """Signs with DKIM: RSA or Ed25519 by the key's own kind."""

    def __init__(self, selector: str, domain: str, key: bytes) -> None:
        self._selector, self._domain, self._key = selector.encode(), domain.encode(), key
        self._algorithm = b"rsa-sha256" if b"BEGIN" in key else b"ed25519-sha256"

    def sign(self, mail: bytes) -> bytes:
        """The mail with its signature before it."""
        signature: bytes = dkim.sign(mail, self._selector, self._domain, self._key, signature_algorithm=self._algorithm,
                                     canonicalize=(b"relaxed", b"relaxed"), include_headers=list(_SIGNED))  # fmt: skip
        return signature + mail


class _AsWritten(Compat32):
    """Headers go out as they stand here: parsing, folding and choosing a boundary cost the stdlib 2.3 ms a mail (measured)."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")


_AS_WRITTEN = _AsWritten(mangle_from_=False)


def as_mail(message: Rendered, sender: Sender) -> Message:
    """The mail, text first. Raises ValueError for an address that isn't one, or a header with a line of its own."""
    mail = Message(_AS_WRITTEN)
    mail["From"] = sender.written
    mail["To"] = ",\n ".join(_header(_spec(to)) for to in message.to.split(", "))
    mail["Subject"] = _header(message.subject)
    mail["Date"] = format_datetime(datetime.now(VIET_NAM))
    mail["Message-ID"] = _header(f"<{message.reference}@{sender.address.domain}>")
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
    if message.opt_out:
        mail["List-Unsubscribe"] = _header(f"<{message.opt_out}>")
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["MIME-Version"] = "1.0"
    # No quoted-printable text holds "==".
    mail["Content-Type"] = f'multipart/alternative; boundary="=={_header(message.reference)}=="'
    mail.attach(_part("plain", message.text))
    mail.attach(_part("html", as_html(message.subject, message.text)))
    return mail


def _header(text: str) -> str:
    """A header's value in ASCII, folded. Raises ValueError for control characters: a name could write headers with them."""
    if _CONTROL.search(text):
        raise ValueError("a control character in a header")
    return text if text.isascii() and len(text) < _SHORT else Header(text, None if text.isascii() else "utf-8").encode()


def _part(subtype: str, text: str) -> Message:
    part = Message(_AS_WRITTEN)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(b2a_qp(b"".join(line + b"\n" for line in text.encode().splitlines())).decode("ascii"))
    return part


def _spec(text: str) -> str:
    """The address as it is written to. Raises ValueError for one that isn't one."""
    if PLAIN.fullmatch(text):  # nearly all are, and parsing them was a seventh of a notifier's time that caught up
        return text
    try:
        return Address(addr_spec=text).addr_spec
    except (ValueError, MessageError, IndexError) as fault:  # the stdlib's parser gives up in several ways
        raise ValueError("not an address") from fault


def as_html(subject: str, text: str) -> str:
    """The same words, laid out: paragraphs, `name: value` lines as a table, links that can be pressed. All of it is escaped."""
    blocks = [_block(block) for block in re.split(r"\n\s*\n", text.strip())]
    return _LAYOUT.render(subject=subject, blocks=blocks)


def _block(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    found = [_FACT.match(line) for line in lines]
    if len(lines) > 1 and all(found):
        return {"facts": [(fact[1], _pieces(fact[2])) for fact in found if fact]}
    return {"lines": [_pieces(line) for line in lines]}


def _pieces(line: str) -> list[tuple[str, str]]:
    """Text and links in turn: (words, address), the address empty for plain words."""
    pieces, at = [], 0
    for link in _LINK.finditer(line):
        pieces += [(line[at : link.start()], ""), (link[0], link[0])]
        at = link.end()
    return [piece for piece in (*pieces, (line[at:], "")) if piece[0]]
