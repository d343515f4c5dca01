"""How far a consumer has come on each partition that it holds."""

from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from lienthong_runtime.clock import BEGINNING
from lienthong_runtime.fetching import where
from lienthong_runtime.logs import log

SOON = 0.05  # seconds; a position that comes later is looked for after the next batch
type Batch = dict[TopicPartition, list[Any]]


class Reach:
    """What was handled: `positions` by place (topic/partition) hold the next offset after each batch of this process."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}
        self._reached: dict[TopicPartition, tuple[int, datetime]] = {}  # next offset, and when the last record handled was sent

    async def note(self, consumer: AIOKafkaConsumer, batch: Batch) -> None:
        """A batch was handled; what moved to another member is forgotten, what is new begins where it stands."""
        held = consumer.assignment()
        places = {place_of(tp) for tp in held}
        self.positions = {place: n for place, n in self.positions.items() if place in places}
        self._reached = {tp: reached for tp, reached in self._reached.items() if tp in held}
        self.positions |= {place_of(tp): records[-1].offset + 1 for tp, records in batch.items() if tp in held}
        self._reached |= {tp: (records[-1].offset + 1, _sent_at(records[-1])) for tp, records in batch.items() if tp in held}
        found = await where(consumer, held - self._reached.keys(), SOON)
        self._reached |= {tp: (offset, BEGINNING) for tp, offset in found.items()}

    def handled_until(self, consumer: AIOKafkaConsumer | None) -> datetime | None:
        """Until when all facts were handled: None when nothing is behind, BEGINNING when that isn't known yet.

        Time must not act beyond it: after an outage a result may wait on the topic that was issued before the due moment.
        """
        if consumer is None or not (held := consumer.assignment()):
            return BEGINNING
        return min((at for tp in held for at in self._behind(consumer, tp)), default=None)

    def _behind(self, consumer: AIOKafkaConsumer, tp: TopicPartition) -> list[datetime]:
        offset, at = self._reached.get(tp, (-1, BEGINNING))
        mark = consumer.highwater(tp)
        return [at] if mark is None or offset < mark else []

    def lag(self, consumer: AIOKafkaConsumer | None) -> int:
        """Records not yet handled, by the last fetch's high-water marks."""
        held = consumer.assignment() if consumer else ()
        marks = {tp: consumer.highwater(tp) or 0 for tp in held} if consumer else {}
        return sum(max(0, mark - self.positions.get(place_of(tp), mark)) for tp, mark in marks.items())

    async def places(self, consumer: AIOKafkaConsumer | None) -> dict[str, int]:
        """For each partition held, the offset up to which all is done; what stood there before this process counts."""
        done = {}
        for tp in consumer.assignment() if consumer else ():
            assert consumer is not None
            known = self.positions.get(place_of(tp))
            done[place_of(tp)] = await consumer.committed(tp) or 0 if known is None else known
        return done


def place_of(tp: TopicPartition) -> str:
    """A partition's name: topic/partition."""
    return f"{tp.topic}/{tp.partition}"


def _sent_at(record: Any) -> datetime:
    return datetime.fromtimestamp(record.timestamp / 1000, UTC)


async def commit(consumer: AIOKafkaConsumer, batch: Batch) -> None:
    """Tell Kafka how far the batch has brought this group; failing to is harmless."""
    try:
        await consumer.commit({tp: records[-1].offset + 1 for tp, records in batch.items()})
    except (KafkaError, IllegalStateError) as fault:
        # The effects are committed; what is read again is dropped by its number.
        log.warning("offsets.not_committed", fault=type(fault).__name__)


def seek_back(consumer: AIOKafkaConsumer, batch: Batch) -> None:
    """Read the batch again."""
    for tp, records in batch.items():
        try:
            consumer.seek(tp, records[0].offset)
        except IllegalStateError:
            # The partition has moved on: its new holder starts from the committed offset.
            continue
