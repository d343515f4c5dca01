"""The files of the checkout as the rules see them: what git knows or would add, Python parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "routing", "sla-monitor", "notifier", "portal")
PACKAGES = {service.replace("-", "_"): service for service in SERVICES}


@dataclass(frozen=True)
class Source:
    """A file: its path from the root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every module imported, as line and dotted name (`from a.b import c` is a.b.c)."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with the dotted name of what is called (empty where it has none)."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node, dotted(node.func)

    def at(self, line: int) -> str:
        return f"{self.path}:{line}"


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}".lstrip(".") if isinstance(node, ast.Attribute) else ""


@cache
def paths() -> tuple[str, ...]:
    """Every file that is tracked, or would be by the next `git add`."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted({path for path in listed if path and (ROOT / path).is_file()}))


@cache
def python(*starts: str) -> tuple[Source, ...]:
    """The Python files below any of these folders; all of them without one."""
    return tuple(_read(path) for path in paths() if path.endswith(".py") and path.startswith(starts or ("",)))


def production() -> tuple[Source, ...]:
    """What runs outside tests."""
    return tuple(source for source in python() if "/src/" in source.path)


@cache
def _read(path: str) -> Source:
    return Source(path, (ROOT / path).read_text("utf-8"))
