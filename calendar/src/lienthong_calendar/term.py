"""Statutory terms as they are written: 30min 4h 4wh 15d 3wd 0.5wd 2w 1mo 1y sameday."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

UNITS = ("min", "h", "wh", "d", "wd", "w", "mo", "y")
_WRITTEN = re.compile(r"([0-9]{1,6}(?:\.(?:25|50?|75))?)(min|h|wh|d|wd|w|mo|y)")
_MINUTES = {"min": 1, "h": 60, "wh": 60, "d": 1440, "wd": 1440, "w": 10_080, "mo": 43_800, "y": 525_600}
_CENTURY = 100 * 525_600


class UnknownTerm(ValueError):
    """The term is not written as `30min 4h 4wh 15d 3wd 0.5wd 2w 1mo 1y sameday`, is nought, or longer than a century."""


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of a unit; `sameday` has no amount. Only working days may be quarters (domain.md §2.1)."""

    amount: Fraction
    unit: str

    def __str__(self) -> str:
        return self.unit if self.unit == "sameday" else f"{float(self.amount):g}{self.unit}"


_WORDS = {
    "min": ("phút", "minutes"),
    "h": ("giờ", "hours"),
    "wh": ("giờ làm việc", "working hours"),
    "d": ("ngày", "days"),
    "wd": ("ngày làm việc", "working days"),
    "w": ("tuần", "weeks"),
    "mo": ("tháng", "months"),
    "y": ("năm", "years"),
    "sameday": ("trong ngày", "the same day"),
}


def term_in_words(text: str, lang: str = "vi") -> str:
    """A term for people: 3wd is 3 ngày làm việc, or 3 working days. Raises UnknownTerm."""
    term = parse_term(text)
    words = _WORDS[term.unit][lang != "vi"]
    amount = f"{float(term.amount):g}"
    return words if term.unit == "sameday" else f"{amount.replace('.', ',') if lang == 'vi' else amount} {words}"


@lru_cache(maxsize=1024)
def parse_term(text: str) -> Term:
    """Read a term. Raises UnknownTerm."""
    if text == "sameday":
        return Term(Fraction(0), "sameday")
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise UnknownTerm(f"not a term: {text!r}")
    amount, unit = Fraction(found[1]), found[2]
    if amount == 0 or (unit != "wd" and amount.denominator != 1):
        raise UnknownTerm(f"not an amount of {unit}: {text!r}")
    if amount * _MINUTES[unit] > _CENTURY:
        raise UnknownTerm(f"longer than a century: {text!r}")
    return Term(amount, unit)
