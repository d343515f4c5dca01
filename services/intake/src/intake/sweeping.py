"""What lies in the store and belongs to no dossier: uploads that a kill left behind, documents of people who are forgotten."""

import asyncio
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lienthong_runtime import Parts
from lienthong_runtime.clock import system_now
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log
from obstore.exceptions import BaseError

from intake import store
from intake.papers import Objects

_OUT_OF_REACH: tuple[type[BaseException], ...] = (*OUTAGE, BaseError)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_INCOMING, _STORED = re.compile(rf"incoming/{_UUID}(#\d+)?"), re.compile(rf"({_UUID})/{_UUID}")


async def sweep_ever(parts: Parts, objects: Objects, upload_seconds: float, pause: float) -> None:
    """Sweep at the start, and again after each pause; a pause of 0: never."""
    while pause:
        # By the machine's time, as the store dates its objects; and twice an upload's longest time, as clocks differ.
        before = system_now() - timedelta(seconds=2 * upload_seconds)
        try:
            found = await sweep(parts.pool, objects, before)
        except _OUT_OF_REACH as fault:
            log.warning("papers.unswept", fault=type(fault).__name__)
        else:
            log.info("papers.swept", removed=found["removed"], unknown=found["unknown"])
        await asyncio.sleep(pause)


async def sweep(pool: Any, objects: Objects, before: datetime) -> Counter[str]:
    """Remove what was last written to before then and belongs to nobody. How many were `removed`, how many are of `unknown` dossiers."""
    found: Counter[str] = Counter(removed=0, unknown=0)
    async for page in objects.last_written(before):
        incoming = [key for key in page if _INCOMING.fullmatch(key)]
        stored = {key: UUID(at[1]) for key in page if (at := _STORED.fullmatch(key))}
        unlisted, unknown = await _not_listed(pool, stored)
        for key in (*incoming, *unlisted):
            await objects.forget(key)
        found.update(removed=len(incoming) + len(unlisted), unknown=len(unknown) + len(page) - len(incoming) - len(stored))
    return found


async def _not_listed(pool: Any, stored: dict[str, UUID]) -> tuple[list[str], list[str]]:
    """Those that their dossier doesn't list; and those without a dossier, which no upload here can have left: it begins with the row."""
    found = await store.unlisted(pool, list(stored), list(stored.values())) if stored else []
    return [key for key, known in found if known], [key for key, known in found if not known]
