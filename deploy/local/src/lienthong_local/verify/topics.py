"""Reads topics whole, from their beginning to the end they have now."""

from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from lienthong_contracts import KINDS, BrokenHeader, DossierEvent, Envelope

from lienthong_local.topics import places


@dataclass(frozen=True, slots=True)
class Sent:
    """An event as it stands on Kafka."""

    envelope: Envelope
    body: bytes
    origin: str

    @property
    def key(self) -> tuple[str, str, int]:
        """Dossier, source and number: what may exist once only."""
        return (self.envelope.subject, self.envelope.source, self.envelope.number)

    @property
    def known(self) -> bool:
        """Whether this version knows the kind; a newer one's are counted like any other, and not read."""
        return self.envelope.kind in KINDS

    @property
    def event(self) -> DossierEvent:
        """The body, read."""
        return KINDS[self.envelope.kind].from_json(self.body)  # type: ignore[return-value]


async def read_events(bootstrap_servers: str, names: list[str]) -> list[Sent]:
    """Every readable event of these topics, by partition and offset; what isn't an event is the dead letters' business."""
    found = await places(bootstrap_servers, names)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, enable_auto_commit=False, max_partition_fetch_bytes=8 << 20)
    await consumer.start()
    try:
        ends = await consumer.end_offsets(found)
        consumer.assign(found)
        await consumer.seek_to_beginning(*found)
        return [sent for tp in found for sent in await _read(consumer, tp, ends[tp])]
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, tp: TopicPartition, end: int) -> list[Sent]:
    found = []
    while await consumer.position(tp) < end:
        for record in (await consumer.getmany(tp, timeout_ms=500, max_records=5000)).get(tp, []):
            if record.offset < end and (sent := _open(record)):
                found.append(sent)
    return found


def _open(record) -> Sent | None:  # type: ignore[no-untyped-def]
    try:
        envelope = Envelope.from_headers(dict(record.headers))
    except BrokenHeader:
        return None
    return Sent(envelope, record.value or b"", f"{record.topic}/{record.partition}/{record.offset}")
