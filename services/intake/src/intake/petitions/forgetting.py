"""Petitions answered long ago are forgotten, as dossiers are: who wrote, and what."""

import asyncio
from datetime import timedelta

from lienthong_runtime import Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from intake.petitions import store

KEPT, AGAIN = timedelta(days=1825), 3600.0  # seconds


async def forget_ever(parts: Parts) -> None:
    """Now and every hour."""
    while True:
        try:
            await store.forget(parts.pool, parts.clock.now() - KEPT)
        except OUTAGE as fault:
            log.warning("petitions.not_forgotten", fault=type(fault).__name__)
        await asyncio.sleep(AGAIN)
