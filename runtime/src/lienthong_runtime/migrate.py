"""Brings the service's database to the schema of this version, forward only, by dbmate."""

import asyncio
import shutil
import sys
from pathlib import Path

import asyncpg

from lienthong_runtime.logs import log

# A statement that waits for a table's lock makes everybody after it wait, readers too: it gives up soon, and tries again.
LOCK_TIMEOUT, TRIES, PAUSE = 2000, 60, 1.0  # milliseconds; seconds between tries
NEWER_SCHEMA = 78  # sysexits' EX_CONFIG: the supervisor shows the last line and does not restart.


class NewerSchema(Exception):
    """The database was migrated by a newer version of this service: start that one, or restore a backup."""


def _dbmate() -> str:
    beside = Path(sys.executable).with_name("dbmate")
    return str(beside) if beside.exists() else shutil.which("dbmate") or "dbmate"


COMMON = Path(__file__).with_name("migrations")


async def migrate(dsn: str, migrations: Path) -> None:
    """Apply what is missing. Raises NewerSchema, or RuntimeError with dbmate's own words.

    The advisory lock keeps two instances that start together from running the same step twice.
    """
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("select pg_advisory_lock(hashtext('migrate'))")
        await _refuse_newer(connection, {path.name.split("_")[0] for folder in (COMMON, migrations) for path in folder.glob("*.sql")})
        await _up(dsn, migrations)
    finally:
        await connection.close()


async def _refuse_newer(connection: asyncpg.Connection, known: set[str]) -> None:
    if not await connection.fetchval("select to_regclass('schema_migrations')"):
        return
    applied = {r["version"] for r in await connection.fetch("select version from schema_migrations")}
    if applied - known:
        raise NewerSchema(f"database {connection.get_settings().application_name or ''} has migrations {sorted(applied - known)}")


async def _up(dsn: str, migrations: Path) -> None:
    for _ in range(TRIES):
        said = await _dbmate_up(dsn, migrations)
        if said is None:
            return
        if "lock timeout" not in said:
            break
        log.warning("migration.waiting", seconds=PAUSE)
        await asyncio.sleep(PAUSE)
    raise RuntimeError(f"dbmate: {said}")


async def _dbmate_up(dsn: str, migrations: Path) -> str | None:
    """None when all is applied; else what went wrong, with the step that failed undone."""
    url = dsn if "sslmode=" in dsn else dsn + ("&" if "?" in dsn else "?") + "sslmode=disable"
    url += f"&lock_timeout={LOCK_TIMEOUT}"
    command = [_dbmate(), "--url", url, "--migrations-dir", str(COMMON), "--migrations-dir", str(migrations), "--no-dump-schema", "up"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    output, _ = await process.communicate()
    return output.decode().strip() if process.returncode else None
