"""A consumer that begins today knows what the one knows that was always there: the log is all there is (issue 8, docs/upgrade.md)."""

import json
from collections.abc import AsyncGenerator
from typing import NamedTuple

import asyncpg
import pytest
from house import House
from lienthong_local.databases import create_databases
from lienthong_local.play.quiet import Barrier
from lienthong_local.verify.rows import read_ledger
from portal.rebuild.store import TABLES

# The chain's last hash: messages are another topic, and where they come between a dossier's facts is each reader's own (docs/upgrade.md).
FOLLOWS = {"state": "(state - 'chain')"}


class Readers(NamedTuple):
    """Where the portal that was always there keeps what it knows, and where the new one does."""

    old: str
    new: str


@pytest.fixture(scope="module")
async def readers(house: House) -> AsyncGenerator[Readers]:
    """Lives, then a portal with a name and a database of its own, while more are lived."""
    await house.live(6, pause=0.1, seed=31)
    await house.quiet()
    fresh = (await create_databases(house.infra.postgres_dsn, f"{house.prefix}new_"))["portal"]
    unfinished = await house.lives(seed=33)
    process = await house.services.add("portal", env={"POSTGRES_DSN": fresh, "LIENTHONG_GROUP": "portal-new"})
    await house.live(3, pause=0.1, seed=32)
    for _ in range(3):
        await unfinished.begin()  # and somebody has work with it
    await house.quiet()
    # Asked alone: beside the other portal it would count as one more instance of it, and what either has read as read by both.
    async with Barrier({"portal": process.url}, house.services.token, house.infra.bootstrap_servers, house.prefix) as barrier:
        await barrier.wait()
    yield Readers(house.services.dsns["portal"], fresh)


async def test_its_ledger_has_the_same_entries(readers: Readers) -> None:
    old, new = (await read_ledger(readers.old)).entries, (await read_ledger(readers.new)).entries
    assert len(old) > 200 and {entry[:6] for entry in old} == {entry[:6] for entry in new} and len(old) == len(new)


async def test_it_says_nothing_itself_and_nobody_is_disturbed(house: House, readers: Readers) -> None:
    assert (await house.verify()).found == []


@pytest.mark.parametrize("table", TABLES)
async def test_its_pictures_lines_and_figures_are_equal(readers: Readers, table: str) -> None:
    old, new = await _rows(readers.old, table), await _rows(readers.new, table)
    assert set(old) == set(new)
    differing = {key: [_apart(one, other) for one, other in zip(old[key], new[key], strict=True) if one != other] for key in old}
    assert not {key: columns for key, columns in differing.items() if columns}
    assert table == "gap" or old, "else nothing was compared"


def _apart(one: str, other: str) -> object:
    """What of two texts differs; of two objects, only their fields that do."""
    if not one.startswith('{"'):
        return one, other
    old, new = json.loads(one), json.loads(other)
    return {name: (old.get(name), new.get(name)) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


async def _rows(dsn: str, table: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each row's columns as text, by its key."""
    columns, keys, follows = TABLES[table]
    texts = ", ".join(f"{FOLLOWS.get(name, name)}::text" for name in columns)
    connection = await asyncpg.connect(dsn)
    try:
        rows = [tuple(row.values()) for row in await connection.fetch(f"select {texts} from {table} where {follows}")]
    finally:
        await connection.close()
    return {row[:keys]: row[keys:] for row in rows}
