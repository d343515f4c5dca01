"""Under which licence a package or a jar came, as an SPDX expression where one can be told."""

import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

UNSAID = "not said"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")


@cache
def _kept() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))


def of_package(name: str) -> str:
    """What is kept by hand, else what its installed metadata says."""
    if name in _kept()["packages"]:
        return _kept()["packages"][name]
    try:
        return _said(metadata(name))
    except PackageNotFoundError:
        return UNSAID


def of_jar(group: str) -> str:
    """By the group that publishes it."""
    return _kept()["jars"].get(group, UNSAID)


def named(words: str) -> str:
    """The expression for a licence's name in words."""
    return _kept()["names"].get(words, words)


def _said(package: Any) -> str:
    classified = [c.rpartition(" :: ")[2] for c in package.get_all("Classifier") or () if c.startswith("License")]
    for words in (package.get("License-Expression"), package.get("License"), *reversed(classified)):
        name = named((words or "").strip())
        if _SPDX.fullmatch(name):
            return name
    return UNSAID
