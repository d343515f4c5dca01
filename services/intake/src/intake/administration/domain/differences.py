"""What differs between two versions of an entry, field by field; parts that have ids are compared by id, wherever they stand."""

from collections.abc import Iterator
from typing import Any

import msgspec

from intake.administration.domain.field_names import name_of

IDS = ("id", "leg", "on")  # what tells one part of a list from another
UNCOMPARED = {"entry_version"}
type Plain = dict[str, Any]


class Change(msgspec.Struct, frozen=True):
    """A field that differs: its path, its name in Vietnamese, and both contents (None: it isn't there)."""

    path: str
    label: str
    old: Any
    new: Any


class _Place(msgspec.Struct, frozen=True):
    path: str = ""
    label: str = ""

    def field(self, name: str) -> "_Place":
        return _Place(f"{self.path}.{name}".lstrip("."), _joined(self.label, name_of(name)))

    def part(self, part_id: str) -> "_Place":
        return _Place(f"{self.path}[{part_id}]", _joined(self.label, part_id))

    def order(self) -> "_Place":
        return _Place(f"{self.path}[]", _joined(self.label, "thứ tự"))


def _joined(*names: str) -> str:
    return " › ".join(name for name in names if name)


def changes_between(old: Plain, new: Plain) -> list[Change]:
    """Every change from one version's fields to another's; none when they say the same."""
    left, right = ({k: v for k, v in side.items() if k not in UNCOMPARED} for side in (old, new))
    return list(_in_fields(_Place(), left, right))


def _in_fields(place: _Place, old: Plain, new: Plain) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        yield from _in_value(place.field(name), old.get(name), new.get(name))


def _in_value(place: _Place, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    left, right = _by_id(old), _by_id(new)
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_fields(place, old, new)
    elif left is not None and right is not None and (left or right):
        yield from _in_parts(place, left, right)
    else:
        yield Change(place.path, place.label, old, new)


def _in_parts(place: _Place, old: Plain, new: Plain) -> Iterator[Change]:
    for part_id in sorted(old.keys() | new.keys()):
        yield from _in_value(place.part(part_id), old.get(part_id), new.get(part_id))
    left, right = ([name for name in side if name in old and name in new] for side in (old, new))
    if left != right:
        yield Change(place.order().path, place.order().label, left, right)


def _by_id(value: Any) -> Plain | None:
    """The parts of a list by their ids, or None where they have none of their own."""
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        return None
    named = {str(name): part for part in value if (name := next((part[key] for key in IDS if key in part), None)) is not None}
    return named if len(named) == len(value) else None
