"""What an SMS may say: the GSM 7-bit alphabet, without diacritics, and how many parts it takes (domain.md §5.2)."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def without_diacritics(text: str) -> str:
    """Vietnamese in plain letters: ậ becomes a, đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_gsm7(text: str) -> bool:
    """Whether every character is of the 7-bit alphabet."""
    return all(c in BASIC or c in EXTENDED for c in text)


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
