"""How Vietnamese words are found whatever their form: NFC or NFD, with or without marks, in any case (S2-17)."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """The text without marks, in small letters: "Đăng Ký" becomes "dang ky"."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(letter for letter in bare if not unicodedata.combining(letter))).casefold()


def words_of(*texts: str) -> frozenset[str]:
    """The words that something is found by."""
    return frozenset(word for text in texts for word in _WORD.findall(folded(text)))
