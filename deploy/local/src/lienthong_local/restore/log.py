"""Knows how records come back to Kafka: partition by partition in their order, with their keys, headers and times."""

import asyncio
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from lienthong_local.backup.log import lines
from lienthong_local.backup.manifest import Manifest
from lienthong_local.topics import make_topics, places


async def load_topics(bootstrap_servers: str, folder: Path, made: Manifest) -> None:
    """Make the topics with as many partitions as they had, and fill them."""
    await make_topics(bootstrap_servers, {topic.name: len(topic.partitions) for topic in made.topics}, made.topic_prefix)
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers,
        acks="all", enable_idempotence=True, linger_ms=0, max_batch_size=1_000_000, max_request_size=4_000_000,
    )  # fmt: skip
    await producer.start()
    try:
        for topic in made.topics:
            name = made.topic_prefix + topic.name
            await asyncio.gather(*(_fill(producer, TopicPartition(name, kept.number), folder / kept.path) for kept in topic.partitions))
    finally:
        await producer.stop()


async def _fill(producer: AIOKafkaProducer, tp: TopicPartition, file: Path) -> None:
    """One batch after the other, each only once the one before is there."""
    batch = producer.create_batch()
    for line in lines(file):
        record = {"key": line.key, "value": line.value, "timestamp": line.at, "headers": line.headers}
        if batch.append(**record) is None:
            await (await producer.send_batch(batch, tp.topic, partition=tp.partition))
            batch = producer.create_batch()
            batch.append(**record)
    if batch.record_count():
        await (await producer.send_batch(batch, tp.topic, partition=tp.partition))


async def load_groups(bootstrap_servers: str, made: Manifest) -> None:
    """Let each service go on reading where it was: in a partition that had lost its beginning, as much nearer to the start."""
    moved = {(topic.name, kept.number): kept.first for topic in made.topics for kept in topic.partitions}
    for service, read in made.groups.items():
        offsets = {}
        for place, offset in read.items():
            name, _, number = place.rpartition("/")
            offsets[TopicPartition(made.topic_prefix + name, int(number))] = max(0, offset - moved[name, int(number)])
        if offsets:
            await _commit(bootstrap_servers, made.topic_prefix + service, offsets)


async def _commit(bootstrap_servers: str, group: str, offsets: dict[TopicPartition, int]) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(list(offsets))
        await consumer.commit(offsets)
    finally:
        await consumer.stop()


async def count_records(bootstrap_servers: str, made: Manifest) -> dict[str, int]:
    """How many records each partition has now."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, enable_auto_commit=False)
    found = await places(bootstrap_servers, [made.topic_prefix + topic.name for topic in made.topics])
    await consumer.start()
    try:
        ends = await consumer.end_offsets(found)
    finally:
        await consumer.stop()
    return {f"{tp.topic.removeprefix(made.topic_prefix)}/{tp.partition}": end for tp, end in ends.items()}
