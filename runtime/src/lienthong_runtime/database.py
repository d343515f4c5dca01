"""The service's database: its pool, and what counts as an outage rather than a fault of ours."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import asyncpg

OUTAGE: tuple[type[BaseException], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # asyncpg's own confusion when the server goes away in the middle of an answer (seen in a relay).
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    # `add column` under a running service: the statement is prepared anew on the next try (delivery_cost.md §6).
    asyncpg.InvalidCachedStatementError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)


async def connect_pool(dsn: str, size: int, name: str) -> asyncpg.Pool:
    """A pool, once the database answers; waits for it as long as it takes."""
    while True:
        try:
            return await asyncpg.create_pool(
                dsn, min_size=1, max_size=size, command_timeout=60, reset=_nothing_to_reset, server_settings={"application_name": name}
            )
        except OUTAGE:
            await asyncio.sleep(0.5)


@contextlib.asynccontextmanager
async def trial(connection: Any, keep: bool) -> AsyncGenerator[None]:
    """A transaction, or a savepoint in one, of which nothing stays unless `keep`."""
    with contextlib.suppress(_OnlyTried):
        async with connection.transaction():
            yield
            if not keep:
                raise _OnlyTried


class _OnlyTried(Exception):
    """All that was written is to be as it was."""


async def answers(pool: asyncpg.Pool) -> bool:
    """Whether the database answers within two seconds."""
    try:
        return bool(await asyncio.wait_for(pool.fetchval("select true"), 2))
    except OUTAGE:
        return False


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """Nobody here changes a session's settings, and asyncpg's own reset is a round trip a transaction."""
