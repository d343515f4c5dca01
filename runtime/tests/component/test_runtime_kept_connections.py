"""A connection that rests is ended by who asks, never by who answers: else a command meets its end now and then (issue 8)."""

import asyncio

import aiohttp
import httpx2
from fastapi import FastAPI
from lienthong_runtime.process import served
from lienthong_runtime.settings import RuntimeSettings
from uvicorn import Server

PROXY = 60  # seconds that nginx keeps one to a server behind it


async def client_keeps() -> float:
    """Seconds for which aiohttp, with which citizens are played, keeps a connection."""
    async with aiohttp.ClientSession() as session:
        assert session.connector is not None
        return float(session.connector._keepalive_timeout)


async def test_a_service_keeps_a_connection_longer_than_any_who_asks_it():
    server = Server(served(FastAPI(), RuntimeSettings(http_port=0)))
    with server.config.bind_socket() as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0)
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"404" in await reader.readline()
        (connection,) = server.server_state.connections
        ends = connection.timeout_keep_alive_task.when() - asyncio.get_running_loop().time()
        writer.close()
        server.should_exit = True
        await serving
    assert ends > max(PROXY, await client_keeps(), httpx2.Limits().keepalive_expiry or 0)
