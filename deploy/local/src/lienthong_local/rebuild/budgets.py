"""sla-monitor's budgets told again by the log, each held against the one that is kept and, with `keep`, put in its place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import batched
from uuid import UUID

import asyncpg
from lienthong_runtime import Catalogue, Context, Row
from lienthong_runtime.database import trial
from lienthong_runtime.decision import Seen
from lienthong_runtime.derived import Tell
from lienthong_runtime.states import Connection, Overtaken, Rows
from sla_monitor.decisions import ON_EVENT
from sla_monitor.domain.budget import Budget
from sla_monitor.retelling import Line, Untellable, retold, same
from sla_monitor.store import BUDGETS, list_all

from lienthong_local.verify.budgets import read_catalogue
from lienthong_local.verify.topics import Sent, read_events

PAGE = 100  # rows locked at a time: what happens to their dossiers waits so long
READ = frozenset(kind.__name__ for kind in ON_EVENT)
OWN = "sla-monitor"
INSTANT = timedelta(microseconds=1)
NEVER, FOR_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Verdict(StrEnum):
    """What was found of a dossier's budget."""

    AS_TOLD = "as_told"
    DIFFERING = "differing"
    MISSING = "missing"
    UNTELLABLE = "untellable"  # its log lacks something, or says what nobody would have said: nothing is changed
    MOVING = "moving"  # part of what it knows or said isn't on the log yet: nothing is changed


async def budgets_again(
    bootstrap_servers: str, dsn: str, topic_prefix: str = "", keep: bool = True, tell: Tell = lambda _done, _all: None
) -> dict[UUID, Verdict]:
    """Read the log up to its end of now, and hold every budget against it; what others do meanwhile goes on."""
    catalogue, log = await read_catalogue(bootstrap_servers, topic_prefix), await _log(bootstrap_servers, topic_prefix)
    found, rows = dict[UUID, Verdict](), Rows(BUDGETS)
    async with asyncpg.create_pool(dsn, min_size=1, max_size=1, command_timeout=60) as pool:
        everyone = sorted(log.keys() | await list_all(pool))
        for page in batched(everyone, PAGE, strict=False):
            try:
                async with pool.acquire() as connection, trial(connection, keep):
                    found |= await _page(connection, rows, page, log, catalogue)
            except Overtaken:  # rows that weren't there came meanwhile
                found |= dict.fromkeys(page, Verdict.MOVING)
            tell(len(found), len(everyone))
    return found


async def _log(bootstrap_servers: str, topic_prefix: str) -> dict[UUID, list[Sent]]:
    """What sla-monitor reads and says, by dossier, in its order; what a relay sent twice once."""
    log: dict[UUID, dict[tuple[str, str, int], Sent]] = defaultdict(dict)
    for sent in await read_events(bootstrap_servers, [topic_prefix + "dossier.v1"]):
        if sent.envelope.source == OWN or sent.envelope.kind in READ:
            log[UUID(sent.envelope.subject)].setdefault(sent.key, sent)
    return {dossier_id: [*events.values()] for dossier_id, events in log.items()}


async def _page(
    connection: Connection, rows: Rows[Budget], page: Sequence[UUID], log: Mapping[UUID, list[Sent]], catalogue: Catalogue
) -> dict[UUID, Verdict]:
    found, changed, held = dict[UUID, Verdict](), [], await rows.load(connection, page)
    for dossier_id in page:
        row, context = held.get(dossier_id), Context(NEVER, catalogue, dossier_id)
        found[dossier_id], told = _verdict(dossier_id, row, log.get(dossier_id, []), context)
        changed += [told] if told else []
    await rows.save(connection, changed)
    return found


def _verdict(dossier_id: UUID, row: Row[Budget] | None, log: Sequence[Sent], context: Context) -> tuple[Verdict, Row[Budget] | None]:
    """What is found, and the row that is to be there instead."""
    try:
        told = _anew(dossier_id, log, context) if row is None else _told(row, log, context)
    except Untellable:
        return Verdict.UNTELLABLE, None
    if told is None:
        return Verdict.MOVING, None
    if row is not None and same(row.state, told.state, context):
        return Verdict.AS_TOLD, None
    return (Verdict.MISSING if row is None else Verdict.DIFFERING), told


def _told(row: Row[Budget], log: Sequence[Sent], context: Context) -> Row[Budget] | None:
    """The row as the log has it, as far as it has come; None when part of that isn't on the log yet. Raises Untellable."""
    numbers = {source: seen.number for source, seen in row.seen.items()} | {OWN: row.issued}
    lines = [sent for sent in log if sent.envelope.number <= numbers.get(sent.envelope.source, 0)]
    ends = {sent.envelope.source: sent.envelope.number for sent in sorted(lines, key=lambda sent: sent.envelope.number)}
    if ends != {source: number for source, number in numbers.items() if number}:
        return None
    # Time has acted, as far as it could without a word, until before the row's next timer.
    wakes = row.state.next_timer if row.state else None
    told = retold(_lines(lines), context, wakes - INSTANT if wakes else FOR_EVER)
    if told.facts < sum(sent.envelope.source != OWN for sent in lines):
        raise Untellable
    return Row(row.dossier_id, row.version, row.issued, row.seen, told.budget)


def _anew(dossier_id: UUID, log: Sequence[Sent], context: Context) -> Row[Budget]:
    """The row that isn't there, after the facts to which nothing more would have been said than was sent. Raises Untellable."""
    told = retold(_lines(log), context, NEVER)
    facts = [sent.envelope for sent in log if sent.envelope.source != OWN][: told.facts]
    seen = {fact.source: Seen(fact.number, str(fact.id)) for fact in facts}
    return Row(dossier_id, issued=told.said, seen=seen, state=told.budget)


def _lines(log: Sequence[Sent]) -> list[Line]:
    return [Line(sent.event, sent.envelope.source == OWN) for sent in log]
