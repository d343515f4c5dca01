"""Versions of catalogue entries by kind and id, in as little memory as thousands of agencies allow."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from lienthong_contracts import AgencyPublished, CatalogueEntry

# Agencies are kept as they came and read when they are asked for: 8,622 of them took 18 MB in each service as objects, and take 8 so.
_agency = lru_cache(maxsize=2048)(AgencyPublished.from_json)


class Entries:
    """What was published; nothing is ever taken back, a version only replaced."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[int, CatalogueEntry | bytes]] = defaultdict(dict)

    def put(self, entry: CatalogueEntry) -> None:
        """Keep a version."""
        kept = entry.to_json() if isinstance(entry, AgencyPublished) else entry
        self._kept[type(entry).__name__, entry.id][entry.entry_version] = kept

    def versions(self, kind: type[CatalogueEntry], entry_id: str) -> dict[int, Any]:
        """An entry's versions by number; none when there is no such entry."""
        kept = self._kept.get((kind.__name__, entry_id), {})
        return {number: _agency(entry) if isinstance(entry, bytes) else entry for number, entry in kept.items()}

    def every(self, kind: type[CatalogueEntry]) -> Iterator[dict[int, Any]]:
        """The versions of each entry of a kind, by id, read one after another: a list of all agencies would be what this spares."""
        for (name, _), kept in sorted(self._kept.items()):
            if name == kind.__name__:
                yield {n: AgencyPublished.from_json(e) if isinstance(e, bytes) else e for n, e in kept.items()}


def begun(versions: dict[int, Any], day: date) -> Any:
    """The newest version that had begun on that day, whether or not it had ended; None when none had."""
    found = [version for version in versions.values() if version.valid_from <= day]
    return max(found, key=lambda version: version.entry_version, default=None)


def in_force(versions: dict[int, Any], day: date) -> Any:
    """The version that answers for that day, if it is in force then; one that was followed is never taken up again."""
    last = begun(versions, day)
    return last if last is not None and last.in_force(day) else None


def newest(versions: dict[int, Any]) -> Any:
    """The version with the highest number; None when there is none."""
    return versions[max(versions)] if versions else None
