"""Who is sent away is told an honest time, and what is away is asked until it is there."""

import asyncio
from typing import Any, cast

import pytest
from lienthong_runtime.room import LONGEST, LONGEST_AWAY, Away, NoRoom, Room
from lienthong_runtime.stalls import Stalls


class Hours:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def full(hours: Hours, pace: int = 50) -> Room:
    """A room that has been worked off at so many commands a second, and has no place left."""
    room = Room(1, 1000, hours)
    room.worked_off(pace, 1.0)
    room.waiting = 1
    return room


def sent_away(room: Room) -> int:
    with pytest.raises(NoRoom) as told:
        room.check()
    return told.value.seconds


def test_no_more_are_told_the_same_second_than_can_be_done_in_it() -> None:
    room = full(Hours(), pace=50)
    told = [sent_away(room) for _ in range(500)]
    assert [told.count(second) for second in range(1, 11)] == [50] * 10


def test_what_was_promised_is_forgotten_once_it_is_past() -> None:
    room = full(hours := Hours(), pace=50)
    assert max(sent_away(room) for _ in range(500)) == 10
    hours.at += 10
    assert sent_away(room) == 1


def test_nobody_is_told_to_wait_longer_than_a_minute_and_a_flood_is_over_a_minute_after_it() -> None:
    room = full(hours := Hours(), pace=50)
    assert max(sent_away(room) for _ in range(10_000)) == LONGEST
    hours.at += LONGEST
    assert sent_away(room) == 1


def test_the_pace_is_that_of_the_last_transactions() -> None:
    room = Room(1, 1, Hours())
    for seconds in (1.0, *[0.1] * 60):
        room.worked_off(10, seconds)
    assert room.pace == pytest.approx(100, rel=0.01)


def test_a_body_larger_than_all_that_may_wait_comes_in_alone() -> None:
    room = Room(5, 1000, Hours())
    with room.place(2000), pytest.raises(NoRoom):
        room.check(1)
    assert (room.waiting, room.bytes) == (0, 0)


def test_a_place_is_given_back_whatever_becomes_of_its_command() -> None:
    room = Room(1, 1000, Hours())
    with pytest.raises(ZeroDivisionError), room.place(10):
        raise ZeroDivisionError
    room.check(1000)


def test_the_longer_something_is_away_the_later_one_is_told_to_ask_again() -> None:
    room, waits = Room(5, 1000, hours := Hours()), list[int]()
    room.shut("database")
    for later in (0, 5, 5, 1000):
        hours.at += later
        with pytest.raises(Away) as told:
            room.check()
        waits.append(told.value.seconds)
    assert waits == [1, 5, 10, LONGEST_AWAY]
    room.shut("outbox")
    room.open("database")
    with pytest.raises(Away):
        room.check()
    room.open("outbox")
    room.check()


class Pool:
    """A database that answers once it is there."""

    def __init__(self) -> None:
        self.there = asyncio.Event()

    async def fetchval(self, _statement: str) -> bool:
        await self.there.wait()
        return True


async def test_a_transaction_that_hangs_shuts_the_door_and_its_end_opens_it() -> None:
    room, pool, stalled = Room(5, 1000), Pool(), asyncio.Event()
    pool.there.set()  # it answers, and yet the transaction hangs, as behind somebody's lock
    with Stalls(cast(Any, pool), room, hangs=0.01).watching(stalled.set):
        await stalled.wait()
        with pytest.raises(Away):
            room.check()
    async with asyncio.timeout(5):
        while room._shut:
            await asyncio.sleep(0.01)


async def test_an_outage_shuts_the_door_until_the_database_answers() -> None:
    room, pool = Room(5, 1000), Pool()
    with pytest.raises(ConnectionError), Stalls(cast(Any, pool), room, 60).watching(lambda: None):
        raise ConnectionError
    with pytest.raises(Away):
        room.check()
    pool.there.set()
    async with asyncio.timeout(5):
        while room._shut:
            await asyncio.sleep(0.01)


async def test_a_refusal_is_no_outage() -> None:
    room = Room(5, 1000)
    with pytest.raises(ZeroDivisionError), Stalls(cast(Any, Pool()), room, 60).watching(lambda: None):
        raise ZeroDivisionError
    room.check()
