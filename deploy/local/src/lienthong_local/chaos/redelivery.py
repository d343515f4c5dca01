"""Faults of delivery: records that were published before come again, byte for byte, in another order than they had."""

from random import Random

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from lienthong_local.chaos.ground import Ground
from lienthong_local.topics import places

MOST, BACK = 300, 200  # records in all, and how far back in a partition


async def redeliver(ground: Ground, topic: str, dice: Random) -> None:
    """Each onto its own partition, with its own key, headers and body. Kafka that isn't there delivers nothing."""
    servers = ground.stack.infra.bootstrap_servers
    try:
        records = await _latest(servers, topic)
        dice.shuffle(records)
        async with AIOKafkaProducer(bootstrap_servers=servers, acks="all", request_timeout_ms=10_000) as producer:
            for record in records[:MOST]:
                await producer.send(topic, record.value, record.key, record.partition, headers=list(record.headers))
            await producer.flush()
    except KafkaError:
        return
    ground.redelivered[topic] += len(records[:MOST])


async def _latest(servers: str, topic: str) -> list:  # type: ignore[type-arg]
    found = await places(servers, [topic])
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await consumer.start()
    try:
        ends = await consumer.end_offsets(found)
        consumer.assign(found)
        for place in found:
            consumer.seek(place, max(0, ends[place] - BACK))
        return [record for place in found for record in await _read(consumer, place, ends[place])]
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, place: TopicPartition, end: int) -> list:  # type: ignore[type-arg]
    read = []
    while await consumer.position(place) < end:
        read += (await consumer.getmany(place, timeout_ms=500)).get(place, [])
    return read
