"""Knows how PostgreSQL's own tools copy a database out of an open snapshot, and in again."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from lienthong_local.failure import StackError
from lienthong_local.postgres import binary


async def dump(dsn: str, snapshot: str, file: Path) -> None:
    """Everything in the database as that snapshot sees it. Raises StackError with the tool's own words."""
    await _run("pg_dump", dsn, ["--format=custom", "--compress=gzip:3", f"--snapshot={snapshot}", f"--file={file}"])


async def load(dsn: str, file: Path) -> None:
    """Make it all in an empty database, whole or not at all. Raises StackError with the tool's own words."""
    await _run("pg_restore", dsn, ["--exit-on-error", "--single-transaction", str(file)])


async def _run(tool: str, dsn: str, options: Sequence[str]) -> None:
    there = urlsplit(dsn)
    # The password goes by the environment: arguments are read by everybody on the machine.
    open_dsn = urlunsplit(there._replace(netloc=f"{there.username}@{there.hostname}:{there.port}"))
    process = await asyncio.create_subprocess_exec(
        str(binary(tool)), f"--dbname={open_dsn}", *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PGPASSWORD": unquote(there.password or "")},
    )  # fmt: skip
    _, said = await process.communicate()
    if process.returncode:
        raise StackError(f"{tool}, {there.path.strip('/')}: {said.decode(errors='replace').strip()}")
