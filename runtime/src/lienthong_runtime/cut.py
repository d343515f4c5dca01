"""The cut: while somebody holds it, nothing is on its way from this database's outbox to Kafka.

Commands and consumers go on meanwhile; what they report waits in the outbox.
"""

import contextlib
from collections.abc import AsyncGenerator

import asyncpg

from lienthong_runtime.states import Connection

_ENTER = "select pg_advisory_lock_shared(hashtext('cut'))"
_LEAVE = "select pg_advisory_unlock_shared(hashtext('cut'))"
_HOLD = "select pg_advisory_lock(hashtext('cut'))"
_RELEASE = "select pg_advisory_unlock(hashtext('cut'))"
# A holder that was frozen must not stop the relays for ever: the server ends its session.
_BOUNDED = """
select set_config('lock_timeout', $1, false), set_config('idle_session_timeout', $1, false),
    set_config('idle_in_transaction_session_timeout', $1, false)
"""


@contextlib.asynccontextmanager
async def passing(connection: Connection) -> AsyncGenerator[None]:
    """Send within; waits as long as somebody holds the cut."""
    await connection.execute(_ENTER)
    yield
    # Not after a fault: the relay's connection ends with it, and its locks with that.
    await connection.execute(_LEAVE)


async def hold(connection: asyncpg.Connection, seconds: float) -> None:
    """Let the round under way end, and none begin. Raises LockNotAvailableError after so long; the session ends after as much idling."""
    await connection.execute(_BOUNDED, f"{seconds:.0f}s")
    await connection.execute(_HOLD)


async def release(connection: asyncpg.Connection) -> None:
    """Let the relay go on."""
    await connection.execute(_RELEASE)
    await connection.execute(_BOUNDED, "0")
