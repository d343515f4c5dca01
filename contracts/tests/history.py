"""What was ever committed of the schemas, and whether a new one says less than an old one."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jsoncompat
from lienthong_contracts.document import SCHEMAS

CHECKOUT = Path(__file__).parents[2]
FOLDER = SCHEMAS.relative_to(CHECKOUT).as_posix()
GONE = "0" * 40
# Versions that were committed before anybody had sent an event: by git's name, what was wrong, and nothing else is forgiven.
NEVER_SENT = {"5df14a1ea86eabbd9d58d30580b92a1b3b2c04db": "ProcessingPaused let a fee be negative"}


def git(*words: str, given: str = "") -> str:
    """What git answers; the checkout may belong to another user, as in a container."""
    command = ["git", "-c", "safe.directory=*", *words]
    return subprocess.run(command, cwd=CHECKOUT, input=given, capture_output=True, text=True, check=True).stdout


@cache
def committed() -> dict[str, set[str]]:
    """Every committed version of each schema file, as git's names of the contents.

    All of them, not only HEAD's: a narrowing is still one after its commit, and old events stay on the topic for ever.
    """
    found: dict[str, set[str]] = {}
    for line in git("log", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "--", FOLDER).splitlines():
        facts, path = line.split("\t")
        if (blob := facts.split()[3]) not in (GONE, *NEVER_SENT):
            found.setdefault(Path(path).name, set()).add(blob)
    return found


def texts(name: str) -> list[str]:
    """The committed versions of one schema file."""
    return [git("cat-file", "blob", blob) for blob in sorted(committed().get(name, ()))]


def narrowing(old: str, new: str) -> str:
    """How the new schema breaks a reader or a writer of the old one; empty when it doesn't."""
    if _rules(old) == _rules(new):
        return ""
    verdict: Any = jsoncompat.analyze_compat(old, new, "both")
    if verdict["status"] == "compatible":
        return ""
    return str(verdict.get("reason") or f"{verdict['direction']} breaks on {verdict['counterexample_json']}")


def _rules(text: str) -> Any:
    return {key: value for key, value in json.loads(text).items() if key not in ("description", "examples")}
