"""How long people wait for a look at one dossier or a page of many, with nobody else there."""

import time
from typing import Any

import httpx2
from lienthong_runtime import AT_WORK

from lienthong_local.services import Services

TIMES = 25


async def looks(services: Services, dossier_id: str) -> dict[str, float]:
    """The median in milliseconds of each look."""
    token, officer = services.issuer.token("kt1", None, ("auditor",)), services.issuer.token("cb1", "H32.41.KT", AT_WORK)
    asked = {
        "intake: a dossier": ("intake", f"/dossiers/{dossier_id}", token),
        "routing: a journey": ("routing", f"/journeys/{dossier_id}", token),
        "routing: an inbox": ("routing", "/inbox/H32.41.KT", officer),
        "portal: the board's figures": ("portal", "/bang-theo-doi/so-lieu", services.issuer.token("quan-tri", None, ("admin",))),
        "portal: dossiers": ("portal", "/ho-so", services.issuer.token("quan-tri", None, ("admin",))),
    }
    return {name: await _median(services.url(service), path, token) for name, (service, path, token) in asked.items()}


async def _median(url: str, path: str, token: str) -> float:
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    took: list[float] = []
    async with httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
        for _ in range(TIMES):
            began = time.perf_counter()
            answer: Any = await client.get(path)
            took.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return round(sorted(took)[TIMES // 2], 1)
