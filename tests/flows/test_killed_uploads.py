"""Intake is killed while a file streams in: what it had written goes by itself once it is back."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest_asyncio
import uuid_utils.compat as uuids
from house import House
from lienthong_local.services import Plan, services

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MATTER = {"procedure": "1.001612", "name": "Nguyễn Thị Ngọc Ẩn", "phone": "0912345678", "papers": ["form", "id_card"], "channel": "counter"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def intake(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[tuple[House, Path]]:
    folder = tmp_path_factory.mktemp("objects")
    env = {"LIENTHONG_OBJECTS": str(folder), "LIENTHONG_UPLOAD_SECONDS": "3", "LIENTHONG_SWEEP_SECONDS": "0.5"}
    plan = Plan(topic_prefix=prefix, database_prefix=prefix, instances={"intake": 1}, env=env)
    async with services(infra, plan) as running:
        house = House(infra, running, prefix)
        yield house, folder
        await house.aclose()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.05)


async def unending() -> AsyncGenerator[bytes]:
    yield PDF + bytes(3_000_000)
    await asyncio.Event().wait()


def by_desk(house: House) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.services.issuer.token('mc1', 'H32.41', ('desk',))}", "Idempotency-Key": uuids.uuid7().hex}


async def test_an_upload_that_a_kill_cut_off_leaves_nothing_and_what_was_kept_stays(intake: tuple[House, Path]) -> None:
    house, folder = intake
    (process,) = house.services.of("intake")
    async with httpx2.AsyncClient(base_url=process.url, trust_env=False, timeout=30) as client:
        dossier = (await client.post("/dossiers", json=MATTER, headers=by_desk(house))).json()["dossier_id"]
        url, asked = f"/dossiers/{dossier}/documents", {"paper": "id_card", "name": "a.pdf"}
        assert (await client.post(url, params=asked, content=PDF, headers=by_desk(house))).status_code == 201
        (kept,) = files(folder)
        uploading = asyncio.create_task(client.post(url, params=asked, content=unending(), headers=by_desk(house)))
        await until(lambda: any("#" in path.name for path in files(folder)))
        await process.kill()
        uploading.cancel()  # the client doesn't look at a connection that it has nothing to send on
        with suppress(httpx2.HTTPError, asyncio.CancelledError):
            await uploading
        assert len(files(folder)) == 2
        await process.ready()
        await until(lambda: files(folder) == [kept])
        shown = await client.get(url + "/" + kept.name, headers=by_desk(house))
        assert (shown.status_code, shown.content) == (200, PDF)
