"""Real Kafka says which partitions nobody reads."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from portal.groups import Groups

ALL = (0, 1, 2)


async def test_partitions_are_unread_until_a_member_has_them_and_again_once_it_has_left(infra: Any, prefix: str) -> None:
    topic, read, lonely = f"{prefix}dossier.v1", f"{prefix}sla-monitor", f"{prefix}notifier"
    admin = AIOKafkaAdminClient(bootstrap_servers=infra.bootstrap_servers)
    await admin.start()
    await admin.create_topics([NewTopic(topic, len(ALL), 1)])
    await admin.close()
    groups = Groups(infra.bootstrap_servers, topic, [read, lonely])
    assert await until(groups, {read: ALL, lonely: ALL})
    async with AIOKafkaConsumer(topic, bootstrap_servers=infra.bootstrap_servers, group_id=read) as member:
        assert await until(groups, {read: (), lonely: ALL}, member)
    assert await until(groups, {read: ALL, lonely: ALL})
    await groups.aclose()


async def until(groups: Groups, expected: dict[str, tuple[int, ...]], member: Any = None) -> bool:
    """Look again and again: when a group has been parted is Kafka's to say."""
    async with asyncio.timeout(30):
        while await groups.unread() != (len(ALL), expected):
            if member is not None:
                await member.getmany(timeout_ms=100)
    return True
