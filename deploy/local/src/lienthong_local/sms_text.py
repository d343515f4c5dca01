"""Knows how the text of a short message is coded (3GPP TS 23.038) and cut into parts (23.040)."""

from typing import Any

GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
ESCAPE = 0x1B
UDH = 0x40
LATIN_OCTETS, WIDE_OCTETS = (160, 153), (140, 134)  # a whole message's room, and a part's
Part = tuple[int, int, bytes]  # data_coding, esm_class, body
CODINGS = {1: "ascii", 3: "latin-1", 8: "utf-16-be"}
_PLAIN = dict(enumerate(GSM7)) | dict.fromkeys(range(len(GSM7), 256), "\N{REPLACEMENT CHARACTER}")


def decode(body: bytes, data_coding: int) -> str:
    """The text of a body without its header; the default alphabet comes unpacked, one letter an octet."""
    coding = CODINGS.get(data_coding & 0x0F)
    return body.decode(coding, errors="replace") if coding else _gsm7(body)


def _gsm7(body: bytes) -> str:
    if ESCAPE not in body:
        return body.decode("latin-1").translate(_PLAIN)
    letters, escaped = [], False
    for octet in body:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        plain = GSM7[octet] if octet < len(GSM7) else "\N{REPLACEMENT CHARACTER}"
        letters.append(EXTENSION.get(octet, plain) if escaped else plain)
        escaped = False
    return "".join(letters)


def without_header(body: bytes, esm_class: int) -> tuple[bytes, dict[str, Any] | None]:
    """The body, and which part of a longer message it is: {reference, total, index}."""
    if not esm_class & UDH or not body:
        return body, None
    header, rest = body[1 : body[0] + 1], body[body[0] + 1 :]
    return rest, _part(header)


def _part(header: bytes) -> dict[str, Any] | None:
    while len(header) >= 2:
        kind, length = header[0], header[1]
        value, header = header[2 : 2 + length], header[2 + length :]
        if kind in (0x00, 0x08) and len(value) >= 3:  # concatenation, with a reference of 8 or 16 bits
            return {"reference": int.from_bytes(value[:-2]), "total": value[-2], "index": value[-1]}
    return None


def encode(text: str) -> tuple[int, list[bytes]]:
    """The data_coding of a text, and its letters in it; a letter must not be torn apart."""
    escaped = {letter: bytes([ESCAPE, octet]) for octet, letter in EXTENSION.items()}
    plain = {letter: bytes([octet]) for octet, letter in enumerate(GSM7) if octet != ESCAPE}
    if all(letter in plain or letter in escaped for letter in text):
        return 0, [plain.get(letter) or escaped[letter] for letter in text]
    return 8, [letter.encode("utf-16-be") for letter in text]


def parts(text: str, reference: int) -> list[Part]:
    """A text as short messages, joined by an 8-bit reference where one is not enough."""
    coding, letters = encode(text)
    whole, room = WIDE_OCTETS if coding else LATIN_OCTETS
    if sum(map(len, letters)) <= whole:
        return [(coding, 0, b"".join(letters))]
    bodies = _cut(letters, room)
    return [(coding, UDH, bytes([5, 0, 3, reference, len(bodies), n]) + body) for n, body in enumerate(bodies, 1)]


def _cut(letters: list[bytes], room: int) -> list[bytes]:
    bodies = [b""]
    for letter in letters:
        if len(bodies[-1]) + len(letter) > room:
            bodies.append(b"")
        bodies[-1] += letter
    return bodies
