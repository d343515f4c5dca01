"""Open boards: streams of events as browsers hold them, and when each line came."""

import asyncio
import contextlib
import re
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

_PLACE = re.compile(rb"(?:^|\n)id: (\d+)\n")
_JUMP = b"event: jump"


class Viewer:
    """One board, opened with a token; `arrivals` are the ledger's places with the moment, `jumps` how often lines were left out."""

    def __init__(self, url: str, token: str) -> None:
        self._where, self._token = urlsplit(url), token
        self.arrivals: list[tuple[int, float]] = []
        self.jumps = 0
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> asyncio.Task[None]:
        """Ask for the stream; the task reads it until it ends."""
        reader, self._writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        said = f"GET /su-kien HTTP/1.1\r\nHost: {self._where.netloc}\r\nAuthorization: Bearer {self._token}\r\n\r\n"
        self._writer.write(said.encode())
        await self._writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.split(b"\r\n")[0].decode())
        return asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        left = b""
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(65536):
                now = time.time()
                whole, end, left = (left + chunk).rpartition(b"\n\n")
                self.arrivals += [(int(place), now) for place in _PLACE.findall(whole + end)]
                self.jumps += whole.count(_JUMP)

    async def aclose(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


async def open_all(url: str, tokens: Sequence[str]) -> tuple[list[Viewer], list[asyncio.Task[None]]]:
    """A board a token, all open."""
    viewers = [Viewer(url, token) for token in tokens]
    return viewers, [await viewer.open() for viewer in viewers]
