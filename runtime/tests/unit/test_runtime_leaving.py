"""A service ends when it is told to, with or without Kafka."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError
from lienthong_runtime.leaving import leave


class Member:
    def __init__(self, ending: asyncio.Event | None, fault: Exception | None = None) -> None:
        self.left, self._ending, self._fault = False, ending, fault

    async def stop(self) -> None:
        if self._ending is not None:
            await self._ending.wait()
        if self._fault is not None:
            raise self._fault
        self.left = True


async def test_a_member_leaves() -> None:
    member = Member(None)
    await leave(member)
    assert member.left


async def test_a_member_that_nobody_answers_is_left_after_a_while() -> None:
    member = Member(asyncio.Event())
    await leave(member, patience=0.01)
    assert not member.left


async def test_a_kafka_that_refuses_is_left_too_and_a_bug_is_not_hidden() -> None:
    await leave(Member(None, KafkaConnectionError()))
    with pytest.raises(ZeroDivisionError):
        await leave(Member(None, ZeroDivisionError()))
