"""notifier's HTTP without a socket."""

import contextlib
from collections.abc import AsyncGenerator

import httpx2
from notifier_at_work import AtWork


@contextlib.asynccontextmanager
async def http(work: AtWork, token: str = "") -> AsyncGenerator[httpx2.AsyncClient]:
    """As another service, or with somebody's token."""
    headers = {"Authorization": f"Bearer {token or work.settings.service_token}"}
    transport = httpx2.ASGITransport(work.running.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://notifier", headers=headers) as client:
        yield client
