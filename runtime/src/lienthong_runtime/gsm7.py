"""What an SMS may say: the GSM 7-bit alphabet, without diacritics, and how many parts it takes (domain.md §5.2)."""

import unicodedata

# In the order of their codes; 0x1B leads to the extension table (3GPP TS 23.038 §6.2.1).
_TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = {0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}
BASIC, EXTENDED = frozenset(_TABLE) - {"\x1b"}, frozenset(_ESCAPED.values())
_OCTETS = {character: bytes((code,)) for code, character in enumerate(_TABLE) if character != "\x1b"} | {
    character: bytes((0x1B, code)) for code, character in _ESCAPED.items()
}
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def without_diacritics(text: str) -> str:
    """Vietnamese in plain letters: ậ becomes a, đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_gsm7(text: str) -> bool:
    """Whether every character is of the 7-bit alphabet."""
    return all(c in BASIC or c in EXTENDED for c in text)


def encoded(text: str) -> bytes:
    """The text in the 7-bit alphabet, a septet an octet, as SMPP carries it (data_coding 0). Raises KeyError for what isn't of it."""
    return b"".join(_OCTETS[character] for character in text)


def segments(text: str) -> int:
    """How many parts are paid for: 160 septets or 153 a part in GSM-7, 70 units or 67 a part in UCS-2."""
    return len(parts(text))


def parts(text: str) -> list[str]:
    """The text as it is cut for sending: whole where it fits into one SMS, else pieces that leave room for the header that joins them.

    No escape sequence (two septets) and no surrogate pair is torn apart: a phone would show two wrong signs.
    """
    width, one, many = (septets, 160, 153) if is_gsm7(text) else (_units, 70, 67)
    if width(text) <= one:
        return [text]
    pieces, room = [""], many
    for character in text:
        if width(character) > room:
            pieces.append("")
            room = many
        pieces[-1] += character
        room -= width(character)
    return pieces


def septets(text: str) -> int:
    """The text's length in GSM-7."""
    return len(text) + sum(character in EXTENDED for character in text)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
