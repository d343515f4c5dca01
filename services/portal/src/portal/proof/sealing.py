"""Seals the ledger at each day's end, once, whichever instance comes first."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
from lienthong_runtime import Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from portal.domain.chain import root, seal_hash
from portal.proof import store

LOOK = 5.0  # seconds between looks whether the day has ended


async def run(parts: Parts) -> None:
    """For ever."""
    while True:
        try:
            await seal_until(parts.pool, parts.today - timedelta(days=1))
        except OUTAGE as fault:
            log.warning("sealing.interrupted", fault=type(fault).__name__)
        await asyncio.sleep(LOOK)


async def seal_until(pool: Any, closed_on: date) -> bool:
    """Seal all that the ledger has under that day, unless it or a later one is sealed, or there is nothing new."""
    async with pool.acquire() as connection:
        last = await store.last_seal(connection)
        if last is not None and last["closed_on"] >= closed_on:
            return False
        try:
            return await _seal(connection, closed_on)
        except asyncpg.UniqueViolationError:  # another instance was faster
            return False


async def _seal(connection: Any, closed_on: date) -> bool:
    async with connection.transaction():
        end = await store.hold(connection)
    async with connection.transaction():
        last = await store.last_seal(connection)
        after, prev = (last["last_seq"], last["hash"]) if last else (0, b"")
        found = await store.hashes(connection, after, end)
        if not found or (last is not None and last["closed_on"] >= closed_on):
            return False
        top = await asyncio.to_thread(root, found)  # a million hashes take seconds, in which others are answered
        await store.write_seal(connection, closed_on, after + 1, end, len(found), top, prev, seal_hash(prev, closed_on, len(found), top))
    log.info("ledger.sealed", entries=len(found))
    return True
