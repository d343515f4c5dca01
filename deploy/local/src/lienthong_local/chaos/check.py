"""After the faults: everything heals and comes to rest, and then all that was promised is held against all that is there."""

import asyncio
from datetime import UTC, datetime

from lienthong_local.chaos.disk import objects
from lienthong_local.chaos.ground import Ground
from lienthong_local.chaos.messages import read_messages
from lienthong_local.chaos.outcome import Outcome
from lienthong_local.chaos.promises import compare, compare_papers
from lienthong_local.chaos.store import count_unsent, read_kept, read_papers
from lienthong_local.chaos.wall_clock import FAR
from lienthong_local.kafka_jars import Tell
from lienthong_local.play.quiet import Barrier
from lienthong_local.verify import verify

PATIENCE = 300.0  # seconds for lives to end and the house to come to rest
# A message whose try went unanswered is told again after half a minute, and later each time; one that was queued
# while the notifier's clock was ahead is due as far off as that went (ten minutes at most; a run gave up after five).
STUCK = 300.0 + FAR[1]


async def rest(ground: Ground, tell: Tell) -> None:
    """Wait until every process is ready, nothing is under way, and every message was taken or given up."""
    await asyncio.gather(*(process.ready(PATIENCE) for process in ground.services.processes.values()))
    await _quiet(ground)
    waiting = 1
    async with asyncio.timeout(STUCK):
        while waiting := await count_unsent(ground.services.dsns["notifier"]):
            tell("chờ những tin còn phải gửi lại", waiting, 0)
            await asyncio.sleep(1.0)
    await _quiet(ground)


async def _quiet(ground: Ground) -> None:
    async with Barrier(ground.urls(), ground.services.token, ground.stack.infra.bootstrap_servers) as barrier:
        await barrier.wait(patience=PATIENCE)


async def check(ground: Ground) -> Outcome:
    """Verify, the budget law, `recount` and the ledger's chain; the promises; the messages."""
    servers, dsns = ground.stack.infra.bootstrap_servers, ground.services.dsns
    report = await verify(servers, dsns, now=datetime.now(UTC))
    broken = compare(ground.promises.made, await read_kept(dsns))
    papers = compare_papers(ground.promises.papers, await read_papers(dsns["intake"], objects(ground.stack.home)))
    told = await read_messages(servers, ground.stack.home.outbox, ground.promises.phones)
    return Outcome(report, broken, told, papers, promised=len(ground.promises.made), papers=len(ground.promises.papers),
                   turned_away=ground.lives.turned_away, redelivered=dict(ground.redelivered))  # fmt: skip
