"""Knows what the services stand on: Kafka, PostgreSQL and the sinks, taken from the environment or started here."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path

from lienthong_local.child import together
from lienthong_local.failure import until
from lienthong_local.home import Home
from lienthong_local.kafka import Kafka
from lienthong_local.kafka import serves as kafka_serves
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.kafka_settings import Front
from lienthong_local.ports import Ports
from lienthong_local.postgres import Postgres
from lienthong_local.postgres import serves as postgres_serves
from lienthong_local.secret import Secrets
from lienthong_local.sink_process import SinkProcess

ADVICE = "start it, correct the address, or unset the variable to have one started here"
Server = Kafka | Postgres | SinkProcess


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """Addresses of all below the services; `kafka` and `postgres` are None when the environment gave them."""

    home: Home
    secrets: Secrets
    ports: Ports
    bootstrap_servers: str
    postgres_dsn: str
    sinks: SinkProcess
    kafka: Kafka | None
    postgres: Postgres | None

    @property
    def smtp(self) -> str:
        return self.sinks.smtp

    @property
    def smpp(self) -> str:
        return self.sinks.smpp

    @property
    def sink_url(self) -> str:
        return self.sinks.url

    @property
    def gateway(self) -> str:
        return f"{self.sinks.url}/gateway"

    @property
    def bounces(self) -> str:
        """Where the notifier takes what comes back of mail."""
        return self.sinks.bounces

    @property
    def servers(self) -> list[Server]:
        """What was started here."""
        return [server for server in (self.kafka, self.postgres, self.sinks) if server is not None]


@contextlib.asynccontextmanager
async def infrastructure(
    home: Home | Path | None = None, tell: Tell = silent, environ: Mapping[str, str] = os.environ, front: Front | None = None
) -> AsyncGenerator[Infrastructure]:
    """Everything below the services, at work; KAFKA_BOOTSTRAP_SERVERS and POSTGRES_DSN are used as given.

    Raises StackError, with everything that was started stopped again.
    """
    home = home if isinstance(home, Home) else Home.at(home)
    home.prepare()
    infra = plan(home, tell, environ)
    if infra.kafka is not None:
        infra.kafka.front = front
    try:
        await together(*(server.start() for server in infra.servers), *_given(infra))
        yield infra
    finally:
        await asyncio.shield(asyncio.gather(*(server.stop() for server in infra.servers)))


def plan(home: Home, tell: Tell = silent, environ: Mapping[str, str] = os.environ) -> Infrastructure:
    """Everything with its ports, nothing started."""
    secrets, ports = Secrets(home.path / "secrets.json"), Ports(home.path / "ports.json", environ)
    servers, dsn = environ.get("KAFKA_BOOTSTRAP_SERVERS"), environ.get("POSTGRES_DSN")
    kafka = None if servers else _kafka(home, ports, tell)
    postgres = None if dsn else _postgres(home, ports, secrets.get("postgres"), tell)
    sinks = SinkProcess(home, *(ports.take(name) for name in ("smtp", "smpp", "sink", "bounces")))
    servers = kafka.bootstrap_servers if kafka else str(servers)
    dsn = postgres.dsn if postgres else str(dsn)
    return Infrastructure(home, secrets, ports, servers, dsn, sinks, kafka, postgres)


def _kafka(home: Home, ports: Ports, tell: Tell) -> Kafka:
    place, log = home.path / "kafka", home.logs / "kafka.log"
    place.mkdir(parents=True, exist_ok=True)
    return Kafka(place, log, home.cache, ports.take("kafka"), ports.take("kafka-controller"), tell=tell)


def _postgres(home: Home, ports: Ports, password: str, tell: Tell) -> Postgres:
    return Postgres(home.path / "postgres", home.logs / "postgres.log", ports.take("postgres"), password, tell)


def _given(infra: Infrastructure) -> list[Coroutine[None, None, None]]:
    """Waiting for what the environment names and nobody starts here."""
    waits = []
    if infra.kafka is None:
        waits.append(
            until(lambda: kafka_serves(infra.bootstrap_servers), 20, "Kafka at KAFKA_BOOTSTRAP_SERVERS", ADVICE)
        )
    if infra.postgres is None:
        waits.append(until(lambda: postgres_serves(infra.postgres_dsn), 20, "PostgreSQL at POSTGRES_DSN", ADVICE))
    return waits
