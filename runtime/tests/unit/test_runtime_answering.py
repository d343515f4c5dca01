"""Routes say how long their answers took; what no route answers for can't grow without bounds."""

import asyncio

from fastapi import APIRouter, HTTPException
from fastapi.responses import StreamingResponse
from lienthong_runtime.http import make_app
from lienthong_runtime.identity import Identity
from lienthong_runtime.metrics import Metrics
from starlette.testclient import TestClient


def served() -> tuple[TestClient, Metrics]:
    router, metrics = APIRouter(), Metrics()

    @router.get("/dossiers/{dossier_id}")
    async def shown(dossier_id: str) -> str:
        if dossier_id == "broken":
            raise ValueError
        if dossier_id == "too-many":
            raise HTTPException(429)
        return dossier_id

    @router.get("/stream")
    async def stream() -> StreamingResponse:
        async def lines():  # type: ignore[no-untyped-def]
            yield b"first"
            await asyncio.Event().wait()

        return StreamingResponse(lines())

    app = make_app("toy", metrics, Identity("", lambda: None), [router])  # type: ignore[arg-type, return-value]
    return TestClient(app, raise_server_exceptions=False), metrics


def counted(metrics: Metrics, **labels: str) -> float | None:
    found: float | None = metrics.registry.get_sample_value("http_first_byte_seconds_count", labels)
    return found


def test_all_dossiers_are_one_route() -> None:
    client, metrics = served()
    assert {client.get(f"/dossiers/{n}").status_code for n in range(5)} == {200}
    assert counted(metrics, method="GET", route="/dossiers/{dossier_id}", status="2xx") == 5


def test_a_bug_counts_as_an_answer_that_failed() -> None:
    client, metrics = served()
    assert client.get("/dossiers/broken").status_code == 500
    assert counted(metrics, method="GET", route="/dossiers/{dossier_id}", status="5xx") == 1


def test_what_strangers_ask_for_makes_one_series() -> None:
    client, metrics = served()
    for n in range(5):
        client.get(f"/wp-admin/{n}")
        client.request("PURGE", f"/{n}")
    assert counted(metrics, method="any", route="none", status="4xx") == 10


async def test_a_stream_is_counted_at_its_first_byte_and_not_at_its_end() -> None:
    client, metrics = served()
    begun = asyncio.Event()

    async def send(_message: object) -> None:
        begun.set()

    scope = {"type": "http", "method": "GET", "path": "/stream", "headers": [], "query_string": b"", "asgi": {"version": "3.0"}}
    open_stream = asyncio.create_task(client.app(scope, asyncio.Event().wait, send))  # type: ignore[arg-type, call-arg]
    await asyncio.wait_for(begun.wait(), 30)
    assert counted(metrics, method="GET", route="/stream", status="2xx") == 1
    open_stream.cancel()


def test_who_was_sent_away_is_told_apart_from_who_asked_wrongly() -> None:
    client, metrics = served()
    assert client.get("/dossiers/too-many").status_code == 429
    labels = {"method": "GET", "route": "/dossiers/{dossier_id}"}
    assert (counted(metrics, **labels, status="429"), counted(metrics, **labels, status="4xx")) == (1, None)
