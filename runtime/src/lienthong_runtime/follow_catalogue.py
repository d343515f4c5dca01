"""Keeps the catalogue's local copy current from its compacted topic."""

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition
from lienthong_contracts import KINDS, CatalogueEntry
from pydantic import ValidationError

from lienthong_runtime.catalogue import Catalogue
from lienthong_runtime.following import follow
from lienthong_runtime.logs import log
from lienthong_runtime.settings import RuntimeSettings


class CatalogueFollower:
    """Reads the catalogue's topic from its beginning, and goes on reading; `complete` once it had reached the end."""

    def __init__(self, settings: RuntimeSettings, catalogue: Catalogue) -> None:
        self._settings, self._catalogue = settings, catalogue
        self.complete = asyncio.Event()

    async def run(self) -> None:
        """Follow the topic for ever; a Kafka that isn't there is waited for."""
        await follow(self._settings, "catalogue.v1", _from_its_beginning, self._take)

    async def _take(self, consumer: AIOKafkaConsumer, place: TopicPartition, records: list) -> None:  # type: ignore[type-arg]
        for record in records:
            taken_in(self._catalogue, record.headers, record.value, record.offset)
        # Nothing is "complete" before the owner has published at all, nor while more keeps coming: its relay works in rounds,
        # and an end that was reached between two of them is none.
        if not records and not self.complete.is_set():
            end = (await consumer.end_offsets([place]))[place]
            self._complete_if(0 < end <= await consumer.position(place))

    def _complete_if(self, whole: bool) -> None:
        if whole:
            self.complete.set()


async def _from_its_beginning(consumer: AIOKafkaConsumer, place: TopicPartition) -> None:
    await consumer.seek_to_beginning(place)


def taken_in(catalogue: Catalogue, headers: Iterable[tuple[str, bytes | None]], body: bytes | None, offset: int) -> None:
    """Keep the entry of a record; what is none of ours is passed over, what can't be kept is said by name."""
    name = (dict(headers).get("ce_type") or b"").rpartition(b".")[2].decode("ascii", "replace")
    kind = KINDS.get(name)
    if kind is None or not issubclass(kind, CatalogueEntry):
        return
    try:
        catalogue.put(kind.from_json(body or b""))
    except (ValidationError, ValueError) as fault:
        log.error("catalogue.refused", offset=offset, fault=type(fault).__name__)
