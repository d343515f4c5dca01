"""One transaction a batch: load, decide, save, outbox and dead letters; all of it or nothing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace as replaced
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from lienthong_runtime import dead_letters, outbox
from lienthong_runtime.clock import Clock, SystemClock
from lienthong_runtime.decision import Context, Decision, OnTime, Row
from lienthong_runtime.logs import log
from lienthong_runtime.outcome import Decider, Outcome, SetAside
from lienthong_runtime.records import Broken, Letter, read
from lienthong_runtime.states import Connection, Overtaken, Rows

LATER = timedelta(minutes=1)  # until time tries again what it couldn't do
type Side = Callable[[Connection, Outcome], Awaitable[None]]


async def _nothing(_connection: Connection, _outcome: Outcome) -> None: ...


class Transactor:
    """Runs a service's decisions against its database. `side` writes what a service keeps beside its rows."""

    def __init__(self, pool: asyncpg.Pool, rows: Rows[Any], decider: Decider, clock: Clock, catalogue: Any = None,
                 side: Side = _nothing, every_kind: bool = False) -> None:  # fmt: skip
        self.pool, self.rows, self.decider, self.clock = pool, rows, decider, clock
        self.catalogue, self.side, self.every_kind = catalogue, side, every_kind

    def reopen(self, letter: Letter) -> Letter | Broken:
        """A letter that was set aside, read again; a kind that is nothing to us any more is broken to us."""
        return read(letter, self.decider.on_event, self.every_kind) or Broken(letter, "UnknownKind")

    def context(self, extra: Any = None) -> Context:
        """Business time and the catalogue as they are now."""
        now = self.clock.now()
        return Context(now, self.catalogue, extra=extra, noticed_at=now if isinstance(self.clock, SystemClock) else None)

    async def take_in(self, letters: Sequence[Letter | Broken]) -> Outcome:
        """Handle a batch. Raises whatever a decision or the database raised; then nothing has happened."""
        while True:
            try:
                async with self.pool.acquire() as connection, connection.transaction():
                    return await self._take_in(connection, letters)
            except Overtaken:
                continue

    async def _take_in(self, connection: Connection, letters: Sequence[Letter | Broken]) -> Outcome:
        ids = {i for i in map(_dossier, letters) if i is not None}
        outcome = Outcome(await self.rows.load(connection, ids))
        # After the load: its locks keep a replay of the same dossiers out.
        waiting = await dead_letters.waiting(connection, ids)
        self.decider.decide_all(outcome, letters, waiting, self.context())
        await self.keep(connection, outcome)
        return outcome

    async def keep(self, connection: Connection, outcome: Outcome) -> None:
        """Write an outcome within the caller's transaction."""
        await self.side(connection, outcome)
        await self.rows.save(connection, [outcome.rows[i] for i in outcome.changed])
        notices = [self.decider.stamp(dead_letters.notice(self.decider.source, s), _subject(s), 0) for s in outcome.set_aside]
        await outbox.write(connection, [*outcome.outgoing, *notices])
        await dead_letters.write(connection, outcome.set_aside)

    async def set_aside(self, letter: Letter | Broken, reason: str) -> Outcome:
        """Keep back the one letter that always fails, so that the line goes on."""
        whole = letter.letter if isinstance(letter, Broken) else letter
        return await self.take_in([Broken(whole, reason)])

    async def apply(self, changes: Sequence[tuple[UUID, Callable[[Any, Context], Decision[Any]]]]) -> Outcome:
        """Apply what became of outside work, several to a dossier if need be, in one transaction."""
        while True:
            try:
                async with self.pool.acquire() as connection, connection.transaction():
                    outcome = Outcome(await self.rows.load(connection, {dossier_id for dossier_id, _ in changes}))
                    for dossier_id, change in changes:
                        row = outcome.rows[dossier_id]
                        decision = change(row.state, self.context())
                        if decision.events or decision.state is not row.state:  # else whoever looked at it would be stale
                            self.decider.follow(outcome, row, decision)
                    await self.keep(connection, outcome)
                    return outcome
            except Overtaken:
                continue

    async def wake(self, on_time: OnTime, now: datetime, most: int = 500, extra: Any = None) -> tuple[Outcome, int]:
        """Let time act on rows whose moment has come by `now`; returns how many there were. What it says goes out in due order."""
        async with self.pool.acquire() as connection, connection.transaction():
            context = replaced(self.context(extra), now=now)
            outcome = Outcome(await self.rows.load_due(connection, context.now, most))
            instants = [at for row in outcome.rows.values() if row.state and (at := self.rows.table.wakes_at(row.state))]
            outcome.woken_at = min(instants, default=None)
            # A full claim goes no further than its last instant: later ones of the same rows come after other rows' earlier ones.
            context = replaced(context, now=max(instants)) if len(instants) == most else context
            failed = [row.dossier_id for row in list(outcome.rows.values()) if not self._act(outcome, row, on_time, context)]
            await self.rows.postpone(connection, failed, now + LATER)
            outcome.outgoing.sort(key=lambda out: out.at or context.now)
            await self.keep(connection, outcome)
            return outcome, len(outcome.rows)


    def _act(self, outcome: Outcome, row: Row[Any], on_time: OnTime, context: Context) -> bool:
        """Whether time could act on the row: one that it can't must not hold up all others."""
        try:
            self.decider.follow(outcome, row, on_time(row.state, replaced(context, dossier_id=row.dossier_id)))
        except Exception as fault:
            log.error("timer.failed", dossier_id=str(row.dossier_id), fault=type(fault).__name__, exc_info=fault)
            return False
        return True


def _dossier(letter: Letter | Broken) -> UUID | None:
    return letter.letter.dossier_id if isinstance(letter, Broken) else letter.dossier_id


def _subject(item: SetAside) -> str:
    return str(item.letter.dossier_id or item.letter.origin)
