"""The same parts as a list for people: docs/security/dependencies.md."""

from collections.abc import Iterable, Sequence

from lienthong_local.audit import licences
from lienthong_local.audit.beside import Beside
from lienthong_local.audit.locked import Locked

_HEAD = """# What others wrote

Every package that `uv.lock` holds, and what runs beside Python. Written by `just docs-security`, never by hand: a test fails when
it isn't what the locks say. The same for programs: [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6). `./lienthong audit` asks whether
any of it is known to be vulnerable.

"""


def listing(packages: Sequence[Locked], beside: Sequence[Beside]) -> str:
    """The whole text."""
    running, testing = [p for p in packages if p.runtime], [p for p in packages if not p.runtime]
    return _HEAD + "\n".join(
        [f"## In what runs ({len(running)})", "", *_table(running), f"## In tests only ({len(testing)})", "", *_table(testing),
         f"## Beside Python ({len(beside)})", "", *_beside(beside)]
    )  # fmt: skip


def _table(packages: Iterable[Locked]) -> list[str]:
    rows = (f"| {p.name} | {p.version} | {licences.of_package(p.name)} | {_whose(p)} |" for p in packages)
    return ["| package | version | licence | asked for by |", "|---|---|---|---|", *rows, ""]


def _whose(package: Locked) -> str:
    through = f"through {', '.join(package.through)}" if package.through else ""
    return "; ".join(filter(None, (", ".join(f"**{name}**" for name in package.direct), through)))


def _beside(parts: Iterable[Beside]) -> list[str]:
    rows = (f"| {p.name} | {p.version} | {p.licence} | {p.why} |" for p in parts)
    return ["| part | version | licence | why it is here |", "|---|---|---|---|", *rows, ""]
