"""Words looked for with or without their marks, as people type them who have no Vietnamese keyboard at hand."""

import re
from collections.abc import Iterable

from portal.folding import folded

_CODE = re.compile(r"[A-Za-z0-9.]*\d[\w.]*(-[\w.]*)*")


def like_code(text: str) -> bool:
    """Whether it looks like a piece of a dossier's code: one word with digits, as `261112-0019`."""
    return bool(_CODE.fullmatch(text)) and ("-" in text or text.isdigit())


def with_words(asked: str, known: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of those whose id or name has every word, those first whose name begins with them."""
    words = folded(asked).split()
    found = [(identifier, folded(name)) for identifier, name in known]
    chosen = [(identifier, name) for identifier, name in found if all(word in name or identifier.startswith(word) for word in words)]
    return [identifier for identifier, name in sorted(chosen, key=lambda one: (not one[1].startswith(" ".join(words)), one[1]))]
