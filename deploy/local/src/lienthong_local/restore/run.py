"""The restoring itself: beside the home first, and moved into it once every count is right."""

import asyncio
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import asyncpg

from lienthong_local.backup import store
from lienthong_local.backup.dump import load
from lienthong_local.backup.manifest import SECRETS, Manifest
from lienthong_local.child import together
from lienthong_local.databases import create_databases
from lienthong_local.home import Home
from lienthong_local.infrastructure import Infrastructure, plan
from lienthong_local.kafka_jars import Tell, silent
from lienthong_local.restore.check import OF_A_STACK, Unusable, checked
from lienthong_local.restore.log import count_records, load_groups, load_topics

STAGING = "restoring"


async def restore(
    folder: Path, home: Home, secrets: Path | None = None, tell: Tell = silent, environ: Mapping[str, str] = os.environ
) -> Manifest:
    """Make an empty home's stack what the backup's was; it isn't started. Raises Unusable; the home is then as it was."""
    home.prepare()
    tell("kiểm tra bản sao lưu", 0, 0)
    made, known = await asyncio.to_thread(checked, folder, home, secrets, environ)
    beside = Home(home.path / STAGING, home.cache)
    shutil.rmtree(beside.path, ignore_errors=True)
    beside.prepare()
    try:
        _write_secrets(beside, known)
        await _fill(beside, folder, made, tell, environ)
        if (folder / "objects").exists():
            await asyncio.to_thread(shutil.copytree, folder / "objects", beside.path / "objects")
        for name in OF_A_STACK:
            if (beside.path / name).exists():
                (beside.path / name).rename(home.path / name)
    finally:
        shutil.rmtree(beside.path, ignore_errors=True)
    return made


def _write_secrets(home: Home, known: dict[str, str]) -> None:
    with os.fdopen(os.open(home.path / SECRETS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(known, out, indent=1)


async def _fill(beside: Home, folder: Path, made: Manifest, tell: Tell, environ: Mapping[str, str]) -> None:
    infra = plan(beside, tell, environ)
    assert infra.kafka is not None and infra.postgres is not None  # `checked` has refused those of the environment
    try:
        await together(infra.kafka.start(), infra.postgres.start())
        tell("nạp nhật ký và cơ sở dữ liệu", 0, 0)
        dsns, _ = await asyncio.gather(_databases(infra, folder, made), load_topics(infra.bootstrap_servers, folder, made))
        await load_groups(infra.bootstrap_servers, made)
        tell("đếm lại", 0, 0)
        if faults := [*await _rows(dsns, made), *await _records(infra, made)]:
            raise Unusable(faults)
    finally:
        await asyncio.shield(asyncio.gather(infra.kafka.stop(), infra.postgres.stop()))


async def _databases(infra: Infrastructure, folder: Path, made: Manifest) -> dict[str, str]:
    dsns = await create_databases(infra.postgres_dsn, made.database_prefix, secret=infra.secrets.get("databases"))
    await asyncio.gather(*(load(dsns[kept.service], folder / kept.path) for kept in made.databases))
    for kept in made.databases:
        await _shift(dsns[kept.service], made)
    return dsns


async def _shift(dsn: str, made: Manifest) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for topic in made.topics:
            for kept in topic.partitions:
                if kept.first and kept.records:
                    await store.shift_letters(connection, made.topic_prefix + topic.name, kept.number, kept.first)
    finally:
        await connection.close()


async def _rows(dsns: Mapping[str, str], made: Manifest) -> list[str]:
    faults = []
    for kept in made.databases:
        connection = await asyncpg.connect(dsns[kept.service])
        try:
            found = await store.counts(connection)
        finally:
            await connection.close()
        faults += [f"{kept.service}.{table}: {found.get(table, 0)} dòng, bản kê ghi {kept.rows.get(table, 0)}"
                   for table in sorted(found.keys() | kept.rows.keys()) if found.get(table) != kept.rows.get(table)]  # fmt: skip
    return faults


async def _records(infra: Infrastructure, made: Manifest) -> list[str]:
    found = await count_records(infra.bootstrap_servers, made)
    wanted = {f"{topic.name}/{kept.number}": kept.records for topic in made.topics for kept in topic.partitions}
    return [f"{place}: {found.get(place)} bản ghi, bản kê ghi {count}" for place, count in wanted.items() if found.get(place) != count]
