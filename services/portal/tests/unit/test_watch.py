"""The watch asks real neighbours over HTTP and a real (absent) Kafka: whatever they answer, it lives on and says so."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from portal.groups import Groups
from portal.neighbours import Neighbours
from portal.settings import Settings
from portal.watch import Watch

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WELL = '{"ready": true, "service": "x", "lag": 0, "failing": "", "relay_failing": "", "timer_lag_seconds": 0.2, "alarms": []}'
UNREADY = '{"ready": false, "consumer": false, "failing": "", "relay_failing": "", "unheard_of": 7}'


@contextlib.asynccontextmanager
async def answering(status: str, body: str) -> AsyncGenerator[str]:
    """A neighbour that answers everything so."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def watch_of(*urls: str) -> Watch:
    intake, routing, sla_monitor, notifier, portal = urls
    settings = Settings.model_construct(intake_url=intake, routing_url=routing, sla_monitor_url=sla_monitor, notifier_url=notifier,
                                        portal_url=portal, kafka_bootstrap_servers=nobody())  # fmt: skip
    groups = Groups(settings.kafka_bootstrap_servers, "t_dossier.v1", ["t_intake"])
    moments = (NOW + timedelta(seconds=5 * n) for n in range(100))
    return Watch(Neighbours(settings), groups, "t_", now=lambda: next(moments))


@pytest.fixture
async def watch() -> AsyncGenerator[Watch]:
    async with (
        answering("200 OK", WELL) as well,
        answering("503 Service Unavailable", UNREADY) as unready,
        answering("200 OK", "[1]") as odd,
    ):
        yield watch_of(well, well, unready, f"http://{nobody()}", odd)


async def test_an_outage_of_kafka_or_of_a_neighbour_is_an_alarm_and_nothing_else(watch: Watch) -> None:
    for _ in range(2):
        watch.note(await watch.look())
    assert {alarm.key for alarm in watch.alarms} == {
        ("kafka_down", "Kafka"), ("consumer_idle", "sla-monitor"), ("service_down", "notifier"), ("service_down", "portal"),
    }  # fmt: skip
    assert watch.timer_lag == 0.2


async def test_one_look_alone_raises_nothing(watch: Watch) -> None:
    watch.note(await watch.look())
    assert watch.alarms == []
