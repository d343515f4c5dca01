"""Agencies as data: a file lists units as rows under a template, which names the agencies that each unit has.

An item is a template (`template:`, `agencies:`), a group of rows (`like:`, `rows:`) or a plain entry; what a template may say of a
row's words is told at the head of deploy/catalogues/agencies/templates.yml.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Raw = dict[str, Any]
Placed = tuple[str, Any]  # file and row, and what stands there

KINDS = ("one_stop", "resolving", "vertical", "government")  # a group's fields for the agencies of one kind
STRUCTURE = {"template", "agencies", "like", "rows", *KINDS}
_WORD = re.compile(r"\{(\w*)\}")  # and nothing else of Python's formats: {a:>999999999} is a gigabyte, {a.__class__} isn't data


class FaultyRow(Exception):
    """A group or a row can't be expanded; the message says why."""


def expanded(files: Mapping[str, Iterable[Any]]) -> tuple[list[Placed], list[str]]:
    """Every agency of the files, and every fault, each with its place."""
    placed = [(f"{name}[{number}]", item) for name, items in files.items() for number, item in enumerate(items)]
    templates = {str(item["template"]): item for _, item in placed if _has(item, "template")}
    found: list[Placed] = []
    faults = []
    for place, item in placed:
        if _has(item, "template"):
            continue
        for where, row in _rows(place, item) if _has(item, "like") else [(place, None)]:
            try:
                found += [(where, item)] if row is None else [(where, raw) for raw in _agencies(row, item, templates)]
            except FaultyRow as fault:
                faults.append(f"{where}: {fault}")
    return found, faults


def _has(item: Any, key: str) -> bool:
    return isinstance(item, dict) and key in item


def _rows(place: str, group: Raw) -> Iterator[Placed]:
    rows = group.get("rows") or ()
    if not isinstance(rows, list | tuple):
        rows = [None]  # which is no row, and said so
    yield from ((f"{place}.rows[{number}] {row}"[:200], row or ()) for number, row in enumerate(rows))


def _agencies(row: Any, group: Raw, templates: Mapping[str, Raw]) -> Iterator[Raw]:
    """What is written nearer goes first: the agency's own field, then the group's for its kind, the group's, the template's."""
    if (template := templates.get(str(group["like"]))) is None:
        raise FaultyRow(f"no template {str(group['like'])[:64]!r}")
    if not isinstance(row, list) or len(row) not in (3, 4):
        raise FaultyRow("a row is [id, level, name] or [id, level, name, successor]")
    words = _words(*map(str, row))
    common = {key: value for key, value in (template | group).items() if key not in STRUCTURE}
    for agency in _of_template(template, group):
        try:
            own = {key: _filled(value, words) for key, value in agency.items()}
        except KeyError as fault:
            raise FaultyRow(f"template {group['like']!r} has a word that no row has: {fault}") from None
        parent = words["above"] if own["id"] == words["id"] else words["id"]
        yield {"parent": parent or None, **common, **group.get(own["kind"], {}), **own}


def _of_template(template: Raw, group: Raw) -> list[Raw]:
    agencies = template.get("agencies")
    if not isinstance(agencies, list) or not all(_has(agency, "id") and str(agency.get("kind")) in KINDS for agency in agencies):
        raise FaultyRow(f"template {group['like']!r} has no list of agencies, each with an id and one of the kinds {', '.join(KINDS)}")
    if not all(isinstance(group.get(kind, {}), dict) for kind in KINDS):
        raise FaultyRow(f"a group's {', '.join(KINDS)} are fields with their values")
    return agencies


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):  # by level
        value = value.get(words["level"], value.get("other"))
    if not isinstance(value, str):
        return value
    return None if "{next" in value and not words["next"] else _WORD.sub(lambda word: words[word[1]], value)


def _words(own: str, level: str, name: str, follower: str = "") -> dict[str, str]:
    top, next_top = own.partition(".")[0], follower.partition(".")[0]
    old = ".".join(["000", *["00"] * (2 - own.count(".")), *reversed(own.split("."))])  # level 4 to level 1 (TT 10/2016)
    return {"id": own, "code": own[1:], "top": top, "top_code": top[1:], "above": own.rpartition(".")[0], "old_id": old,
            "level": level, "name": name, "unit": f"{level} {name}", "next": follower, "next_code": follower[1:],
            "next_top": next_top, "next_top_code": next_top[1:]}  # fmt: skip
