"""One transaction of commands: what was answered before, the rows their actors may see, decisions, effects, answers."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any
from uuid import UUID

import msgspec

from lienthong_runtime import answers, guard
from lienthong_runtime.commands import Answer, Command, KeyReused, StaleVersion, UnknownDossier
from lienthong_runtime.decision import Context, Decision, OnCommand, Row
from lienthong_runtime.identity import Actor
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.preparation import Asked, Prepared, Preparing
from lienthong_runtime.states import Connection
from lienthong_runtime.transact import Transactor


@dataclass(slots=True, eq=False)
class Wish:
    """A command that somebody waits for."""

    dossier_id: UUID
    command: Command
    key: str
    create: bool
    actor: Actor | None
    answered: "asyncio.Future[Answer]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    request: bytes = field(init=False)  # the digest of what is asked

    def __post_init__(self) -> None:
        # Before anybody else is concerned: what has no digest would fail the others of its transaction.
        self.request = answers.digest(None if self.create else self.dossier_id, self.command)

    @property
    def owned_key(self) -> str:
        """The key as its actor's own: somebody else's gives nobody an answer, and takes nobody's place."""
        return answers.owned(self.key, self.actor)

    def tell(self, said: Answer | Exception) -> None:
        """Answer whoever still waits."""
        if not self.answered.done():
            self.answered.set_exception(said) if isinstance(said, Exception) else self.answered.set_result(said)


type Said = dict[Wish, Answer | Exception]


@dataclass(frozen=True, slots=True)
class Batch:
    """How commands are performed together; a refusal concerns only its own, a fault of the database all."""

    transactor: Transactor
    on_command: OnCommand
    show: Callable[[Row[Any]], bytes]
    preparing: Preparing

    async def perform(self, connection: Connection, wishes: Sequence[Wish]) -> tuple[Outcome, Said]:
        """What all of it comes to, and what each is answered. Raises Overtaken, or what the database raised."""
        said = _said_before(await answers.recall(connection, [wish.owned_key for wish in wishes]), wishes)
        fresh = [wish for wish in wishes if wish not in said]
        outcome, context = Outcome(await self._load(connection, fresh)), self.transactor.context()
        known = [Asked(w.dossier_id, outcome.rows[w.dossier_id].state, w.command) for w in fresh if w.dossier_id in outcome.rows]
        prepared = await self.preparing.read(connection, known, context)
        said |= {wish: self._answer(outcome, wish, prepared, context) for wish in fresh}
        if outcome.changed:
            await prepared.write(connection)
            await self.transactor.keep(connection, outcome)
            await answers.remember(connection, {w.owned_key: (w.request, a) for w in fresh if isinstance(a := said[w], Answer)})
        return outcome, said

    async def _load(self, connection: Connection, wishes: Sequence[Wish]) -> dict[UUID, Row[Any]]:
        """The rows, locked in the order of their ids, as far as each actor sees them; a new dossier has an empty one."""
        groups: dict[guard.Scope | None, list[UUID]] = defaultdict(list)
        for wish in wishes:
            groups[guard.scope(wish.actor, self.transactor.catalogue) if wish.actor and not wish.create else None].append(wish.dossier_id)
        if len(groups) > 1:  # or two instances would lock the same rows in another order
            await connection.execute(self.transactor.rows.table.lock, sorted(wish.dossier_id for wish in wishes))
        rows = {wish.dossier_id: Row(wish.dossier_id) for wish in wishes if wish.create}
        for scope, ids in groups.items():
            rows |= await self._seen_in(connection, scope, ids)
        return rows

    async def _seen_in(self, connection: Connection, scope: guard.Scope | None, ids: list[UUID]) -> dict[UUID, Row[Any]]:
        if scope is None:
            return await self.transactor.rows.load(connection, ids)
        await guard.enter_scope(connection, scope)
        rows = await self.transactor.rows.load(connection, ids)
        await guard.leave(connection)
        return rows

    def _answer(self, outcome: Outcome, wish: Wish, prepared: Prepared, context: Context) -> Answer | Exception:
        try:
            asked, decision = self._decide(outcome, wish, prepared, context)
        except Exception as fault:  # refused, or a bug: whichever it is, it is this command's own
            return fault
        # A bug from here on fails the batch: half of what was decided on stands in the outcome and the numbers already.
        prepared.carried_out(asked, decision.state)
        return self._carry_out(outcome, wish, decision)

    def _carry_out(self, outcome: Outcome, wish: Wish, decision: Decision[Any]) -> Answer:
        row = outcome.rows[wish.dossier_id]
        self.transactor.decider.follow(outcome, row, decision)
        saved = msgspec.structs.replace(outcome.rows[wish.dossier_id], version=row.version + 1)
        return Answer(201 if wish.create else 200, self.show(saved))

    def _decide(self, outcome: Outcome, wish: Wish, prepared: Prepared, context: Context) -> tuple[Asked, Decision[Any]]:
        row = outcome.rows.get(wish.dossier_id)
        if row is None or (row.state is None and not wish.create):
            raise UnknownDossier
        if wish.command.version not in (None, row.version):
            raise StaleVersion(row)
        asked = Asked(wish.dossier_id, row.state, wish.command)
        extra = prepared.extra(asked)
        context = replaced(context, extra=extra, dossier_id=wish.dossier_id)
        return asked, self.on_command[type(wish.command)](row.state, wish.command, context)


def _said_before(known: dict[str, answers.Known], wishes: Sequence[Wish]) -> Said:
    found = ((wish, known[wish.owned_key]) for wish in wishes if wish.owned_key in known)
    return {wish: before.answer if before.request == wish.request else KeyReused() for wish, before in found}
