"""Knows the whole local stack, infrastructure and services, as one thing to enter and to leave."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from lienthong_local import coordinator, stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.infrastructure import Infrastructure, Server, infrastructure
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.kafka_settings import Front
from lienthong_local.service_process import ServiceProcess
from lienthong_local.services import Plan, Services, services


class Stack:
    """`async with Stack() as stack:` everything is at work; afterwards nothing is. Raises StackError."""

    infra: Infrastructure
    services: Services | None = None

    def __init__(
        self,
        home: Home | Path | None = None,
        plan: Plan | None = None,
        *,
        tell: Tell = silent,
        environ: Mapping[str, str] = os.environ,
        front: Front | None = None,
    ) -> None:
        self.home = home if isinstance(home, Home) else Home.at(home)
        self._plan, self._tell, self._environ, self._front = plan or Plan(), tell, environ, front
        self._exit = AsyncExitStack()
        self._started_at = datetime.now(UTC)
        self._phase = "starting"

    async def __aenter__(self) -> Self:
        self.home.prepare()
        async with AsyncExitStack() as opened:
            opened.enter_context(stack_file.take(self.home))
            await self._sweep()
            opened.callback(self._closed)
            self.infra = await opened.enter_async_context(infrastructure(self.home, self._tell, self._environ, self._front))
            self._changed()
            # Kept from here on: services that start are ready only when their groups are taken in.
            opened.push_async_callback(_cancel, asyncio.create_task(self._keep_up()))
            if self.infra.kafka is not None:
                opened.push_async_callback(_cancel, asyncio.create_task(coordinator.keep(self.infra.kafka, self._changed)))
            self.services = await opened.enter_async_context(
                services(self.infra, self._plan, tell=self._tell, changed=self._changed)
            )
            self._phase = "ready"
            self._changed()
            self._exit = opened.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._phase = "stopping"
        self._changed()
        await self._exit.aclose()

    async def _sweep(self) -> None:
        """End what a killed stack left behind, or its ports and data directories stay taken."""
        left = stack_file.left_behind(self.home)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
        _, stubborn = await asyncio.to_thread(psutil.wait_procs, left, 20)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()

    async def _keep_up(self) -> None:
        """Start Kafka, PostgreSQL and the sinks anew when they die unasked."""
        while True:
            fallen = [server for server in self.infra.servers if server.child is not None and server.child.fallen]
            await asyncio.gather(*map(_start_again, fallen))
            if fallen:
                self._changed()
            await asyncio.sleep(0.5)

    def _closed(self) -> None:
        self.home.stack_file.unlink(missing_ok=True)

    def _changed(self) -> None:
        stack_file.write(self.home, self.facts())

    def facts(self) -> dict[str, Any]:
        """What stack.json says."""
        infra, at_work = self.infra, self.services
        rows = [_server_row(server) for server in infra.servers]
        rows += [_service_row(process) for process in at_work.processes.values()] if at_work else []
        return {
            "pid": os.getpid(),
            "born": stack_file.born(os.getpid()),
            "phase": self._phase,
            "started_at": self._started_at.isoformat(timespec="seconds"),
            "home": str(self.home.path),
            "bootstrap_servers": infra.bootstrap_servers,
            "postgres_dsn": infra.postgres_dsn,
            "smtp": infra.smtp,
            "smpp": infra.smpp,
            "sink_url": infra.sink_url,
            "topic_prefix": self._plan.topic_prefix,
            "clock": self._plan.clock,
            "urls": {name: at_work.url(name) for name in at_work.dsns} if at_work else {},
            "dsns": at_work.dsns if at_work else {},
            "service_token": at_work.token if at_work else None,
            "processes": rows,
        }


async def _start_again(server: Server) -> None:
    with contextlib.suppress(StackError):
        await server.start()


def _server_row(server: Server) -> dict[str, Any]:
    pid = server.child.pid if server.child is not None and server.child.running else None
    row = _row(server.name, pid, server.port, server.log)
    more = {"url": getattr(server, "url", None), "restarts": 0, "reason": ""}
    return {**row, "state": "ready" if pid else "down", **more}


def _service_row(process: ServiceProcess) -> dict[str, Any]:
    row = _row(process.name, process.pid, process.port, process.log)
    more = {"url": process.url, "restarts": process.restarts, "reason": process.reason}
    return {**row, "state": process.state, **more}


def _row(name: str, pid: int | None, port: int, log: Path | None) -> dict[str, Any]:
    return {"name": name, "pid": pid, "born": stack_file.born(pid) if pid else None, "port": port, "log": str(log)}


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
