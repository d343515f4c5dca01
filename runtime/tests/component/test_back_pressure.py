"""Asked for more than it can do, a service sends callers away in time and holds no more than it may; what was sent away never happened."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import asyncpg
import pytest_asyncio
from awaiting import until
from callers import ISSUER, Caller, said, served
from lienthong_runtime.brim import Brim
from toy import Staff, Toy, at_work, prepared

PLACES, SIZE, SECONDS = 4, 2000, 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pressed(infra, prefix: str) -> AsyncGenerator[Toy]:  # type: ignore[no-untyped-def]
    settings = await prepared(infra, prefix)
    narrow = {"commands_waiting": PLACES, "bodies_waiting": 3 * SIZE, "body_bytes": SIZE, "body_seconds": SECONDS, "commands_hang": 60}
    async with at_work(settings.model_copy(update={"identity_keys": ISSUER.public, **narrow}), Staff()) as working:
        yield working


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def caller(pressed: Toy) -> AsyncGenerator[Caller]:
    async with served(pressed) as working:
        yield working


@contextlib.asynccontextmanager
async def held(toy: Toy) -> AsyncGenerator[None]:
    """The toy's table is somebody else's: commands wait."""
    connection = await asyncpg.connect(toy.settings.postgres_dsn)
    try:
        async with connection.transaction():
            await connection.execute("lock table tally in access exclusive mode")
            yield
    finally:
        await connection.close()


async def waiting(toy: Toy, count: int) -> bool:
    return toy.running.commands.room.waiting == count


async def count_of(toy: Toy, officer: str) -> int:
    return int(await toy.running.pool.fetchval("select count(*) from tally where state -> 'officers' ? $1", officer))


async def test_who_is_one_too_many_is_told_when_to_come_again_before_the_body_is_read(pressed: Toy, caller: Caller) -> None:
    async with held(pressed):
        those = [asyncio.create_task(caller.command("an", f"a-place-{n}")) for n in range(PLACES)]
        await until(lambda: waiting(pressed, PLACES))
        vi = await caller.head("POST", "/dossiers", *said(100))
        en = await caller.head("POST", "/dossiers", *said(100), "Accept-Language: en")
        others = [await caller.head("GET", path) for path in ("/health/live", "/metrics", "/health/ready")]
    assert [told.status for told in await asyncio.gather(*those)] == [201] * PLACES
    assert (vi.status, vi.headers["content-type"]) == (429, "application/problem+json")
    assert vi.body["title"] == "Quá nhiều yêu cầu" and en.body["title"] == "Too many requests"
    assert int(vi.headers["retry-after"]) >= 1 and vi.headers["retry-after"] in vi.body["errors"][0]["detail"]
    assert [told.status for told in others][:2] == [200, 200] and others[2].body["database"], "reads and probes aren't starved"
    assert pressed.running.commands.room.waiting == 0


async def test_a_command_that_was_sent_away_had_no_effect_and_is_done_once_under_its_key(pressed: Toy, caller: Caller) -> None:
    async with held(pressed):
        those = [asyncio.create_task(caller.command("binh", f"binhs-{n}-place")) for n in range(PLACES)]
        await until(lambda: waiting(pressed, PLACES))
        assert (await caller.command("chau", "sent-away")).status == 429
    await asyncio.gather(*those)
    assert await count_of(pressed, "chau") == 0
    first, again = await caller.command("chau", "sent-away"), await caller.command("chau", "sent-away")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert await count_of(pressed, "chau") == 1


async def test_bodies_that_together_are_too_much_are_not_taken_in(pressed: Toy, caller: Caller) -> None:
    slow = [asyncio.create_task(caller.head("POST", "/dossiers", *said(SIZE), body=b"{")) for _ in range(3)]
    await until(lambda: waiting(pressed, 3))
    told = await caller.head("POST", "/dossiers", *said(1))
    assert told.status == 429, "there is a place, and no room for its body"
    assert [told.status for told in await asyncio.gather(*slow)] == [408] * 3, "a place is nobody's for ever"
    assert pressed.running.commands.room.bytes == 0


async def test_nobodys_body_is_read_before_it_is_known_who_sends_it(caller: Caller) -> None:
    stranger = ISSUER.token("an", "H32", ("officer",), -1)
    for token in ("", "nobody", stranger):
        told = await caller.head("POST", "/dossiers", *said(SIZE, token=token))
        assert (told.status, told.body["title"]) == (401, "Chưa xác thực")
    pieces = await caller.head("POST", "/dead-letters/x/replay", "Transfer-Encoding: chunked")
    assert (pieces.status, pieces.headers["connection"]) == (401, "close"), "nobody knows how much would still come"


async def test_a_body_that_is_too_large_is_not_waited_for(caller: Caller) -> None:
    announced = await caller.head("POST", "/dossiers", *said(SIZE + 1))
    assert (announced.status, announced.headers["connection"]) == (413, "close")
    head = [line for line in said(0) if "Length" not in line]
    piece = f"{SIZE + 1:x}\r\n".encode() + b" " * (SIZE + 1) + b"\r\n"
    pieces = await caller.head("POST", "/dossiers", *head, "Transfer-Encoding: chunked", body=piece)
    assert (pieces.status, pieces.body["title"]) == (413, "Nội dung gửi quá lớn")


async def test_who_hangs_up_while_sending_gives_the_place_back(pressed: Toy, caller: Caller) -> None:
    sending = asyncio.create_task(caller.head("POST", "/dossiers", *said(SIZE), body=b"{"))
    await until(lambda: waiting(pressed, 1))
    sending.cancel()
    await until(lambda: waiting(pressed, 0))


async def test_events_that_do_not_get_away_shut_the_door_until_they_do(pressed: Toy, caller: Caller) -> None:
    brim = Brim(pressed.running.pool, pressed.running.commands.room, most=-1, metrics=pressed.running.metrics)
    await brim.look()  # an empty outbox is over that brim already
    told = await caller.head("POST", "/dossiers", *said(100))
    assert (told.status, told.headers["retry-after"]) == (503, "1")
    await Brim(pressed.running.pool, pressed.running.commands.room, most=0, metrics=pressed.running.metrics).look()
    assert (await caller.command("dung", "after-the-brim")).status == 201


async def test_while_the_database_is_away_nobody_waits_and_afterwards_the_door_opens_by_itself(pressed: Toy, caller: Caller, infra) -> None:  # type: ignore[no-untyped-def]
    await infra.postgres.stop()
    try:
        first, second = await caller.command("giang", "while-away"), await caller.head("POST", "/dossiers", *said(100))
    finally:
        await infra.postgres.start()
    assert (first.status, second.status) == (503, 503) and int(second.headers["retry-after"]) >= 1
    room = pressed.running.commands.room
    await until(lambda: _open(room))
    assert (await caller.command("giang", "while-away")).status == 201
    assert await count_of(pressed, "giang") == 1


async def _open(room) -> bool:  # type: ignore[no-untyped-def]
    with contextlib.suppress(Exception):
        room.check()
        return True
    return False
