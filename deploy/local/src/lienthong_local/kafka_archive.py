"""Knows what makes Kafka start in one second: a formatted data directory and an AOT archive, made once.

The JVM drops an archive without a word when the JVM or one jar's path or time differs, so these are part of its name.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from lienthong_local import jvm, kafka_jars
from lienthong_local.child import Child
from lienthong_local.failure import StackError, last_line
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.kafka_settings import cluster_id, properties


@dataclass(frozen=True, slots=True)
class Archive:
    """Where one Kafka's jars and what was made of them lie."""

    path: Path
    jars: tuple[Path, ...]

    @property
    def template(self) -> Path:
        return self.path / "formatted"

    @property
    def aot(self) -> Path:
        return self.path / "kafka.aot"

    @property
    def flags(self) -> list[str]:
        """What the JVM must be told to use the archive."""
        return [f"-XX:AOTCache={self.aot}"] if self.aot.exists() else []


def found(cache: Path, tell: Tell = silent) -> Archive:
    """The archive of the locked jars, which are fetched if need be; what it is made of may still be missing."""
    with _alone(cache):
        jars = tuple(kafka_jars.jars(cache / "maven", tell))
    parts = [jvm.release(), str(jvm.java_home()), *jvm.FLAGS]
    parts += [f"{jar} {jar.stat().st_mtime_ns}" for jar in jars]
    return Archive(cache / f"kafka-{hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:12]}", jars)


@contextlib.contextmanager
def _alone(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


async def format_template(archive: Archive) -> None:
    """Make the formatted data directory, unless it is there."""
    if archive.template.exists():
        return
    with tempfile.TemporaryDirectory(dir=archive.path.parent, prefix="format-") as scratch:
        command = jvm.command("kafka.tools.StorageTool", "format", "-t", cluster_id(), "-c", _settings(Path(scratch)))
        tool = Child("Kafka's StorageTool", command, Path(scratch, "log"), env=jvm.environment(archive.jars))
        await tool.start()
        if await tool.wait():
            raise StackError(f"Kafka's data directory could not be formatted: {last_line(tool.log)}")
        _keep(Path(scratch, "data"), archive.template)


def _settings(scratch: Path) -> str:
    file = scratch / "server.properties"
    file.write_text(properties(scratch / "data", 19092, 19093))
    return str(file)


def _keep(made: Path, template: Path) -> None:
    template.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # another stack was quicker
        made.rename(template)


async def exercise(bootstrap_servers: str) -> None:
    """Have Kafka load what every run needs: a topic, a producer, a consumer of a group."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    await admin.create_topics([NewTopic("exercise", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=bootstrap_servers, enable_idempotence=True) as producer:
        await producer.send_and_wait("exercise", b"a message")
    consumer = AIOKafkaConsumer(
        "exercise", bootstrap_servers=bootstrap_servers, group_id="exercise", auto_offset_reset="earliest"
    )
    async with consumer:
        await asyncio.wait_for(consumer.getone(), 30)


def keep_only(archive: Archive) -> None:
    """Drop the archives of other jars or another JVM."""
    for other in archive.path.parent.glob("kafka-*"):
        if other != archive.path:
            shutil.rmtree(other, ignore_errors=True)
