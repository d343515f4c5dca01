"""Every package of uv.lock: its version, whose it is, and whether it runs in a service or only in tests."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN, ROOT = "lienthong-", "lienthong-workspace"
TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of somebody else's; `direct` are our members that ask for it, `through` the packages that bring it otherwise."""

    name: str
    version: str
    runtime: bool
    direct: tuple[str, ...]
    through: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address among all packages."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(lock: Path) -> list[Locked]:
    """All of them, by name; `direct` says `tests` for what only the tests ask for."""
    packages = {p["name"]: p for p in tomllib.loads(lock.read_text("utf-8"))["package"]}
    needs = {name: _needs(package) for name, package in packages.items()}
    needs[TESTS] = {d["name"] for group in packages[ROOT].get("dev-dependencies", {}).values() for d in group}
    running, needed_by = _reached(needs, [ROOT]), _turned(needs)
    return [_one(p, needs[name], needed_by[name], name in running) for name, p in sorted(packages.items()) if not name.startswith(OWN)]


def _needs(package: Mapping[str, Any]) -> set[str]:
    # What an extra brings counts as brought by its package: the lock holds those extras alone that somebody asks for.
    extras = package.get("optional-dependencies", {}).values()
    return {d["name"] for group in (package.get("dependencies", ()), *extras) for d in group}


def _reached(needs: Mapping[str, Iterable[str]], begin: list[str]) -> set[str]:
    found, left = set[str](), list(begin)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += needs[name]
    return found


def _turned(needs: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    by: dict[str, set[str]] = defaultdict(set)
    for name, wanted in needs.items():
        for other in wanted:
            by[other].add(name)
    return by


def _one(package: Mapping[str, Any], needs: set[str], needed_by: set[str], running: bool) -> Locked:
    direct = {name.removeprefix(OWN) for name in needed_by if name == TESTS or name.startswith(OWN)}
    through = {name for name in needed_by if name != TESTS and not name.startswith(OWN)}
    return Locked(package["name"], package["version"], running, *(tuple(sorted(names)) for names in (direct, through, needs)))
