"""Knows the Kafka topics, as deploy/kafka/topics.yml lists them, and makes those that are missing."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from lienthong_local.failure import StackError, until
from lienthong_local.home import CHECKOUT

FILE = CHECKOUT / "deploy" / "kafka" / "topics.yml"


def listed(file: Path = FILE) -> dict[str, dict[str, Any]]:
    """Each topic's partitions and settings."""
    return dict(yaml.safe_load(file.read_text())["topics"])


async def create_topics(bootstrap_servers: str, prefix: str = "", *, file: Path = FILE) -> list[str]:
    """Make the topics that are missing; those that are there stay as they are, above all their partitions."""
    return await _create(bootstrap_servers, {prefix + name: facts for name, facts in listed(file).items()})


async def make_topics(bootstrap_servers: str, partitions: Mapping[str, int], prefix: str = "") -> list[str]:
    """Make topics with just so many partitions, and the settings of the file."""
    facts = listed()
    return await _create(bootstrap_servers, {prefix + name: {**facts.get(name, {}), "partitions": n} for name, n in partitions.items()})


async def _create(bootstrap_servers: str, wanted: dict[str, dict[str, Any]]) -> list[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        names = set(await admin.list_topics())
        missing = [_topic(name, facts) for name, facts in wanted.items() if name not in names]
        if missing:
            _check(await admin.create_topics(missing))
            await until(lambda: led(admin, list(wanted)), 30, "Kafka, asked for its new topics,")
    finally:
        await admin.close()
    return [topic.name for topic in missing]


async def led(admin: AIOKafkaAdminClient, names: list[str]) -> bool:
    """Whether every partition has a leader; for a moment after the answer there is no such topic for clients."""
    described = await admin.describe_topics(names)
    partitions = [partition for topic in described for partition in topic["partitions"]]
    return not any(topic["error_code"] for topic in described) and all(p["leader"] >= 0 for p in partitions)


async def places(bootstrap_servers: str, names: Iterable[str]) -> list[TopicPartition]:
    """Every partition of these topics, as the broker has them: a stack of another size has other counts than the file."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        described = await admin.describe_topics(list(names))
    finally:
        await admin.close()
    return sorted(TopicPartition(topic["topic"], part["partition"]) for topic in described for part in topic["partitions"])


async def delete_topics(bootstrap_servers: str, prefix: str) -> None:
    """Remove the topics of that prefix, as after a test module."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        names = [name for name in await admin.list_topics() if prefix and name.startswith(prefix)]
        if names:
            await admin.delete_topics(names)
    finally:
        await admin.close()


def _topic(name: str, facts: dict[str, Any]) -> NewTopic:
    settings = {key: str(value) for key, value in facts.get("settings", {}).items()}
    return NewTopic(name, facts["partitions"], facts.get("replicas", 1), topic_configs=settings)


def _check(answer: Any) -> None:
    for name, code, *why in answer.topic_errors:
        fault = for_code(code)
        if code and fault is not TopicAlreadyExistsError:  # another one was quicker: as good
            raise StackError(f"Kafka does not make the topic {name}: {why[0] if why and why[0] else fault.__name__}")
