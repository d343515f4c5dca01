"""A consumer that fetches no more is noticed, and one that has nothing to fetch is left alone."""

import asyncio
from typing import cast

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaConnectionError
from lienthong_runtime.fetching import LOOK, Fetching, StandsStill, where

HANGS, MOVED_ON = -1, -2
ONE, OTHER = TopicPartition("dossier.v1", 0), TopicPartition("dossier.v1", 1)


class Broker:
    """A consumer by what it says: where it stands, and what lies on the broker."""

    def __init__(self, at: dict[TopicPartition, int], ends: dict[TopicPartition, int], away: bool = False) -> None:
        self.at, self.ends, self.away, self.asked = at, ends, away, 0

    def assignment(self) -> set[TopicPartition]:
        return set(self.at)

    async def end_offsets(self, _partitions: object) -> dict[TopicPartition, int]:
        self.asked += 1
        if self.away:
            raise KafkaConnectionError
        return self.ends

    async def position(self, tp: TopicPartition) -> int:
        if (at := self.at.get(tp, MOVED_ON)) == HANGS:
            await asyncio.get_running_loop().create_future()
        if at == MOVED_ON:
            raise IllegalStateError
        return at


async def watch(broker: Broker, *steps: tuple[float, bool]) -> int:
    """Polls, each so many seconds after the last one; how often the broker was asked."""
    now = 100.0
    fetching = Fetching(lambda: now, patience=0.05)
    for seconds, fetched in steps:
        now += seconds
        await fetching.watch(cast(AIOKafkaConsumer, broker), fetched)
    return broker.asked


async def test_a_record_that_lies_there_at_two_looks_says_that_nobody_fetches() -> None:
    with pytest.raises(StandsStill):
        await watch(Broker({ONE: 5, OTHER: 2}, {ONE: 5, OTHER: 3}), (LOOK, False), (LOOK, False))


async def test_a_record_between_two_looks_says_that_somebody_does() -> None:
    assert await watch(Broker({ONE: 5}, {ONE: 9}), (LOOK, False), (LOOK / 2, True), (LOOK, False)) == 2


async def test_who_has_read_everything_is_left_alone() -> None:
    assert await watch(Broker({ONE: 5}, {ONE: 5}), *[(LOOK, False)] * 20) == 20


async def test_who_is_busy_isn_t_looked_at() -> None:
    assert await watch(Broker({ONE: 5}, {ONE: 9}), *[(LOOK, True)] * 20) == 0


async def test_nobody_stands_still_because_the_broker_is_away() -> None:
    assert await watch(Broker({ONE: 5}, {ONE: 9}, away=True), *[(LOOK, False)] * 5) == 5


async def test_a_position_that_nobody_tells_keeps_nobody_waiting() -> None:
    """Once aiokafka's fetcher has ended, a partition that comes anew never gets one."""
    broker = cast(AIOKafkaConsumer, Broker({ONE: HANGS, OTHER: 7}, {}))
    assert await where(broker, [ONE, OTHER], patience=0.05) == {OTHER: 7}
    assert await where(broker, [], patience=0) == {}


async def test_a_partition_whose_position_nobody_tells_at_two_looks_says_that_nobody_fetches() -> None:
    with pytest.raises(StandsStill):
        await watch(Broker({ONE: HANGS}, {ONE: 0}), (LOOK, False), (LOOK, False))


async def test_a_partition_that_has_moved_on_is_left_out() -> None:
    broker = cast(AIOKafkaConsumer, Broker({ONE: 5, OTHER: MOVED_ON}, {}))
    assert await where(broker, [ONE, OTHER], patience=0.05) == {ONE: 5}
    assert await watch(Broker({ONE: 5}, {ONE: 5, OTHER: 3}), (LOOK, False), (LOOK, False)) == 2
