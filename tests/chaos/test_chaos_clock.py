"""A clock's fault is over when the service itself says the right hour, not when it was told to (issue 8)."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from email.utils import formatdate

import pytest
from lienthong_local.chaos.wall_clock import is_right


@contextlib.asynccontextmanager
async def dated(seconds_off: float) -> AsyncGenerator[str]:
    """Something that answers, and dates its answers by a clock that is so far off."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        date = formatdate(time.time() + seconds_off, usegmt=True)
        writer.write(f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(("off", "right"), [(0, True), (60, False), (-60, False)])
async def test_a_clock_is_right_when_the_process_says_so(off: int, right: bool) -> None:
    async with dated(off) as url:
        assert await is_right([url]) is right


async def test_all_instances_must_say_so_and_who_does_not_answer_has_not() -> None:
    async with dated(0) as right, dated(60) as wrong:
        assert not await is_right([right, wrong])
    assert not await is_right([right])
