"""sla-monitor's budgets told again by the log, each held against the one that is kept and, with `keep`, put in its place."""

from collections.abc import Mapping, Sequence
from itertools import batched
from uuid import UUID

import asyncpg
from lienthong_runtime import Catalogue, Context, Row
from lienthong_runtime.database import trial
from lienthong_runtime.decision import Seen
from lienthong_runtime.derived import Tell
from lienthong_runtime.states import Connection, Overtaken, Rows
from msgspec.structs import replace
from sla_monitor.domain.budget import Budget
from sla_monitor.retelling import Untellable, differing, retold
from sla_monitor.store import BUDGETS, list_all

from lienthong_local.rebuild.found import Verdict
from lienthong_local.verify.budgets import read_catalogue
from lienthong_local.verify.retold import NEVER, OWN, NotYet, lines, logs, told
from lienthong_local.verify.topics import Sent, read_events

PAGE = 100  # rows locked at a time: what happens to their dossiers waits so long


async def budgets_again(
    bootstrap_servers: str, dsn: str, topic_prefix: str = "", keep: bool = True, tell: Tell = lambda _done, _all: None
) -> dict[UUID, Verdict]:
    """Read the log up to its end of now, and hold every budget against it; what others do meanwhile goes on."""
    log = logs(await read_events(bootstrap_servers, [topic_prefix + "dossier.v1"]))
    catalogue = await read_catalogue(bootstrap_servers, topic_prefix)
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


async def _page(
    connection: Connection, rows: Rows[Budget], page: Sequence[UUID], log: Mapping[UUID, list[Sent]], catalogue: Catalogue
) -> dict[UUID, Verdict]:
    found, changed, held = dict[UUID, Verdict](), [], await rows.load(connection, page)
    for dossier_id in page:
        row, context = held.get(dossier_id), Context(NEVER, catalogue, dossier_id)
        found[dossier_id], anew = _verdict(dossier_id, row, log.get(dossier_id, []), context)
        changed += [anew] if anew else []
    await rows.save(connection, changed)
    return found


def _verdict(dossier_id: UUID, row: Row[Budget] | None, log: Sequence[Sent], context: Context) -> tuple[Verdict, Row[Budget] | None]:
    """What is found, and the row that is to be there instead."""
    try:
        if row is None:
            return Verdict.MISSING, _anew(dossier_id, log, context)
        anew = replace(row, state=told(row, log, context))
    except Untellable:
        return Verdict.UNTELLABLE, None
    except NotYet:
        return Verdict.MOVING, None
    return (Verdict.DIFFERING, anew) if differing(row.state, anew.state, context) else (Verdict.AS_TOLD, None)


def _anew(dossier_id: UUID, log: Sequence[Sent], context: Context) -> Row[Budget]:
    """The row that isn't there, after the facts to which nothing more would have been said than was sent. Raises NotYet, Untellable."""
    anew = retold(lines(log), context, NEVER)
    if anew.budget is None:  # nothing was said of it yet: it may just not have been read
        raise NotYet
    facts = [sent.envelope for sent in log if sent.envelope.source != OWN][: anew.facts]
    seen = {fact.source: Seen(fact.number, str(fact.id)) for fact in facts}
    return Row(dossier_id, issued=anew.said, seen=seen, state=anew.budget)
