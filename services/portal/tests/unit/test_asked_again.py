"""A service that has too much to do is asked once more for the reader, under the same key, if it won't be long."""

import asyncio

import pytest
from portal.neighbours import LONGEST_PAUSE, Neighbours
from portal.settings import Settings


class Busy:
    """A service that answers with these statuses, one after another, and remembers under which keys it was asked."""

    def __init__(self, again: int, *statuses: int) -> None:
        self._again, self._statuses, self.keys = again, list(statuses), list[str]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        self.keys.append(head.partition("idempotency-key: ")[2].partition("\r\n")[0])
        more = f"Retry-After: {self._again}\r\n" if self._again else ""
        writer.write(f"HTTP/1.1 {self._statuses.pop(0)} x\r\n{more}Connection: close\r\nContent-Length: 2\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()


@pytest.mark.parametrize(("again", "statuses", "asked", "status"), [
    (1, (429, 201), 2, 201),
    (1, (429, 429), 2, 429),
    (LONGEST_PAUSE + 1, (429, 201), 1, 429),
    (0, (429, 201), 1, 429),
    (1, (503, 201), 1, 503),
])  # fmt: skip
async def test_a_busy_service_is_asked_once_more(again: int, statuses: tuple[int, ...], asked: int, status: int) -> None:
    busy = Busy(again, *statuses)
    async with await asyncio.start_server(busy.serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        answer = await Neighbours(Settings(intake_url=url)).command("intake", "/dossiers", {}, "token", "a-key-of-one", "vi")
    assert (answer.status, busy.keys) == (status, ["a-key-of-one"] * asked)
