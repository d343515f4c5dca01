"""A large file over HTTP into intake: how quick, and how much memory it takes while it passes."""

import asyncio
import contextlib
import os
import time
import uuid
from collections.abc import AsyncGenerator
from typing import Any

import httpx2

from lienthong_local.identity import Issuer
from lienthong_local.resident import resident

MIB = 1024**2
SMALL, LARGE = 1, 100  # MiB
PIECE = os.urandom(MIB)


async def measure_upload(url: str, issuer: Issuer, desk: str, body: dict[str, Any], pid: int) -> dict[str, Any]:
    """Seconds for a hundred MiB, and how far memory rises above what it was, beside a file of one MiB."""
    headers = {"Authorization": f"Bearer {issuer.token('mc1', desk, ('desk',))}"}
    async with httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=120) as client:
        received = await client.post("/dossiers", json=body, headers=_key())
        received.raise_for_status()
        place = f"/dossiers/{received.json()['dossier_id']}/documents"
        await _sent(client, place, SMALL, pid)
        _, small = await _sent(client, place, SMALL, pid)
        seconds, large = await _sent(client, place, LARGE, pid)
    return {"upload_mib": LARGE, "upload_seconds": round(seconds, 2), "upload_memory_mib": large, "upload_of_one_memory_mib": small}


async def _sent(client: httpx2.AsyncClient, place: str, size: int, pid: int) -> tuple[float, float]:
    before, began, peak = resident(pid)["rss"], time.perf_counter(), [0]
    watching = asyncio.create_task(_watch(pid, peak))
    answer = await client.post(place, params={"paper": "form", "name": "ban-ve.pdf"}, content=_pdf(size), headers=_key())
    answer.raise_for_status()
    took = time.perf_counter() - began
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    return took, round(max(0, peak[0] - before) / MIB, 1)


async def _watch(pid: int, peak: list[int]) -> None:
    while True:
        peak[0] = max(peak[0], resident(pid)["rss"])
        await asyncio.sleep(0.01)


async def _pdf(size: int) -> AsyncGenerator[bytes]:
    yield b"%PDF-1.7\n"
    for _ in range(size):
        yield PIECE
    yield b"\n%%EOF\n"


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}
