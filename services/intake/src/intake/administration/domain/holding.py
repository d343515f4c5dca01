"""Which days each version answers for, once the versions after it are known."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from lienthong_contracts import CatalogueEntry


def line_of(entry: CatalogueEntry) -> tuple[str, str]:
    """What an entry's versions have in common."""
    return type(entry).__name__, entry.id


def as_they_hold(entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """The entries, each ending where a higher version begins; one that never answers for a day is left out, but for the newest."""
    lines: dict[tuple[str, str], list[CatalogueEntry]] = defaultdict(list)
    for entry in entries:
        lines[line_of(entry)].append(entry)
    return [held for line in lines.values() for held in _clipped(sorted(line, key=lambda e: -e.entry_version))]


def _clipped(newest_first: list[CatalogueEntry]) -> list[CatalogueEntry]:
    held, begins = newest_first[:1], newest_first[0].valid_from
    for entry in newest_first[1:]:
        if entry.valid_from < begins:
            held.append(entry if _ends_by(entry, begins) else entry.model_copy(update={"valid_to": begins}))
        begins = min(begins, entry.valid_from)
    return held[::-1]


def _ends_by(entry: CatalogueEntry, day: date) -> bool:
    return entry.valid_to is not None and entry.valid_to <= day


def followed(entry: CatalogueEntry, published: Iterable[CatalogueEntry]) -> CatalogueEntry | None:
    """The version that this one takes over from: what else would answer for its first day, or the one before it."""
    before = [e for e in published if line_of(e) == line_of(entry) and e.entry_version < entry.entry_version]
    begun = [e for e in before if e.valid_from <= entry.valid_from]
    return max(begun or before, key=lambda e: e.entry_version, default=None)
