"""How long pages take at the server, one after another and fifty a second together."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from lienthong_local.kafka_jars import Tell


async def one_by_one(base_url: str, pages: Mapping[str, tuple[str, str]], times: int, tell: Tell) -> dict[str, Any]:
    """Each page's p50, p95 in milliseconds and its size over the wire; `pages` is address and token by name."""
    found = {}
    async with httpx2.AsyncClient(base_url=base_url, trust_env=False, timeout=60) as client:
        for name, (path, token) in pages.items():
            tell(name, 0, 0)
            took, size = [], 0
            for n in range(times + 2):
                ms, size = await _asked(client, path, token)
                took += [ms] if n > 1 else []  # the first two compile a template and warm a cache
            found[name] = {"p50_ms": _share(took, 0.5), "p95_ms": _share(took, 0.95), "bytes": size}
    return found


async def together(base_url: str, pages: Sequence[tuple[str, str]], rate: float, seconds: float, tell: Tell) -> dict[str, Any]:
    """All pages in turn, so many a second whatever the answers take: latency from the instant at which each was due."""
    took: list[float] = []
    failed: list[str] = []

    async def ask(path: str, token: str, due: float) -> None:
        try:
            await _asked(client, path, token)
            took.append((time.perf_counter() - due) * 1000)
        except (httpx2.HTTPError, AssertionError) as fault:
            failed.append(f"{path} {type(fault).__name__} {fault}"[:120])

    limits = httpx2.Limits(max_connections=100)
    async with httpx2.AsyncClient(base_url=base_url, trust_env=False, timeout=30, limits=limits) as client, asyncio.TaskGroup() as group:
        began, count = time.perf_counter(), int(rate * seconds)
        for n in range(count):
            due = began + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(ask(*pages[n % len(pages)], due))
            if n % 50 == 0:
                tell("requests together", n, count)
    spent = time.perf_counter() - began
    return {"offered_per_s": rate, "answered_per_s": round(len(took) / spent, 1), "p50_ms": _share(took, 0.5), "p95_ms": _share(took, 0.95),
            "p99_ms": _share(took, 0.99), "failed": len(failed), "faults": failed[:3]}  # fmt: skip


async def _asked(client: httpx2.AsyncClient, path: str, token: str) -> tuple[float, int]:
    began = time.perf_counter()
    headers = {"Accept-Encoding": "gzip", **({"Authorization": f"Bearer {token}"} if token else {})}
    async with client.stream("GET", path, headers=headers) as answer:
        size = sum([len(piece) async for piece in answer.aiter_raw()])
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return (time.perf_counter() - began) * 1000, size


def _share(took: Sequence[float], share: float) -> float:
    return round(sorted(took)[min(len(took) - 1, int(len(took) * share))], 1) if took else 0.0
