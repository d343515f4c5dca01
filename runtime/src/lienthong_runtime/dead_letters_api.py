"""Dead letters over HTTP, for operators' windows and commands: what there is, one whole, a dry run, and again."""

from collections.abc import Callable
from typing import Annotated, Any, NoReturn
from uuid import UUID

import asyncpg
import msgspec
from fastapi import APIRouter, HTTPException, Path

from lienthong_runtime import dead_letters
from lienthong_runtime.http import service_only
from lienthong_runtime.rehearsal import rehearse
from lienthong_runtime.transact import Transactor

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def dead_letters_router(pool: asyncpg.Pool, transactor: Transactor, replay: Callable[[UUID], Any], token: str) -> APIRouter:
    """The routes, open to the other services of this stack only."""
    router = APIRouter(tags=["operations"], include_in_schema=False, dependencies=[service_only(token)])

    @router.get("/dead-letters")
    async def set_aside() -> Any:
        async with pool.acquire() as connection:
            return await dead_letters.listed(connection)

    @router.get("/dead-letters/past")
    async def past() -> Any:
        async with pool.acquire() as connection:
            return await dead_letters.past(connection)

    @router.get("/dead-letters/{number}")
    async def whole(number: Number) -> Any:
        async with pool.acquire() as connection:
            found = await dead_letters.one(connection, number)
        return found or _missing()

    @router.post("/dead-letters/{dossier_id}/dry-run")
    async def dry_run(dossier_id: UUID) -> Any:
        return {"steps": msgspec.to_builtins(await rehearse(transactor, dossier_id))}

    @router.post("/dead-letters/{dossier_id}/replay")
    async def again(dossier_id: UUID) -> Any:
        return await replay(dossier_id)

    return router


def _missing() -> NoReturn:
    raise HTTPException(404, "no such letter")
