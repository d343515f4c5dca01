"""The backup itself, from a stack that runs to a folder that is whole or isn't there."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lienthong_local.backup import manifest, store
from lienthong_local.backup.cut import Cut, cut
from lienthong_local.backup.dump import dump
from lienthong_local.backup.log import copy_topics
from lienthong_local.backup.manifest import FORMAT, SECRETS, DatabaseKept, Manifest, part
from lienthong_local.failure import StackError
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.topics import listed


@dataclass(frozen=True, slots=True)
class Source:
    """What is copied: a stack that runs, where its documents and its secrets lie."""

    bootstrap_servers: str
    dsns: Mapping[str, str]
    home: Path
    topic_prefix: str = ""
    clock: str = "system"


async def back_up(source: Source, folder: Path, with_secrets: bool = True, tell: Tell = silent) -> Manifest:
    """Copy the stack as it is at one moment while it goes on. Raises StackError; then there is no folder."""
    fresh = _begin(folder)
    try:
        made = await _copy(source, fresh, with_secrets, tell)
        _finish(fresh, made, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return made


def _begin(folder: Path) -> Path:
    if folder.exists():
        raise StackError(f"{folder} đã có: chọn thư mục khác bằng --out")
    fresh = folder.with_name(f"{folder.name}.dang-sao-luu")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    return fresh


def _finish(fresh: Path, made: Manifest, folder: Path) -> None:
    manifest.write(fresh, made)
    for file in fresh.rglob("*"):
        file.chmod(0o700 if file.is_dir() else 0o600)
    fresh.rename(folder)


async def _copy(source: Source, folder: Path, with_secrets: bool, tell: Tell) -> Manifest:
    topics = listed()
    compacted = frozenset(name for name, facts in topics.items() if facts.get("settings", {}).get("cleanup.policy") == "compact")
    tell("chốt một thời điểm", 0, 0)
    async with cut(source.bootstrap_servers, source.dsns, [source.topic_prefix + name for name in topics], source.topic_prefix) as moment:
        tell("sao chép nhật ký, cơ sở dữ liệu và giấy tờ", 0, 0)
        # Documents first: one of a person who is forgotten meanwhile would be gone.
        papers = await asyncio.to_thread(_papers, source.home / "objects", folder / "objects", moment.at)
        kept, databases = await asyncio.gather(
            copy_topics(source.bootstrap_servers, moment.ends, source.topic_prefix, compacted, folder), _databases(source, moment, folder)
        )
    secrets = _secrets(source.home, folder, with_secrets)
    tell("tính tổng kiểm tra", 0, 0)
    parts = await asyncio.to_thread(lambda: [part(folder, path.relative_to(folder).as_posix()) for path in _files(folder)])
    return Manifest(FORMAT, moment.at, round(moment.held, 3), source.clock, source.topic_prefix, databases, kept, dict(moment.groups),
                    manifest.fingerprints(secrets), papers, parts)  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def _databases(source: Source, moment: Cut, folder: Path) -> list[DatabaseKept]:
    (folder / "databases").mkdir()
    return list(await asyncio.gather(*(_database(source, moment, service, folder) for service in source.dsns)))


async def _database(source: Source, moment: Cut, service: str, folder: Path) -> DatabaseKept:
    path, connection, dsn = f"databases/{service}.dump", moment.connections[service], source.dsns[service]
    await dump(dsn, moment.snapshots[service], folder / path)
    name = dsn.partition("?")[0].rpartition("/")[2]
    return DatabaseKept(service, name, await store.migration(connection), await store.counts(connection), path)


def _papers(objects: Path, to: Path, until: datetime) -> int:
    """Documents that were whole at the moment, with their own dates: what a dossier doesn't list is swept by them later."""
    found = [path for path in objects.glob("*/*") if path.is_file() and path.parent.name != "incoming"] if objects.exists() else []
    copied = 0
    for path in found:
        try:
            if path.stat().st_mtime > until.timestamp():
                continue
            (to / path.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to / path.parent.name / path.name)
            copied += 1
        except FileNotFoundError:  # forgotten meanwhile, as the law wants it
            continue
    return copied


def _secrets(home: Path, folder: Path, with_secrets: bool) -> dict[str, str]:
    file = home / "secrets.json"
    secrets: dict[str, str] = json.loads(file.read_text())
    if with_secrets:
        shutil.copyfile(file, folder / SECRETS)
    return secrets
