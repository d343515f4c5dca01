import asyncio
import contextlib

import pytest
from lienthong_local.cutting import cutting


@contextlib.asynccontextmanager
async def echo():
    """A server that says every line again, and its clients' way to it."""
    heard = []

    async def answer(reader, writer):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                heard.append(line)
                writer.write(line)
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


async def connected(front):
    host, _, port = front.address.rpartition(":")
    return await asyncio.open_connection(host, int(port))


async def ask(connection, line):
    reader, writer = connection
    writer.write(line)
    return await asyncio.wait_for(reader.readline(), 10)


@pytest.fixture
async def way():
    async with echo() as (target, heard), cutting(target) as front:
        yield front, heard


async def test_what_is_said_passes_in_both_directions(way):
    assert await ask(await connected(way[0]), b"xin chao\n") == b"xin chao\n"


async def test_a_cut_connection_is_reset_and_a_new_one_is_taken(way):
    front, _ = way
    old = await connected(front)
    await ask(old, b"1\n")
    front.cut()
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(old[0].readline(), 10)
    assert await ask(await connected(front), b"2\n") == b"2\n"
    assert front.taken == 2


async def test_held_answers_come_once_all_is_healed_though_the_requests_arrived(way):
    front, heard = way
    connection = await connected(front)
    front.hold()
    waiting = asyncio.create_task(ask(connection, b"1\n"))
    while not heard:
        await asyncio.sleep(0)
    assert not waiting.done()
    await front.heal()
    assert await waiting == b"1\n"


async def test_a_shut_port_refuses_until_it_is_healed(way):
    front, _ = way
    await front.shut()
    with pytest.raises(ConnectionRefusedError):
        await connected(front)
    await front.heal()
    assert await ask(await connected(front), b"1\n") == b"1\n"


async def test_first_words_may_be_answered_in_the_servers_place():
    async with echo() as (target, heard), cutting(target, instead=lambda first: b"no\n" if first == b"may I?\n" else None) as front:
        refused = await connected(front)
        assert (await ask(refused, b"may I?\n"), await refused[0].read()) == (b"no\n", b"")
        assert await ask(await connected(front), b"I must\n") == b"I must\n"
        assert heard == [b"I must\n"]


async def test_what_is_late_arrives_in_its_order_and_so_does_what_follows_it(way):
    front, heard = way
    reader, writer = await connected(front)
    front.delay = 0.05
    lines = [b"%d\n" % n for n in range(200)]
    for n, line in enumerate(lines):
        writer.write(line)
        await asyncio.sleep(0)
        if n == 150:
            await front.heal()
    assert [await asyncio.wait_for(reader.readline(), 10) for _ in lines] == lines
    assert heard == lines
    writer.close()
