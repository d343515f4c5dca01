"""Knows the five services as processes on one stack: what each is told, and how they find one another."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from lienthong_local.child import python_environment, together
from lienthong_local.databases import SERVICES, create_databases
from lienthong_local.home import CHECKOUT
from lienthong_local.identity import Issuer
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.service_process import ServiceProcess, quiet
from lienthong_local.topics import create_topics

Clock = Literal["system", "business"]
Argv = Callable[[str], Sequence[str]]


def as_module(service: str) -> list[str]:
    """How a service is started: `python -m sla_monitor`."""
    return [sys.executable, "-m", service.replace("-", "_")]


@dataclass(frozen=True)
class Plan:
    """What may differ between two sets of services on one infrastructure."""

    topic_prefix: str = ""
    database_prefix: str = ""
    clock: Clock = "system"
    instances: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(SERVICES, 1))
    argv: Argv = as_module
    env: Mapping[str, str] = field(default_factory=dict)
    env_of: Callable[[str], Mapping[str, str]] = lambda _service: {}
    told_dsn: Callable[[str], str] = str  # where the services find PostgreSQL, if not at the server itself
    patience: float = 60.0


class Services:
    """The services at work; `processes` by name ("intake-0"), addresses and DSNs by service."""

    def __init__(
        self, infra: Infrastructure, plan: Plan, dsns: Mapping[str, str], changed: Callable[[], None] = quiet
    ) -> None:
        self.infra, self.plan, self.dsns = infra, plan, dict(dsns)
        self.token = infra.secrets.get("service-token")
        self.issuer = Issuer(infra.secrets.get("identity"))
        self.processes: dict[str, ServiceProcess] = {}
        self._changed = changed
        self._urls = {service: f"http://127.0.0.1:{infra.ports.take(f'{service}-0')}" for service in SERVICES}

    def url(self, service: str) -> str:
        """Where the service's first instance listens."""
        return self._urls[service]

    def of(self, service: str) -> list[ServiceProcess]:
        """All instances of a service."""
        return [process for process in self.processes.values() if process.service == service]

    async def add(self, service: str, *, wait: bool = True, env: Mapping[str, str] = MappingProxyType({})) -> ServiceProcess:
        """Start one more instance of a service, with its own port and instance name; `env` is told to it alone."""
        process = self._make(service, env)
        self.processes[process.name] = process
        await process.start()
        if wait:
            await process.ready(self.plan.patience)
        return process

    async def remove(self, name: str) -> None:
        """Stop an instance for good."""
        await self.processes.pop(name).stop()
        self._changed()

    async def stop(self) -> None:
        """Stop all of them, at the same time."""
        await asyncio.gather(*(process.stop() for process in self.processes.values()))

    def _make(self, service: str, more: Mapping[str, str]) -> ServiceProcess:
        taken = {process.name for process in self.of(service)}
        name = next(n for i in range(1000) if (n := f"{service}-{i}") not in taken)
        first = int(self._urls[service].rpartition(":")[2])
        port = first if name == f"{service}-0" else self.infra.ports.take(name)
        log = self.infra.home.logs / f"{self.plan.topic_prefix}{name}.log"
        env = {**self.environment(service), "LIENTHONG_HTTP_PORT": str(port), "LIENTHONG_INSTANCE": name}
        if not name.endswith("-0"):
            env.pop("LIENTHONG_BOUNCES", None)  # one port, so one instance listens there
        return ServiceProcess(name, service, port, self.plan.argv(service), {**env, **more}, log, CHECKOUT, self._changed)

    def _of_its_own(self, service: str) -> dict[str, str]:
        """Keys that nobody else has; where documents lie, and where bounces come in."""
        secret = self.infra.secrets.get
        own = {
            "intake": {"LIENTHONG_SEAL_KEY": secret("seal"), "LIENTHONG_OBJECTS": str(self.infra.home.path / "objects")},
            "portal": {"LIENTHONG_SIGNING_KEY": secret("signing")},
            "notifier": {"LIENTHONG_WISH_KEY": secret("wish"), "LIENTHONG_BOUNCES": self.infra.bounces},
        }
        return own.get(service, {})

    def environment(self, service: str) -> dict[str, str]:
        """What every instance of the service is told."""
        urls = {f"LIENTHONG_{name.replace('-', '_').upper()}_URL": url for name, url in self._urls.items()}
        return {
            **python_environment(self.infra.home.cache),
            "KAFKA_BOOTSTRAP_SERVERS": self.infra.bootstrap_servers,
            "POSTGRES_DSN": self.plan.told_dsn(self.dsns[service]),
            "LIENTHONG_TOPIC_PREFIX": self.plan.topic_prefix,
            "LIENTHONG_CLOCK": self.plan.clock,
            "LIENTHONG_SERVICE_TOKEN": self.token,
            "LIENTHONG_IDENTITY_KEYS": self.issuer.public_with(self.infra.secrets.get("signing")),
            **self._of_its_own(service),
            "LIENTHONG_CATALOGUES": str(CHECKOUT / "deploy" / "catalogues"),
            "LIENTHONG_SMTP": self.infra.smtp,
            "LIENTHONG_SMPP": self.infra.smpp,
            "LIENTHONG_SMS_GATEWAY": self.infra.gateway,
            "LIENTHONG_SINK_URL": self.infra.sink_url,
            "LIENTHONG_PAYMENT_SANDBOX": "1",
            **urls,
            **self.plan.env,
            **self.plan.env_of(service),
        }


@contextlib.asynccontextmanager
async def services(
    infra: Infrastructure, plan: Plan | None = None, *, tell: Tell = silent, changed: Callable[[], None] = quiet
) -> AsyncGenerator[Services]:
    """The services, each ready, on topics and databases that are made if missing. Raises StackError."""
    plan = plan or Plan()
    await create_topics(infra.bootstrap_servers, plan.topic_prefix)
    dsns = await create_databases(infra.postgres_dsn, plan.database_prefix, secret=infra.secrets.get("databases"))
    running = Services(infra, plan, dsns, changed)
    try:
        await _start(running, tell)
        yield running
    finally:
        await asyncio.shield(running.stop())


async def _start(running: Services, tell: Tell) -> None:
    wanted = [service for service, count in running.plan.instances.items() for _ in range(count)]
    processes = [await running.add(service, wait=False) for service in wanted]
    ready = 0

    async def wait_for(process: ServiceProcess) -> None:
        nonlocal ready
        await process.ready(running.plan.patience)
        ready += 1
        tell("starting the services", ready, len(processes))

    await together(*(wait_for(process) for process in processes))
