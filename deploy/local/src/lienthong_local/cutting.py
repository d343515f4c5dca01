"""Knows how to stand before a server on loopback and fail as a network does: cut, be late, hold back answers, shut the port."""

import asyncio
import contextlib
import socket
import struct
from collections import deque
from collections.abc import AsyncGenerator, Callable

Instead = Callable[[bytes], bytes | None]
AT_ONCE = struct.pack("ii", 1, 0)


def forward(_first: bytes) -> bytes | None:
    """Answer nothing in the server's place."""
    return None


class _Side(asyncio.Protocol):
    """One end of a connection through the front; bytes are handed over as they come, with no task between."""

    transport: asyncio.Transport
    other: "_Side"

    def __init__(self, front: "Cutting") -> None:
        self._front = front
        self._late = deque[bytes]()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._front.open.add(self)

    def data_received(self, data: bytes) -> None:
        if self._front.delay or self._late:
            self._late.append(data)
            asyncio.get_running_loop().call_later(self._front.delay, self._arrive)
        else:
            self.other.transport.write(data)

    def _arrive(self) -> None:
        # By the queue, not by the call: of two calls for the same moment either may come first.
        self.other.transport.write(self._late.popleft())

    def pause_writing(self) -> None:
        self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        self.other.transport.resume_reading()

    def connection_lost(self, _fault: Exception | None) -> None:
        self._front.open.discard(self)
        if hasattr(self, "other"):
            self.other.transport.close()


class _Server(_Side):
    """The end that leads to the server."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self._front.holding:
            self.transport.pause_reading()


class _Client(_Side):
    """The end at which the client is."""

    def __init__(self, front: "Cutting") -> None:
        super().__init__(front)
        self._first = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._front.taken += 1
        self.transport.pause_reading()
        self._linking = asyncio.create_task(self._link())

    async def _link(self) -> None:
        host, _, port = self._front.target.rpartition(":")
        try:
            _, self.other = await asyncio.get_running_loop().create_connection(lambda: _Server(self._front), host, int(port))
        except OSError:
            self.transport.abort()
            return
        self.other.other = self
        if self.transport.is_closing():
            self.other.transport.close()
        else:
            self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self._first and (answer := self._front.instead(data)) is not None:
            self.transport.write(answer)
            self.transport.close()
            return
        self._first = False
        super().data_received(data)


class Cutting:
    """Forwards a port to `target` (host:port). `instead` may answer a client's first bytes in the server's place, and then hangs up."""

    def __init__(self, target: str, instead: Instead = forward) -> None:
        self.target, self.instead = target, instead
        self.taken, self.holding = 0, False
        self.delay = 0.0  # seconds that whatever passes is late
        self.open: set[_Side] = set()
        self._host, self._port = "127.0.0.1", 0
        self._listener: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"{self._host}:{self._port}"

    async def listen(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Open the port; 0 for one that the system chooses."""
        self._listener = await asyncio.get_running_loop().create_server(lambda: _Client(self), host, port)
        self._host, self._port = host, self._listener.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Reset every connection; what was on its way is lost. New ones are taken."""
        for side in self.open:
            # Without lingering, abort() says goodbye in order (FIN), as a server that ends does.
            side.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            side.transport.abort()

    def hold(self) -> None:
        """Let requests through, and keep every answer until `heal`."""
        self.holding = True
        for side in self.open:
            if isinstance(side, _Server):
                side.transport.pause_reading()

    async def shut(self) -> None:
        """Cut all, and refuse to be connected to until `heal`."""
        if self._listener is not None:
            self._listener.close()
        self._listener = None
        self.cut()

    async def heal(self) -> None:
        """Work as if nothing had been."""
        self.holding, self.delay = False, 0.0
        for side in self.open:
            if isinstance(side, _Server):
                side.transport.resume_reading()
        if self._listener is None:
            await self.listen(self._port, self._host)


@contextlib.asynccontextmanager
async def cutting(target: str, port: int = 0, host: str = "127.0.0.1", instead: Instead = forward) -> AsyncGenerator[Cutting]:
    """A forwarder to `target` at work."""
    front = Cutting(target, instead)
    await front.listen(port, host)
    try:
        yield front
    finally:
        await front.shut()
