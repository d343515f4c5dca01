"""A backup of a stack at work is a stack again: whole, readable, and able to live on (issue 8)."""

import asyncio
from collections.abc import AsyncGenerator
from typing import NamedTuple

import asyncpg
import httpx2
import pytest
import uuid_utils.compat as uuids
from house import House
from lienthong_local.backup.manifest import Manifest
from lienthong_local.backup.run import Source, back_up
from lienthong_local.bench.lives import Lives
from lienthong_local.home import Home
from lienthong_local.infrastructure import infrastructure
from lienthong_local.proof import check
from lienthong_local.proof.verb import _proof
from lienthong_local.recount import recounted
from lienthong_local.restore.run import restore
from lienthong_local.services import Plan, services
from lienthong_local.verify.rows import read_rows

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PERSON = {"name": "Nguyễn Thị Ngọc Ẩn", "phone": "0912345678", "id_no": "058199000001"}
RECEIVED = {"procedure": "1.001612", **PERSON, "papers": ["form", "id_card"], "channel": "counter"}


class Restored(NamedTuple):
    """The stack that was made of the backup, what the backup said, and a dossier with a paper."""

    house: House
    made: Manifest
    dossier: str
    paper: str


@pytest.fixture(scope="module")
async def restored(house: House, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Restored]:
    dossier, paper = await _with_a_paper(house)
    lives, enough = await house.lives(seed=9), asyncio.Event()
    for _ in range(4):
        await lives.begin()  # and nobody goes on with these
    living = asyncio.create_task(_live_until(enough, lives))
    folder, home = tmp_path_factory.mktemp("backup") / "first", Home(house.infra.home.path / "restored", house.infra.home.cache)
    made = await back_up(Source(house.infra.bootstrap_servers, house.services.dsns, house.infra.home.path, house.prefix), folder)
    enough.set()
    await restore(folder, home, environ={})
    await living
    plan = Plan(topic_prefix=house.prefix, database_prefix=house.prefix, patience=180)
    async with infrastructure(home, environ={}) as infra, services(infra, plan) as running:
        fresh = House(infra, running, house.prefix)
        yield Restored(fresh, made, dossier, paper)
        await fresh.aclose()


async def _live_until(enough: asyncio.Event, lives: Lives) -> None:
    under_way = []
    while not enough.is_set() and len(under_way) < 20:
        under_way.append(asyncio.create_task(lives.live(await lives.begin())))
        await asyncio.sleep(0.3)
    await asyncio.gather(*under_way)


async def _with_a_paper(house: House) -> tuple[str, str]:
    async with httpx2.AsyncClient(base_url=house.urls["intake"], trust_env=False, timeout=20) as client:
        shown = await client.post("/dossiers", json=RECEIVED, headers=by(house))
        url = f"/dossiers/{shown.json()['dossier_id']}/documents"
        stored = await client.post(url, params={"paper": "id_card", "name": "cccd.pdf"}, content=PDF, headers=by(house))
    return shown.json()["dossier_id"], stored.json()["documents"][0]["document"]


def by(house: House) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.token('desk', agency='H32.41', subject='mc1')}", "Idempotency-Key": uuids.uuid7().hex}


async def test_what_was_restored_is_whole_and_its_figures_and_proofs_hold(restored: Restored) -> None:
    house = restored.house
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert report.dossiers > 5 and report.repeated == 0
    assert (await recounted(house.services.dsns["portal"])).found == []
    assert check.faults(await _proof(house.services.dsns["portal"], restored.dossier, "")) == []


async def test_what_was_sent_and_still_stood_in_the_outbox_goes_out_twice_and_has_one_effect(restored: Restored) -> None:
    house, dsns = restored.house, restored.house.services.dsns
    portal, routing = await asyncpg.connect(dsns["portal"]), await asyncpg.connect(dsns["routing"])
    rows = await portal.fetch("select event_id, dossier_id, kind, number, recorded_at, body from entry where source = 'routing' limit 20")
    await routing.executemany(
        "insert into outbox (id, aggregatetype, aggregateid, type, source, number, recorded_at, payload) "
        "values ($1, 'dossier.v1', $2, $3, 'routing', $4, $5, $6)", [(r[0], str(r[1]), *r[2:]) for r in rows])  # fmt: skip
    await asyncio.gather(portal.close(), routing.close())
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert report.repeated == len(rows) > 0


async def test_the_persons_and_their_papers_can_be_read_again(restored: Restored) -> None:
    house = restored.house
    async with httpx2.AsyncClient(base_url=house.urls["intake"], trust_env=False, timeout=20) as client:
        asked = {"dossier_ids": [restored.dossier]}
        told = await client.post("/internal/contacts", json=asked, headers={"Authorization": f"Bearer {house.services.token}"})
        assert [contact["name"] for contact in told.json()["contacts"]] == [PERSON["name"]]
        paper = await client.get(f"/dossiers/{restored.dossier}/documents/{restored.paper}", headers=by(house))
        assert paper.content == PDF


async def test_what_was_under_way_is_finished_and_new_dossiers_follow(restored: Restored) -> None:
    house, ids = restored.house, await _under_way(restored.house)
    assert len(ids) >= 5
    lives = await house.lives(seed=10)
    await asyncio.gather(*(lives.live(dossier) for dossier in ids), house.live(3, seed=11))
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert await _under_way(house) == []


async def _under_way(house: House) -> list[str]:
    rows = (await read_rows("routing", house.services.dsns["routing"])).rows
    return [dossier for dossier, row in rows.items() if row.state is not None and row.state.status != "closed"]


async def test_the_stack_that_was_copied_went_on_and_lost_nothing(house: House, restored: Restored) -> None:
    await house.quiet()
    report = await house.verify()
    assert report.found == []
    assert report.events > sum(topic_records(restored.made, name) for name in ("dossier.v1", "notification.v1"))


def topic_records(made: Manifest, name: str) -> int:
    return sum(kept.records for topic in made.topics if topic.name == name for kept in topic.partitions)
