"""Which rows an actor may see: the database decides, by its roles and row-level security (design.md §6)."""

import contextlib
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg

from lienthong_runtime.catalogue import Catalogue
from lienthong_runtime.identity import Actor
from lienthong_runtime.states import Connection

if TYPE_CHECKING:
    from lienthong_runtime.decision import Row
    from lienthong_runtime.transact import Transactor

# Roles of the cluster that may not sign in; deploy/local and deploy/postgres make them and grant them to each service.
OFFICER, OVERSEER, CITIZEN = "lienthong_officer", "lienthong_overseer", "lienthong_citizen"
# Not `set local role`: this sets all of it in one round trip.
_ENTER = "select set_config('role', $1, true), set_config('lienthong.agencies', $2, true), set_config('lienthong.subject', $3, true)"
_LEAVE = "select set_config('role', 'none', true)"


type Scope = tuple[str, str, str]  # the database role, the agencies looked after, the citizen


def scope(actor: Actor, catalogue: Catalogue) -> Scope:
    """What decides on which rows an actor sees: whoever has the same sees the same."""
    if actor.oversees or not actor.agency:
        return (OVERSEER, "", "") if actor.oversees else (CITIZEN, "", actor.subject)
    # A successor looks after its predecessors' dossiers, finished ones included.
    return OFFICER, ",".join(catalogue.line_of(actor.agency)), ""


async def enter_scope(connection: Connection, seen: Scope) -> None:
    """From here until `leave` or the transaction's end the connection sees what belongs to that scope."""
    await connection.execute(_ENTER, *seen)


async def enter(connection: Connection, actor: Actor, catalogue: Catalogue) -> None:
    """From here until `leave` or the transaction's end the connection sees what the actor may see."""
    await enter_scope(connection, scope(actor, catalogue))


async def leave(connection: Connection) -> None:
    """The service's own role again."""
    await connection.execute(_LEAVE)


@contextlib.asynccontextmanager
async def seeing_as(pool: asyncpg.Pool, actor: Actor, catalogue: Catalogue) -> AsyncGenerator[Connection]:
    """A connection that sees only the actor's rows, for reading."""
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await enter(connection, actor, catalogue)
        yield connection


async def look_as(transactor: "Transactor", actor: Actor, dossier_id: UUID) -> "Row[Any] | None":
    """A dossier's row as the actor sees it; None where there is nothing, or nothing for them."""
    async with seeing_as(transactor.pool, actor, transactor.catalogue) as connection:
        row = await transactor.rows.look(connection, dossier_id)
    return row if row is not None and row.state is not None else None
