"""An e-mail as it goes out: text, and the same as HTML; headers that a name can't write; signed where a key is given (RFC 6376, 8058)."""

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
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
_SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"list-unsubscribe",
           b"list-unsubscribe-post")  # fmt: skip


class Sender:
    """Whose mail it is: `Liên Thông <khong-tra-loi@…>`. Raises ValueError for an address that isn't one."""

    def __init__(self, name: str, address: str, returns: Returns) -> None:
        self.address, self.returns = Address(name, addr_spec=address), returns


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


def as_mail(message: Rendered, sender: Sender) -> EmailMessage:
    """The mail, text first. Raises ValueError for an address that isn't one."""
    mail = EmailMessage()
    mail["From"] = sender.address
    mail["To"] = [_address(to) for to in message.to.split(", ")]
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(datetime.now(VIET_NAM))
    mail["Message-ID"] = f"<{message.reference}@{sender.address.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
    if message.opt_out:
        mail["List-Unsubscribe"] = f"<{message.opt_out}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(as_html(message.subject, message.text), subtype="html", cte="quoted-printable")
    return mail


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
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
