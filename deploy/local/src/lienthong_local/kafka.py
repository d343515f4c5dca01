"""Knows how to run real Apache Kafka, one KRaft node, on the packaged JVM."""

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from lienthong_local import jvm, kafka_archive
from lienthong_local.child import Child
from lienthong_local.failure import StackError, last_line, until
from lienthong_local.kafka_archive import Archive
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.kafka_settings import Front, properties


class Kafka:
    """One broker, that can be stopped or killed and started again in place."""

    name = "kafka"

    def __init__(
        self, place: Path, log: Path, cache: Path, port: int, controller_port: int, *,
        tell: Tell = silent, archive: Archive | None = None, flags: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        self.port, self.controller_port = port, controller_port
        self._place, self.log, self._cache, self._tell = place, log, cache, tell
        self._archive, self._flags = archive, flags
        self.child: Child | None = None
        self._starting = asyncio.Lock()
        self.front: Front | None = None

    @property
    def bootstrap_servers(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start on what data there is; returns when clients are served. Two who start it at once start it once."""
        async with self._starting:
            if self.child is None or not self.child.running:
                await self._start()
            await until(self._serves, 60, "Kafka")

    async def _start(self) -> None:
        if self._archive is None:
            ports = self.port, self.controller_port
            self._archive = await prepare(self._cache, ports, self.log.with_name("kafka-recording.log"), self._tell)
        file = await self._lay_out(self._archive)
        flags = self._archive.flags if self._flags is None else self._flags
        main = jvm.command("kafka.Kafka", str(file), flags=flags)
        self.child = Child("kafka", main, self.log, env=jvm.environment(self._archive.jars), cwd=self.log.parent)
        await self.child.start()

    async def _lay_out(self, archive: Archive) -> Path:
        await kafka_archive.format_template(archive)
        data, file = self._place / "data", self._place / "server.properties"
        if not data.exists():
            shutil.copytree(archive.template, data)
        file.write_text(properties(data, self.port, self.controller_port, self.front))
        return file

    async def _serves(self) -> bool:
        if self.child is None or not self.child.running:
            raise StackError(f"Kafka ended while starting: {last_line(self.log)}; see {self.log}")
        return await serves(self.bootstrap_servers)

    async def stop(self, seconds: float = 30) -> None:
        """End it in order."""
        if self.child is not None:
            await self.child.stop(seconds)

    async def kill(self) -> None:
        """SIGKILL it; `start` recovers."""
        if self.child is not None:
            await self.child.kill()


async def serves(bootstrap_servers: str) -> bool:
    """Whether a client that asks there for the cluster is told of a broker."""
    host, _, port = bootstrap_servers.split(",")[0].rpartition(":")
    try:  # aiokafka logs every refused connection as an error, so knock first
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    client = AIOKafkaClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=5000)
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except KafkaError:
        return False
    finally:
        await client.close()


async def prepare(cache: Path, ports: tuple[int, int], log: Path, tell: Tell = silent) -> Archive:
    """Fetch and make what Kafka needs to start quickly; done once, later calls find it there.

    Measured: fetching 7 s, a recording run 13 s, after which each start takes 1 s instead of 3 to 5.
    """
    archive = await asyncio.to_thread(kafka_archive.found, cache, tell)
    if not archive.aot.exists():
        tell("teaching Kafka to start quickly", 0, 0)
        with contextlib.suppress(KafkaError, TimeoutError, StackError):  # without it Kafka is slower, nothing else
            await _record(archive, ports, log)
            kafka_archive.keep_only(archive)
    return archive


async def _record(archive: Archive, ports: tuple[int, int], log: Path) -> None:
    with tempfile.TemporaryDirectory(dir=archive.path.parent, prefix="recording-") as scratch:
        recorded = Path(scratch, "kafka.aot")
        flags = [f"-XX:AOTCacheOutput={recorded}"]
        broker = Kafka(Path(scratch), log, archive.path.parent, *ports, archive=archive, flags=flags)
        try:
            await broker.start()
            await kafka_archive.exercise(broker.bootstrap_servers)
            await broker.stop(90)
        finally:
            await broker.kill()
        with contextlib.suppress(FileNotFoundError):
            os.replace(recorded, archive.aot)
