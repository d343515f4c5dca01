"""Knows exactly which jars Apache Kafka is made of here, and fetches those that are not there yet."""

import hashlib
import os
import tomllib
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lienthong_local import jvm
from lienthong_local.failure import StackError

COORDINATES = ("org.apache.kafka:kafka_2.13:4.4.0", "org.slf4j:slf4j-simple:1.7.36")
LOCK = Path(__file__).with_name("jgo.lock.toml")
Tell = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One locked jar."""

    group: str
    artifact: str
    version: str
    sha256: str

    def path(self, cache: Path) -> Path:
        """Where Maven's layout puts it."""
        return cache.joinpath(
            *self.group.split("."), self.artifact, self.version, f"{self.artifact}-{self.version}.jar"
        )

    def is_right(self, cache: Path) -> bool:
        """Whether the very jar that was locked is there."""
        file = self.path(cache)
        return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def locked() -> list[Jar]:
    """All jars, in the order of the class path."""
    entries = tomllib.loads(LOCK.read_text())["dependencies"]
    return [Jar(e["groupId"], e["artifactId"], e["version"], e["sha256"]) for e in entries]


def jars(cache: Path, tell: Tell = silent) -> list[Path]:
    """The class path, fetched into `cache` where missing. Raises StackError when one can't be had."""
    wanted = locked()
    with ThreadPoolExecutor(8) as pool:
        right = list(pool.map(lambda jar: jar.is_right(cache), wanted))
        missing = [jar for jar, there in zip(wanted, right, strict=True) if not there]
        if missing:
            _fetch(pool, missing, cache, tell)
    return [jar.path(cache) for jar in wanted]


def _fetch(pool: ThreadPoolExecutor, missing: list[Jar], cache: Path, tell: Tell) -> None:
    context = _maven(cache)
    for done, _ in enumerate(pool.map(lambda jar: _fetch_one(context, jar, cache), missing), 1):
        tell("fetching Apache Kafka", done, len(missing))


def _maven(cache: Path) -> Any:
    # Without a java on PATH jgo downloads a JDK of its own.
    os.environ.update({key: jvm.environment()[key] for key in ("JAVA_HOME", "PATH")})
    with warnings.catch_warnings():  # platformdirs complains of a missing XDG_RUNTIME_DIR, which nothing here uses
        warnings.simplefilter("ignore")
        from jgo.maven import MavenContext  # here, because a warm start does without its 0.3 s

    return MavenContext(repo_cache=cache, local_repos=[], timeout=60)


def _fetch_one(context: Any, jar: Jar, cache: Path) -> None:
    jar.path(cache).unlink(missing_ok=True)
    name = f"{jar.group}:{jar.artifact}:{jar.version}"
    try:
        context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    except Exception as fault:  # jgo raises whatever requests, the file system or its own code does
        raise StackError(f"{name} could not be fetched ({type(fault).__name__}): is the registry reachable?") from fault
    if not jar.is_right(cache):
        jar.path(cache).unlink(missing_ok=True)
        raise StackError(f"{name} is not the jar that was locked (sha256 differs): run it again")


def relock(cache: Path) -> None:
    """Resolve the coordinates anew and write the lock; for whoever raises Kafka's version."""
    from jgo.env import LockFile

    context = _maven(cache)
    inputs, transitive = context.resolver.resolve([context.create_dependency(c) for c in COORDINATES])
    LockFile.from_resolved_dependencies([*inputs, *transitive], environment_name="kafka").save(LOCK)


if __name__ == "__main__":
    from lienthong_local.home import Home

    relock(Home.at().cache / "maven")
