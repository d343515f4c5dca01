"""Knows how to stand before a server on loopback and fail as a network does: cut, hold back answers, shut the port."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncGenerator, Callable

Instead = Callable[[bytes], bytes | None]
CHUNK = 65_536
AT_ONCE = struct.pack("ii", 1, 0)


def forward(_first: bytes) -> bytes | None:
    """Answer nothing in the server's place."""
    return None


class Cutting:
    """Forwards a port to `target` (host:port). `instead` may answer a client's first bytes in the server's place, and then hangs up."""

    def __init__(self, target: str, instead: Instead = forward) -> None:
        self.target, self._instead = target, instead
        self._host, self._port, self.taken = "127.0.0.1", 0, 0
        self._open: set[asyncio.StreamWriter] = set()
        self._answers = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._answers.set()

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"{self._host}:{self._port}"

    async def listen(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Open the port; 0 for one that the system chooses."""
        self._server = await asyncio.start_server(self._take, host, port)
        self._host, self._port = host, self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Reset every connection; what was on its way is lost. New ones are taken."""
        for writer in self._open:
            # Without lingering, abort() says goodbye in order (FIN), as a server that ends does.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()
        self._open.clear()

    def hold(self) -> None:
        """Let requests through, and keep every answer until `heal`."""
        self._answers.clear()

    async def shut(self) -> None:
        """Cut all, and refuse to be connected to until `heal`."""
        if self._server is not None:
            self._server.close()
        self._server = None
        self.cut()

    async def heal(self) -> None:
        """Work as if nothing had been."""
        self._answers.set()
        if self._server is None:
            await self.listen(self._port, self._host)

    async def _take(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        self.taken += 1
        self._open.add(client)
        try:
            await self._forward(reader, client)
        except OSError:
            pass  # either side has gone: so goes the other
        finally:
            self._open.discard(client)
            client.close()

    async def _forward(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        host, _, port = self.target.rpartition(":")
        answers, server = await asyncio.open_connection(host, int(port))
        self._open.add(server)
        directions = [asyncio.create_task(self._requests(reader, server, client)), asyncio.create_task(self._reply(answers, client))]
        try:
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open.discard(server)
            server.close()
            for task in directions:
                task.cancel()
            await asyncio.gather(*directions, return_exceptions=True)

    async def _requests(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter, client: asyncio.StreamWriter) -> None:
        first = True
        while data := await reader.read(CHUNK):
            if first and (answer := self._instead(data)) is not None:
                client.write(answer)
                return
            first = False
            server.write(data)
            await server.drain()

    async def _reply(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            await self._answers.wait()
            client.write(data)
            await client.drain()


@contextlib.asynccontextmanager
async def cutting(target: str, port: int = 0, host: str = "127.0.0.1", instead: Instead = forward) -> AsyncGenerator[Cutting]:
    """A forwarder to `target` at work."""
    front = Cutting(target, instead)
    await front.listen(port, host)
    try:
        yield front
    finally:
        await front.shut()
