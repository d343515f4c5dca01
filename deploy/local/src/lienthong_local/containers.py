"""Knows the containers that stand in for the local servers in tests, where a container engine runs and is asked for."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from lienthong_local.ports import Ports

KAFKA, POSTGRES = "apache/kafka:4.4.0", "postgres:18"


@contextlib.contextmanager
def containers(environ: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The environment, with the addresses of fresh containers when LIENTHONG_TEST_STACK=containers."""
    if environ.get("LIENTHONG_TEST_STACK") != "containers":
        yield environ
        return
    with _kafka() as servers, _postgres() as dsn:
        yield {**environ, "KAFKA_BOOTSTRAP_SERVERS": servers, "POSTGRES_DSN": dsn}


@contextlib.contextmanager
def _kafka() -> Iterator[str]:
    from testcontainers.core.container import DockerContainer

    # Clients are sent to the advertised address, so the port outside must be known before the start.
    port = Ports.any_free()
    settings: dict[str, Any] = {
        "KAFKA_NODE_ID": 1,
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{port}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": 1,
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": 0,
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    }
    container = DockerContainer(KAFKA).with_bind_ports(9092, port)
    for name, value in settings.items():
        container = container.with_env(name, str(value))
    with container:
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    from testcontainers.postgres import PostgresContainer

    with PostgresContainer(POSTGRES, 5432, "postgres", "postgres", "postgres", driver=None) as server:
        yield f"{server.get_connection_url()}?sslmode=disable"
