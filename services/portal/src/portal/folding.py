"""Words as people type them who have no Vietnamese keyboard at hand, or no patience."""

import unicodedata

from lienthong_runtime.gsm7 import without_diacritics


def folded(text: str) -> str:
    """Without marks, đ as d, in small letters: `Đăng Ký` is `dang ky`."""
    return without_diacritics(unicodedata.normalize("NFC", text)).casefold()
