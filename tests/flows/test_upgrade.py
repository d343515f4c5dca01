"""Two versions of a service side by side on one topic and one database: nothing stops, nothing is lost (issue 8, docs/upgrade.md)."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from house import House
from lienthong_contracts import KINDS
from lienthong_local.bench.lives import Lives
from lienthong_local.databases import create_databases, drop_databases
from lienthong_local.home import CHECKOUT
from lienthong_local.play.desk import Desk
from lienthong_local.play.people import desks_of
from lienthong_local.play.quiet import Barrier
from lienthong_local.verify.rows import read_ledger
from lienthong_local.verify.topics import read_events
from portal.rebuild.store import TABLES

NEWER_KIND = '''class OfficerThanked(FromRouting):
    """A kind of the next version."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code


class WorkStarted('''
CHANGES = {
    "lienthong_contracts/work.py": (
        ("    instead_of: Code | None = None\n", "    instead_of: Code | None = None\n    by_rule: Text | None = None\n"),
        ("class WorkStarted(", NEWER_KIND),
    ),
    "routing/work.py": (
        ("    OfficerAssigned,\n", "    OfficerAssigned,\n    KINDS,\n"),
        ("(OfficerAssigned(**about(command, context)),))", "(OfficerAssigned(**about(command, context), by_rule='R09'), "
         "KINDS['OfficerThanked'](**about(command, context))))"),
    ),
}  # fmt: skip


def newer(place: Path) -> dict[str, str]:
    """The environment in which Python finds the next version of contracts and routing first."""
    for source in (CHECKOUT / "contracts/src/lienthong_contracts", CHECKOUT / "services/routing/src/routing"):
        shutil.copytree(source, place / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, changes in CHANGES.items():
        text = (place / name).read_text()
        for old, new in changes:
            assert text.count(old) >= 1, f"{name} no longer has {old!r}"
            text = text.replace(old, new, 1)
        (place / name).write_text(text)
    return {"PYTHONPATH": str(place), "LIENTHONG_MIGRATIONS": str(CHECKOUT / "services/routing/migrations")}


@pytest.fixture(scope="module")
async def side_by_side(house: House, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Lives]:
    """Lives of which some are lived at the present version, some at the next; both are members of the same group."""
    env = newer(tmp_path_factory.mktemp("newer"))
    process = await house.services.add("routing", env=env)
    ledger = await house.services.add("portal", env={"PYTHONPATH": env["PYTHONPATH"]})
    await ledger.ready()
    desk = Desk({**house.urls, "routing": process.url}, house.services.issuer, 8, patient=True)
    procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
    newer_lives = Lives(desk, procedures, desks_of(agencies), 21)
    await asyncio.gather(house.live(5, pause=0.1, seed=20), *[_whole(newer_lives) for _ in range(5)])
    await house.quiet()
    yield newer_lives
    await desk.aclose()


async def _whole(lives: Lives) -> None:
    await lives.live(await lives.begin())


async def test_an_older_instance_sends_and_keeps_what_only_the_newer_one_knows(house: House, side_by_side: Any) -> None:
    assert "OfficerThanked" not in KINDS
    sent = await read_events(house.infra.bootstrap_servers, [f"{house.prefix}dossier.v1"])
    assert sum(one.envelope.kind == "OfficerThanked" for one in sent) >= 5
    assert sum(b'"by_rule":"R09"' in one.body for one in sent) >= 5
    bodies = {(str(e.dossier_id), e.source, e.number): e.body for e in (await read_ledger(house.services.dsns["portal"])).entries}
    assert {one.key: one.body for one in sent}.items() <= bodies.items()


async def test_nothing_is_missing_doubled_or_set_aside_with_two_versions_at_work(house: House, side_by_side: Any) -> None:
    report = await house.verify()
    assert report.found == []
    assert report.dossiers == 10 and report.of_kind["OfficerThanked"] >= 5


async def test_a_new_reader_from_the_beginning_comes_to_the_same_while_the_old_one_goes_on(house: House, side_by_side: Any) -> None:
    dsn = (await create_databases(house.infra.postgres_dsn, f"{house.prefix}anew_"))["portal"]
    await (await house.lives(seed=24)).begin()  # something for an inbox: the others are lived to their ends
    living = asyncio.create_task(house.live(2, seed=23))
    reader = await house.services.add("portal", env={"POSTGRES_DSN": dsn, "LIENTHONG_GROUP": "portal-anew"})
    await living
    await house.quiet()
    async with Barrier({reader.name: reader.url}, house.services.token, house.infra.bootstrap_servers, house.prefix) as barrier:
        await barrier.wait(patience=90)
    old, new = await _told(house.services.dsns["portal"]), await _told(dsn)
    await house.services.remove(reader.name)
    await drop_databases(house.infra.postgres_dsn, f"{house.prefix}anew_")
    assert [name for name, rows in old.items() if not rows] == ["gap"]
    for table, rows in old.items():
        assert rows == new[table], table
    assert (await house.verify()).found == []


async def _told(dsn: str) -> dict[str, set[str]]:
    """All that follows from the events alone, not from the order of two topics: which was read last, and the chain of it."""
    connection = await asyncpg.connect(dsn)
    entries = await connection.fetch("select dossier_id, source, number, event_id, kind, recorded_at, body from entry")
    found = {"entry": {str(tuple(row)) for row in entries}}
    for table, (columns, _, follows) in TABLES.items():
        names = ", ".join("state - 'chain' - 'changed_at' as state" if name == "state" else name for name in columns if name != "moved_at")
        found[table] = {str(tuple(row)) for row in await connection.fetch(f"select {names} from {table} where {follows}")}
    await connection.close()
    return found


async def test_after_the_older_one_has_gone_life_goes_on_and_back_again(house: House, side_by_side: Lives) -> None:
    await house.services.processes["routing-0"].stop()
    await asyncio.gather(*[_whole(side_by_side) for _ in range(2)])
    await house.services.processes["routing-0"].start()
    await house.services.processes["routing-0"].ready()
    await house.services.remove("routing-1")
    await house.live(2, seed=22)
    await house.quiet()
    assert (await house.verify()).found == []
