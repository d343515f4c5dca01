"""Knows which databases and login roles a stack has: one of each for every service, closed to the others."""

import contextlib
import secrets
from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg
from lienthong_runtime.migrate import migrate

from lienthong_local.secret import derived

# Roles that nobody signs in with: a service takes one on to see what an actor may see (lienthong_runtime.guard).
SEEING = ("lienthong_officer", "lienthong_overseer", "lienthong_citizen")
SERVICES = ("intake", "routing", "sla-monitor", "notifier", "portal")


def role_of(service: str, prefix: str = "") -> str:
    """The name of a service's role and of its database."""
    return prefix + service.replace("-", "_")


async def create_databases(superuser_dsn: str, prefix: str = "", *, secret: str | None = None) -> dict[str, str]:
    """Make what is missing and return each service's own DSN, for asyncpg and dbmate alike.

    Passwords are derived from `secret` (a stack's own); without one they are new at each call.
    """
    secret = secret or secrets.token_hex(16)
    connection = await asyncpg.connect(superuser_dsn)
    try:
        for role in SEEING:
            with contextlib.suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
                await connection.execute(f"create role {role} nologin")
        for service in SERVICES:
            role = role_of(service, prefix)
            await _create(connection, role, derived(secret, f"postgres/{role}"))
            await connection.execute(f'grant {", ".join(SEEING)} to "{role}" with inherit false')
    finally:
        await connection.close()
    return {service: _dsn(superuser_dsn, role_of(service, prefix), secret) for service in SERVICES}


async def drop_databases(superuser_dsn: str, prefix: str) -> None:
    """Remove the databases and roles of that prefix, as after a test module."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        for service in SERVICES:
            await connection.execute(f'drop database if exists "{role_of(service, prefix)}" with (force)')
            await connection.execute(f'drop role if exists "{role_of(service, prefix)}"')
    finally:
        await connection.close()


async def copy_database(superuser_dsn: str, template: str, name: str, owner: str) -> None:
    """A database like another that nobody is connected to: migrated once, copied for every test."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        # Copied by the log, a hundred of them made PostgreSQL recover for longer than a minute after a kill (seen in test_kills).
        await connection.execute(f'create database "{name}" template "{template}" owner "{owner}" strategy file_copy')
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def scratch_database(superuser_dsn: str, dsn: str, migrations: Path) -> AsyncGenerator[str]:
    """An empty database of the same owner and schema as the one of that DSN, dropped afterwards."""
    there = urlsplit(dsn)
    name, owner = f"{there.path.strip('/')}_scratch", unquote(there.username or "")
    await drop_database(superuser_dsn, name)  # of one that was killed
    await copy_database(superuser_dsn, "template1", name, owner)
    try:
        scratch = urlunsplit(there._replace(path=f"/{name}"))
        await migrate(scratch, migrations)
        yield scratch
    finally:
        await drop_database(superuser_dsn, name)


async def drop_database(superuser_dsn: str, name: str) -> None:
    """Remove one database, whoever is connected."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute(f'drop database if exists "{name}" with (force)')
    finally:
        await connection.close()


async def _create(connection: asyncpg.Connection, role: str, password: str) -> None:
    if not await connection.fetchval("select true from pg_roles where rolname = $1", role):
        await connection.execute(f'create role "{role}" login')
        # An administrator who is no superuser may give a database only to a role that he belongs to.
        await connection.execute(f'grant "{role}" to current_user')
    await connection.execute(f"""alter role "{role}" password '{password}'""")
    if not await connection.fetchval("select true from pg_database where datname = $1", role):
        await connection.execute(f'create database "{role}" owner "{role}"')
    await connection.execute(f'revoke all on database "{role}" from public')


def _dsn(superuser_dsn: str, role: str, secret: str) -> str:
    there = urlsplit(superuser_dsn)
    place = there.netloc.rpartition("@")[2]
    query = there.query or "sslmode=disable"
    return urlunsplit(
        (there.scheme, f"{quote(role)}:{derived(secret, f'postgres/{role}')}@{place}", f"/{role}", query, "")
    )
