"""The two committed lists, docs/security: `python -m lienthong_local.audit.documents [--check]` writes or compares them."""

import sys
from pathlib import Path

from lienthong_contracts.document import pretty

from lienthong_local.audit import beside
from lienthong_local.audit.bill import bill
from lienthong_local.audit.listing import listing
from lienthong_local.audit.locked import Locked, locked
from lienthong_local.home import CHECKOUT

FOLDER = CHECKOUT / "docs" / "security"
LOCK = CHECKOUT / "uv.lock"
SERVED = CHECKOUT / "services" / "portal" / "src" / "portal" / "web" / "static" / "LICENSES.md"


def parts(lock: Path = LOCK) -> tuple[list[Locked], list[beside.Beside]]:
    """All that others wrote: Python's packages, and what runs beside them."""
    packages = locked(lock)
    return packages, [*beside.carried(packages), *beside.jars(), *beside.served(SERVED)]


def files(lock: Path = LOCK) -> dict[str, str]:
    """The text of each file, by name."""
    packages, others = parts(lock)
    return {"dependencies.md": listing(packages, others), "sbom.cdx.json": pretty(bill(packages, others))}


def stale(folder: Path = FOLDER, lock: Path = LOCK) -> list[str]:
    """The names of those that aren't there or say something else."""
    return [name for name, text in files(lock).items() if not (folder / name).exists() or (folder / name).read_text("utf-8") != text]


def main() -> int:
    """Write what is stale, or with --check only name it."""
    check, names = "--check" in sys.argv[1:], stale()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in () if check else names:
        (FOLDER / name).write_text(files()[name], "utf-8")
    print("\n".join(f"{'stale' if check else 'written'}: {name}" for name in names) or "both lists are up to date")
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
