"""Connections to one service, as many as it takes: nobody waits for somebody else's answer.

Not httpx2: a client of it takes as long for a request as the service does, and would be what is measured.
"""

import asyncio
from collections import deque
from typing import NamedTuple


class Said(NamedTuple):
    """A service's answer; `again` is its Retry-After in seconds, 0 without one."""

    status: int
    again: int
    body: bytes


class Lines:
    """Requests as bytes in, answers out; a connection is used again once its answer is there."""

    def __init__(self, port: int) -> None:
        self._port, self._idle = port, deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]]()

    async def ask(self, request: bytes) -> Said:
        """The answer. Raises OSError or EOFError where none comes."""
        reader, writer = self._open() or await asyncio.open_connection("127.0.0.1", self._port)
        kept = False
        try:
            writer.write(request)
            said, kept = await _answer(reader)
            return said
        finally:
            if kept:
                self._idle.append((reader, writer))
            else:
                writer.close()

    def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """One that the service hasn't hung up: it does after five seconds without a request."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    def close(self) -> None:
        """Hang up."""
        while self._idle:
            self._idle.pop()[1].close()


async def _answer(reader: asyncio.StreamReader) -> tuple[Said, bool]:
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    headers = dict(line.split(b": ", 1) for line in lines if line)
    body = await reader.readexactly(int(headers.get(b"content-length", b"0")))
    return Said(int(status.split()[1]), int(headers.get(b"retry-after", b"0")), body), headers.get(b"connection") != b"close"
