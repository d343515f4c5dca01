"""The toy's HTTP side on a socket, and callers that say no more than they are asked for."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncGenerator
from typing import Any, NamedTuple

import uvicorn
from lienthong_local.identity import Issuer
from toy import Toy

ISSUER = Issuer("callers")
OFFICER = ISSUER.token("an", "H32", ("officer",))


class Told(NamedTuple):
    """What a caller is answered."""

    status: int
    headers: dict[str, str]
    body: Any


class Caller:
    """Sends a request's head, and as much of its body as a test says."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def head(self, method: str, path: str, *headers: str, body: bytes = b"") -> Told:
        """What is answered to a head alone, or to a body of which only this much comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            lines = [f"{method} {path} HTTP/1.1", "Host: toy", *headers, "", ""]
            writer.write("\r\n".join(lines).encode() + body)
            return await asyncio.wait_for(_told(reader), 20)
        finally:
            writer.close()

    async def command(self, officer: str, key: str, *headers: str, token: str = OFFICER, path: str = "/dossiers") -> Told:
        """A whole command."""
        body = json.dumps({"officer": officer}).encode()
        return await self.head("POST", path, *said(len(body), key, token), *headers, body=body)


def said(length: int, key: str = "0123456789", token: str = OFFICER) -> tuple[str, ...]:
    """The headers of a command whose body has so many bytes."""
    return (f"Authorization: Bearer {token}", f"Content-Length: {length}", "Content-Type: application/json", f"Idempotency-Key: {key}")


async def _told(reader: asyncio.StreamReader) -> Told:
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Told(int(status.split()[1]), headers, json.loads(body) if "json" in headers.get("content-type", "") else body)


@contextlib.asynccontextmanager
async def served(toy: Toy) -> AsyncGenerator[Caller]:
    """The toy's real application behind the server that it runs with."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(toy.running.app(), log_level="error", http="httptools", lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield Caller(listening.getsockname()[1])
        finally:
            server.should_exit = True
            await serving
