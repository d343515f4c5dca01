"""The statements by which what follows from the ledger is held against what was made of it anew, and put right."""

import tempfile
from typing import Any

from portal.store import RECORDS

_RECORD = ("dossier_id", "issued", "seen", "state", "wakes_at", *(column.name for column in RECORDS.columns))
# By table: the columns that follow from the ledger, how many of them are its key, and which rows follow from it at all.
TABLES: dict[str, tuple[tuple[str, ...], int, str]] = {
    "record": (_RECORD, 1, "state is not null"),  # without one: a dossier of which nothing could be read yet
    "work": (("agency", "rank", "by_at", "dossier_id", "leg", "step", "officer", "needs", "procedure", "channel", "code", "tail",
              "moved_at"), 5, "true"),
    "stay": (("dossier_id", "number", "klass", "desk", "procedure", "channel", "twice", "since_on", "until_on"), 2, "true"),
    "daily": (("agency", "counted_on", "channel", "klass", "n"), 4, "n <> 0"),
    "standing": (("agency", "dimension", "member", "klass", "n"), 4, "n <> 0"),
    "flow": (("counted_on", "origin", "target", "n"), 3, "n <> 0"),
    "delivery": (("counted_on", "channel", "template", "recipient", "provider", "fate", "reason", "times", "parts"), 7, "true"),
    "gap": (("dossier_id", "source", "number"), 3, "true"),
}  # fmt: skip
# Readers go on; whoever takes events in waits, before it has locked any row: or we would wait for each other.
_HOLD = "lock table record in exclusive mode"
_PATIENCE = "set local lock_timeout = '30s'"
_LEDGER = """
select seq, dossier_id, source, number, event_id, kind, recorded_at, body, hash from entry
where seq > $1 and seq <= $2 order by seq limit $3
"""
_HASHES = "select hash from entry order by seq desc limit $1"
_END = "select coalesce(max(seq), 0) from entry"


async def hold(connection: Any) -> int:
    """Keep everything as it is until the transaction ends; the ledger's end, at which nothing is missing."""
    await connection.execute(_PATIENCE)
    await connection.execute(_HOLD)
    return int(await connection.fetchval(_END))


async def entries(connection: Any, after: int, until: int, most: int) -> list[Any]:
    """The next entries in the ledger's order."""
    return await connection.fetch(_LEDGER, after, until, most)  # type: ignore[no-any-return]


async def last_hashes(connection: Any, most: int) -> list[bytes]:
    """The newest entries' hashes, oldest first."""
    return [row["hash"] for row in reversed(await connection.fetch(_HASHES, most))]


async def bring(scratch: Any, live: Any, table: str) -> None:
    """What was made anew, beside the table, until the transaction ends."""
    follows = TABLES[table][2]
    await live.execute(" ".join(("create temporary table", _fresh(table), "(like", table, "including defaults) on commit drop")))
    with tempfile.TemporaryFile() as file:
        rows = " ".join(("select", ", ".join(_all(table)), "from", table, "where", follows))
        await scratch.copy_from_query(rows, output=file, format="binary")
        file.seek(0)
        await live.copy_to_table(_fresh(table), source=file, columns=_all(table), format="binary")


async def mend(live: Any, table: str) -> tuple[int, int]:
    """Take away what doesn't follow from the ledger, add what does; how many rows each. A row that is right isn't touched."""
    columns, keys, follows = TABLES[table]
    names, key = ", ".join(columns), columns[:keys]
    kept = " ".join(("select", names, "from", table, "where", follows))
    anew = " ".join(("select", names, "from", _fresh(table)))
    # Both ways, as a sum of zero is kept under the key of one that has to be added.
    wrong = " ".join(("(", kept, "except", anew, ") union all (", anew, "except", kept, ")"))
    away = await live.execute(" ".join(("delete from", table, "t using (", wrong, ") wrong where", _same("t", "wrong", key))))
    names = ", ".join(_all(table))
    absent = " ".join(("where not exists (select from", table, "t where", _same("t", "f", key), ")"))
    added = await live.execute(" ".join(("insert into", table, "(", names, ") select", names, "from", _fresh(table), "f", absent)))
    return int(away.rpartition(" ")[2]), int(added.rpartition(" ")[2])


def _same(one: str, other: str, key: tuple[str, ...]) -> str:
    return " and ".join(f"{one}.{name} = {other}.{name}" for name in key)


def _fresh(table: str) -> str:
    return f"fresh_{table}"


def _all(table: str) -> tuple[str, ...]:
    # How often a picture was saved is no fact of the ledger, but every row has it.
    return (*TABLES[table][0], "version") if table == "record" else TABLES[table][0]
