"""Whether any locked package is known to be vulnerable: asked of an OSV database by `uv audit`, or plainly not asked."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired, run
from typing import Any

SECONDS = 120


@dataclass(frozen=True, slots=True)
class Flaw:
    """A package in which a flaw is known, the flaw's id, and the versions without it."""

    package: str
    version: str
    id: str
    summary: str
    mended_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`asked` packages and what is known of them; `failure` says why nobody could be asked."""

    asked: int
    flaws: tuple[Flaw, ...]
    failure: str = ""


def known_flaws(project: Path, database: str = "") -> Answer:
    """What the database at that address knows, or the public one."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        return Answer(0, (), "không thấy uv")
    where = ["--service-url", database] if database else []
    asking = [uv, "audit", "--frozen", "--output-format", "json", "--quiet", "--project", str(project), *where]
    try:
        asked = run(asking, capture_output=True, text=True, check=False, timeout=SECONDS)
    except TimeoutExpired:
        return Answer(0, (), f"không trả lời trong {SECONDS} giây")
    try:
        return _read(json.loads(asked.stdout))
    except (ValueError, KeyError, TypeError):
        # What it prints then names hosts and proxies of the place where this runs: the cause alone is told.
        cause = next((line.strip() for line in reversed(asked.stderr.splitlines()) if "://" not in line and line.strip()), "")
        return Answer(0, (), cause.removeprefix("cause: ") or f"uv audit: {asked.returncode}")


def _read(said: dict[str, Any]) -> Answer:
    flaws = (Flaw(v["dependency"]["name"], v["dependency"]["version"], v["id"], v["summary"] or "", tuple(v["fix_versions"]))
             for v in said["vulnerabilities"])  # fmt: skip
    return Answer(said["summary"]["audited_packages"], tuple(flaws))
