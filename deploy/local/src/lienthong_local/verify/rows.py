"""Reads every service's rows, its outbox and what it set aside."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import asyncpg
import msgspec
from intake.domain.dossier import Dossier
from lienthong_runtime.decision import Seen
from notifier.domain.correspondence import Correspondence
from portal.domain.chain import Entry
from portal.domain.record import Record
from routing.domain.journey import Journey
from sla_monitor.domain.budget import Budget

TABLES: dict[str, tuple[str, type[Any]]] = {
    "intake": ("dossier", Dossier),
    "routing": ("journey", Journey),
    "sla-monitor": ("budget", Budget),
    "notifier": ("correspondence", Correspondence),
    "portal": ("record", Record),
}
_SEEN = msgspec.json.Decoder(dict[str, Seen])


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A dossier in one service."""

    issued: int
    seen: dict[str, Seen]
    state: Any


@dataclass(slots=True)
class Stored:
    """All that one service keeps."""

    rows: dict[str, StoredRow] = field(default_factory=dict)
    outbox: list[tuple[str, str, int]] = field(default_factory=list)
    set_aside: dict[str, int] = field(default_factory=dict)


async def read_rows(service: str, dsn: str) -> Stored:
    """Everything of one service, in one snapshot."""
    table, kind = TABLES[service]
    decode = msgspec.json.Decoder(kind).decode
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            rows = await connection.fetch(f"select dossier_id, issued, seen, state from {table}")
            outbox = await connection.fetch("select aggregatetype, aggregateid, number from outbox order by seq")
            aside = await connection.fetch("select dossier_id, count(*) from dead_letter where state <> 'replayed' group by dossier_id")
    finally:
        await connection.close()
    stored = {str(r["dossier_id"]): StoredRow(r["issued"], _SEEN.decode(r["seen"]), r["state"] and decode(r["state"])) for r in rows}
    return Stored(stored, [tuple(r) for r in outbox], {str(r["dossier_id"] or ""): r["count"] for r in aside})


class Ledger(NamedTuple):
    """Every entry in its order with its place, and the days' seals."""

    entries: list[Entry]
    places: list[int]
    seals: list[Any]


async def read_ledger(dsn: str) -> Ledger:
    """The whole ledger, at one moment."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            rows = await connection.fetch(
                "select seq, dossier_id, source, number, event_id, kind, recorded_at, body, prev, hash from entry order by seq"
            )
            seals = await connection.fetch("select closed_on, first_seq, last_seq, entries, root, prev, hash from seal order by closed_on")
    finally:
        await connection.close()
    return Ledger([Entry(*list(row.values())[1:]) for row in rows], [row["seq"] for row in rows], seals)


async def most_told(dsn: str) -> str:
    """The code of the finished dossier whose life has most kinds of events."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(
            """select r.code from entry e join record r using (dossier_id) where r.due = 'done' and e.source <> 'notifier'
               group by r.code order by count(distinct e.kind) desc, r.code limit 1"""
        )
    finally:
        await connection.close()


class Shown(NamedTuple):
    """Whom and what a picture is worth taking of: a busy agency and its dossier, a citizen and theirs."""

    agency: str
    code: str
    desk: str
    owner: str
    own: str


async def worth_showing(dsns: dict[str, str]) -> Shown:
    """The agency with most work, its dossier with most agencies, and an online dossier that went furthest."""
    portal, intake = await asyncpg.connect(dsns["portal"]), await asyncpg.connect(dsns["intake"])
    try:
        agency = await portal.fetchval(
            """select agency from work where step in ('assign', 'start', 'work', 'approve', 'sign')
               group by agency order by count(*) desc, agency limit 1"""
        )
        code, desk = await portal.fetchrow(
            """select r.code, r.desk from work w join record r using (dossier_id)
               where w.agency = $1 and r.code is not null and w.step <> 'return'
               order by cardinality(r.parties) desc, r.code limit 1""", agency
        )  # fmt: skip
        online = await portal.fetch(
            "select dossier_id from record where channel = 'online' and code is not null order by (due = 'done'), cardinality(parties) desc"
        )
        own = await intake.fetchrow(
            """select dossier_id, owner from dossier where owner is not null and dossier_id = any($1)
               order by array_position($1, dossier_id) limit 1""", [row["dossier_id"] for row in online]
        )  # fmt: skip
    finally:
        await portal.close()
        await intake.close()
    return Shown(agency, code, desk, own["owner"], str(own["dossier_id"]))
