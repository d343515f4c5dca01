"""What the database can't write is the asker's fault, not the system's."""

from types import SimpleNamespace
from typing import Any, cast

import httpx2
from asyncpg import CharacterNotInRepertoireError
from fastapi import APIRouter
from lienthong_runtime.http import make_app
from lienthong_runtime.metrics import Metrics


async def test_a_nul_in_a_query_is_told_to_whoever_sent_it() -> None:
    router = APIRouter()

    @router.get("/tra-cuu")
    async def track(ma: str) -> None:
        raise CharacterNotInRepertoireError(f"invalid byte sequence: {ma}")

    transport = httpx2.ASGITransport(make_app("toy", Metrics(), cast(Any, SimpleNamespace()), [router]))
    async with httpx2.AsyncClient(transport=transport, base_url="http://toy.test") as client:
        answer = await client.get("/tra-cuu?ma=secret%00")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "có ký tự không dùng được" in answer.text and "secret" not in answer.text
