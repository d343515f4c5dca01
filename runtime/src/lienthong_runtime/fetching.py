"""Notices a consumer that fetches no more: aiokafka's fetcher can end by a fault of its own, and tells nobody."""

import time
from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from lienthong_runtime.logs import log

LOOK = 5.0  # seconds without a record until the broker is asked what lies there; whoever stands still is made anew after two such looks


class StandsStill(KafkaError):
    """Records lie on the broker, and none is fetched: the consumer has to be made anew."""


class Fetching:
    """Watches one consumer. Its heartbeats go on when its fetcher has ended, and its high-water marks stay as they were: no lag is seen.

    Timers that wait for facts (ADR 0013) would then run ahead of them, and call late what is on the topic in time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next, self._left = 0.0, dict[TopicPartition, int]()

    async def watch(self, consumer: AIOKafkaConsumer, fetched: bool) -> None:
        """After each poll. Raises StandsStill when a record lay there at two looks and nothing came between."""
        now = self._clock()
        if fetched:
            self._next, self._left = now + LOOK, {}
        elif now >= self._next:
            left, self._next = await _left(consumer), now + LOOK
            if self._left.items() & left.items():
                log.error("consumer.stands_still", partitions=len(left))
                raise StandsStill
            self._left = left


async def _left(consumer: AIOKafkaConsumer) -> dict[TopicPartition, int]:
    """The next record of each partition that has one which wasn't fetched."""
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        positions = {tp: await consumer.position(tp) for tp in ends}
    except KafkaError:  # Kafka is away, or the partition has just moved on
        return {}
    return {tp: position for tp, position in positions.items() if position < ends[tp]}
