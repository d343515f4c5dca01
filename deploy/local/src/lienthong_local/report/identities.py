"""The sums that form II.06a prescribes, held against a report as anybody may: in the total and in every row."""

from collections.abc import Mapping
from typing import Any, NamedTuple

# The form's own numbers of its columns; 14 stands apart, and isn't there where local practice counts it in 9.
IDENTITIES = ((3, (4, 5, 6)), (7, (8, 9, 10)), (11, (12, 13)), (3, (7, 11, 14)))


class Identity(NamedTuple):
    """A sum: its words, both sides in the total, and the rows in which it doesn't hold."""

    words: str
    left: int
    right: int
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it does, in every row and in the total."""
        return self.left == self.right and not self.broken


def identities(made: Mapping[str, Any]) -> list[Identity]:
    """Each of them, in a report as the portal gives it to programs."""
    key_of = {column["number"]: key for key, column in made["columns"].items()}
    return [_identity(made, key_of, whole, [part for part in parts if str(part) in key_of]) for whole, parts in IDENTITIES]


def _identity(made: Mapping[str, Any], key_of: Mapping[str, str], whole: int, parts: list[int]) -> Identity:
    def sides(counts: Mapping[str, int]) -> tuple[int, int]:
        return counts[key_of[str(whole)]], sum(counts[key_of[str(part)]] for part in parts)

    words = f"({whole}) = {' + '.join(f'({part})' for part in parts)}"
    broken = tuple(row["name"] for row in made["rows"] if len(set(sides(row))) > 1)
    return Identity(words, *sides(made["total"]), broken)
