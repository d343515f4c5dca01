"""Knows how the one Kafka node of a local stack is set up."""

import base64
import uuid
from pathlib import Path
from typing import NamedTuple


def cluster_id() -> str:
    """A cluster's identity, in the 22 characters that Kafka wants."""
    number = uuid.uuid4().bytes
    # One in 64 would begin with "-", which StorageTool takes for an option.
    return base64.urlsafe_b64encode(bytes([number[0] & 0x7F]) + number[1:]).decode().rstrip("=")


class Front(NamedTuple):
    """A second listener: whoever asks at `port` is led to `advertised`, where something stands before the broker."""

    port: int
    advertised: int


def properties(data: Path, port: int, controller_port: int, front: Front | None = None) -> str:
    """The text of server.properties."""
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": 0,
        **ONE_NODE,
        **SMALL,
        **(_fronted(port, controller_port, front) if front else {}),
        # A killed broker is refused until its old session ends: 12 s with the default of 9 s, 4 s with 3 s (measured).
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def _fronted(port: int, controller_port: int, front: Front) -> dict[str, str]:
    plain, led = f"PLAINTEXT://127.0.0.1:{port}", "FRONT://127.0.0.1:"
    return {
        "listeners": f"{plain},{led}{front.port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"{plain},{led}{front.advertised}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,FRONT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    }


ONE_NODE = {
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
}

SMALL = {
    "log.segment.bytes": 32 * 1024**2,
    # Two index files are mapped for every partition; 10 MB each by default, of which 32 MB of log can use 64 kB.
    "log.index.size.max.bytes": 256 * 1024,
    "log.cleaner.threads": 1,
    "log.cleaner.dedupe.buffer.size": 2 * 1024**2,
    "num.network.threads": 2,
    "num.io.threads": 4,
}
