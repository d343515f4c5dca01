"""What a kill left behind and what names the forgotten goes by itself; what a dossier lists never does."""

import asyncio
import os
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from administration_at_work import Office, signed
from fastapi import FastAPI
from intake.documents_api import documents
from intake.erasure import forget_person
from intake.papers import Objects, objects_at
from intake.sweeping import sweep
from lienthong_runtime import Context
from papers_at_work import PDF, attached, drafted, office_with_papers

NOBODYS = "0193aaaa-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    return Path(tmp_path_factory.mktemp("papers"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, folder: Path) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}swp", folder):
        yield office


@pytest.fixture
def objects(folder: Path) -> Objects:
    return objects_at(str(folder / "objects"))


def lying(objects: Objects) -> set[str]:
    """Every file that lies there, half-written ones too."""
    assert objects.folder is not None
    return {str(path.relative_to(objects.folder)) for path in objects.folder.rglob("*") if path.is_file()}


def planted(objects: Objects, key: str) -> str:
    """A file put there by a process that is no more."""
    assert objects.folder is not None
    path = objects.folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    return key


async def listed(office: Office, dossier: str) -> set[str]:
    """The keys that the dossier lists."""
    found = await office.running.transactor.rows.look(office.pool, uuids.UUID(dossier))
    return {document.key for document in found.state.documents}  # type: ignore[union-attr]


async def with_a_paper(office: Office) -> tuple[str, str]:
    """A draft with one file, and that file's key."""
    dossier = await drafted(office)
    assert (await attached(office, dossier, "a.pdf")).status_code == 201
    (key,) = await listed(office, dossier)
    return dossier, key


def aged(objects: Objects, *keys: str, hours: float = 20) -> None:
    """As if they had lain there for so long."""
    then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    for key in keys:
        os.utime(objects.folder / key, (then, then))  # type: ignore[operator]


def half_a_day_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=12)


async def test_what_a_kill_left_behind_goes_and_what_a_dossier_lists_stays(office: Office, objects: Objects) -> None:
    dossier, kept = await with_a_paper(office)
    left = [f"incoming/{uuids.uuid7()}", f"incoming/{uuids.uuid7()}#1", f"{dossier}/{uuids.uuid7()}"]
    aged(objects, kept, *(planted(objects, key) for key in left))
    await sweep(office.pool, objects, half_a_day_ago())
    assert kept in lying(objects) and not set(left) & lying(objects)


async def test_uploads_under_way_are_left_alone(office: Office, objects: Objects) -> None:
    dossier, kept = await with_a_paper(office)
    young = {planted(objects, key) for key in (f"incoming/{uuids.uuid7()}", f"incoming/{uuids.uuid7()}#1", f"{dossier}/{uuids.uuid7()}")}
    aged(objects, *young, hours=11)
    await sweep(office.pool, objects, half_a_day_ago())
    assert young | {kept} <= lying(objects)


async def test_whoever_is_forgotten_is_forgotten_in_the_store_too(office: Office, objects: Objects) -> None:
    dossier, key = await with_a_paper(office)
    aged(objects, key)
    later = office.running.clock.now() + timedelta(days=400)
    context = Context(later, office.running.catalogue, uuids.UUID(dossier))
    async with office.pool.acquire() as connection, connection.transaction():
        rows = office.running.transactor.rows
        row = (await rows.load(connection, [uuids.UUID(dossier)]))[uuids.UUID(dossier)]
        decision = forget_person(row.state, context)
        await rows.save(connection, [type(row)(row.dossier_id, row.version, row.issued, row.seen, decision.state)])
    await sweep(office.pool, objects, half_a_day_ago())
    assert key not in lying(objects)


async def test_files_of_dossiers_that_this_database_never_had_are_left_and_counted(office: Office, objects: Objects) -> None:
    # Another database's, or this one's before it was restored from an empty copy: taking them would take everything.
    others = [planted(objects, f"{NOBODYS}/{uuids.uuid7()}"), planted(objects, "readme.txt"), planted(objects, "a/b/c")]
    aged(objects, *others)
    swept = await sweep(office.pool, objects, half_a_day_ago())
    assert set(others) <= lying(objects)
    assert swept["unknown"] == 3


async def test_instances_that_sweep_at_once_don_t_disturb_each_other_or_the_uploads(office: Office, objects: Objects) -> None:
    dossier, kept = await with_a_paper(office)
    left = [planted(objects, f"{dossier}/{uuids.uuid7()}") for _ in range(200)]
    left += [planted(objects, f"incoming/{uuids.uuid7()}#1") for _ in range(50)]
    aged(objects, kept, *left)
    sweeps = [sweep(office.pool, objects, half_a_day_ago()) for _ in range(3)]
    uploads = [attached(office, dossier, f"{n}.pdf") for n in range(10)]
    *_, first, second = await asyncio.gather(*sweeps, *uploads)
    assert (first.status_code, second.status_code) == (201, 201)
    assert {key for key in lying(objects) if key.startswith(dossier)} == await listed(office, dossier)
    assert len(await listed(office, dossier)) == 11 and not set(left) & lying(objects)


class AnswerLost:
    """The database commits, and its answer never comes: whoever asked can't know."""

    def __init__(self, commands: Any) -> None:
        self._commands, self.room = commands, commands.room

    async def perform(self, *args: Any, **more: Any) -> None:
        await self._commands.perform(*args, **more)
        raise ConnectionResetError


async def test_a_file_whose_commit_was_not_heard_of_stays(office: Office, objects: Objects) -> None:
    dossier = await drafted(office)
    parts, app = office.running.parts, FastAPI()
    app.include_router(documents(replace(parts, commands=AnswerLost(parts.commands)), objects, 10**6))  # type: ignore[arg-type]
    app.state.identity = office.client._transport.app.state.identity  # type: ignore[attr-defined]
    headers = {**signed("cd1", "citizen"), "Idempotency-Key": uuids.uuid7().hex}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://intake") as client:
        with pytest.raises(ConnectionResetError):
            await client.post(f"/dossiers/{dossier}/documents", params={"paper": "form", "name": "a.pdf"}, content=PDF, headers=headers)
    assert await listed(office, dossier) <= lying(objects) and await listed(office, dossier)
