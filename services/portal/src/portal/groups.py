"""Which partitions of a topic no member of a consumer group has, by what Kafka's own coordinator says."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import DescribeGroupsRequest_v2
from aiokafka.protocol.api import Request

PATIENCE = 3.0  # seconds for one look, connecting included
OUTAGE = (KafkaError, OSError, TimeoutError)


class _DescribeGroups(Request[DescribeGroupsRequest_v2]):
    """Never version 3, whose answer aiokafka 0.14 reads by version 2's schema: it loses its place and hangs up."""

    API_KEY = DescribeGroupsRequest_v2.API_KEY

    def __init__(self, group: str) -> None:
        self._group = group

    def build(self, request_struct_class: type[DescribeGroupsRequest_v2]) -> DescribeGroupsRequest_v2:
        return request_struct_class([self._group])


class _Admin(AIOKafkaAdminClient):  # type: ignore[misc]
    async def describe(self, group: str) -> dict[str, Any]:
        answer = await self._send_request(_DescribeGroups(group), await self.find_coordinator(group))
        described: dict[str, Any]
        (described,) = answer.to_object()["groups"]
        _raise(described["error_code"])
        return described


class Groups:
    """Asks Kafka; a connection is kept as long as it answers."""

    def __init__(self, bootstrap_servers: str, topic: str, groups: Sequence[str]) -> None:
        self._servers, self._topic, self._groups = bootstrap_servers, topic, list(groups)
        self._admin: _Admin | None = None
        self._ends_reader: AIOKafkaConsumer | None = None

    async def unread(self) -> tuple[int, dict[str, tuple[int, ...]]] | None:
        """How many partitions there are, and for each group those without a reader; None when Kafka doesn't answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask()
        except OUTAGE:
            await self.aclose()
            return None

    async def _ask(self) -> tuple[int, dict[str, tuple[int, ...]]]:
        if self._admin is None:
            self._admin = _Admin(bootstrap_servers=self._servers, request_timeout_ms=int(PATIENCE * 1000))
            await self._admin.start()
        (topic,) = await self._admin.describe_topics([self._topic])
        _raise(topic["error_code"])
        everything = {part["partition"] for part in topic["partitions"]}
        described = await asyncio.gather(*map(self._admin.describe, self._groups))
        read = {group["group"]: set(self._held(group)) for group in described}
        return len(everything), {group: tuple(sorted(everything - read[group])) for group in self._groups}

    async def members(self) -> dict[str, tuple[int, dict[str, int]]] | None:
        """For each group how many members it has, and how many records of each topic it hasn't handled; None without Kafka's answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask_members()
        except OUTAGE:
            await self.aclose()
            return None

    async def _ask_members(self) -> dict[str, tuple[int, dict[str, int]]]:
        if self._admin is None:
            self._admin = _Admin(bootstrap_servers=self._servers, request_timeout_ms=int(PATIENCE * 1000))
            await self._admin.start()
        described = await asyncio.gather(*map(self._admin.describe, self._groups))
        handled = await asyncio.gather(*map(self._admin.list_consumer_group_offsets, self._groups))
        ends = await self._ends({place for places in handled for place in places})
        behind = (_behind(places, ends) for places in handled)
        return {group: (len(d["members"]), sums) for group, d, sums in zip(self._groups, described, behind, strict=True)}

    async def _ends(self, places: set[TopicPartition]) -> dict[TopicPartition, int]:
        # Kept open: a consumer that is stopped right after its start raises CancelledError (aiokafka 0.14), which nobody catches.
        if self._ends_reader is None:
            self._ends_reader = AIOKafkaConsumer(bootstrap_servers=self._servers)
            await self._ends_reader.start()
        ends: dict[TopicPartition, int] = await self._ends_reader.end_offsets(list(places)) if places else {}
        return ends

    def _held(self, group: dict[str, Any]) -> Iterator[int]:
        for member in group["members"]:
            # Empty while the group is being parted anew.
            if share := member["member_assignment"]:
                held = ConsumerProtocolMemberAssignment.decode(share).partitions()
                yield from (tp.partition for tp in held if tp.topic == self._topic)

    async def aclose(self) -> None:
        """Close the connection; the next look opens another."""
        admin, self._admin, reader, self._ends_reader = self._admin, None, self._ends_reader, None
        for end in [one for one in (admin and admin.close, reader and reader.stop) if one]:
            with contextlib.suppress(*OUTAGE, asyncio.CancelledError):
                await asyncio.wait_for(end(), PATIENCE)


def _behind(handled: dict[TopicPartition, Any], ends: dict[TopicPartition, int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for place, reached in handled.items():
        sums[place.topic] = sums.get(place.topic, 0) + max(0, ends.get(place, 0) - max(0, reached.offset))
    return sums


def _raise(error_code: int) -> None:
    if error_code:
        raise for_code(error_code)
