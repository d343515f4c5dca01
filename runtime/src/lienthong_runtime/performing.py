"""Commands carried out: those that are asked for at about the same time share a transaction, as events do.

A reception alone costs a dozen round trips and a commit; sixteen together cost hardly more (docs/reports has the figures).
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from lienthong_runtime import dead_letters
from lienthong_runtime.batch import Batch, Wish
from lienthong_runtime.commands import Answer, Command, NotReady
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.decision import OnCommand, Row
from lienthong_runtime.identity import Actor
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.preparation import Nothing, Preparing
from lienthong_runtime.room import Away, Room
from lienthong_runtime.stalls import Stalls
from lienthong_runtime.states import Overtaken
from lienthong_runtime.transact import Transactor

MOST = 64  # commands in one transaction


class Commands:
    """Performs a service's commands. `preparing` fetches what decisions need besides their rows, such as a next number.

    How many wait is bounded where they come in: whoever calls `perform` has a place in `room`.
    """

    def __init__(self, transactor: Transactor, on_command: OnCommand, show: Callable[[Row[Any]], bytes],
                 committed: Callable[[Outcome], None], room: Room, hangs: float = 5.0, preparing: Preparing | None = None,
                 ready: Callable[[], bool] = lambda: True) -> None:  # fmt: skip
        self._ready, self._transactor, self._committed, self.show = ready, transactor, committed, show
        self.room, self._stalls = room, Stalls(transactor.pool, room, hangs)
        self._batch = Batch(transactor, on_command, show, preparing or Nothing())
        self._waiting: deque[Wish] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def perform(self, dossier_id: UUID, command: Command, key: str, create: bool = False, actor: Actor | None = None) -> Answer:
        """Carry the command out, once per key; an actor only reaches their own dossiers, the service itself all.

        Raises Refused, StaleVersion, UnknownDossier, KeyReused or NotReady.
        """
        if not self._ready():
            raise NotReady
        wish = Wish(dossier_id, command, key, create, actor)
        self._waiting.append(wish)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await wish.answered

    async def _work(self) -> None:
        while self._waiting:
            await self._carry_out(self._next())

    def _next(self) -> list[Wish]:
        """Those that wait, in their order; of one key or one dossier only the first, the others come in the next round."""
        taken, later, met = list[Wish](), list[Wish](), set[object]()
        while self._waiting and len(taken) < MOST:
            wish = self._waiting.popleft()
            (taken if met.isdisjoint((wish.owned_key, wish.dossier_id)) else later).append(wish)
            met |= {wish.owned_key, wish.dossier_id}
        self._waiting.extendleft(reversed(later))
        return taken

    async def _carry_out(self, wishes: Sequence[Wish]) -> None:
        began = time.perf_counter()
        try:
            with self._stalls.watching(self._send_away):
                outcome, said = await self._transaction(wishes)
        except Exception as fault:
            await self._one_by_one(wishes, fault)
            return
        self.room.worked_off(len(wishes), time.perf_counter() - began)
        self._committed(outcome)
        for wish, answer in said.items():
            wish.tell(answer)

    def _send_away(self) -> None:
        """Those behind a transaction that hangs had no effect yet: they needn't hang with it."""
        while self._waiting:
            self._waiting.popleft().tell(Away(self.room.away_for()))

    async def _transaction(self, wishes: Sequence[Wish]) -> tuple[Outcome, dict[Wish, Answer | Exception]]:
        while True:
            try:
                async with self._transactor.pool.acquire() as connection, connection.transaction():
                    return await self._batch.perform(connection, wishes)
            except Overtaken:
                continue

    async def _one_by_one(self, wishes: Sequence[Wish], fault: Exception) -> None:
        """What only one of them can be guilty of must not fail the others; an outage is everybody's."""
        if len(wishes) == 1 or isinstance(fault, OUTAGE):
            for wish in wishes:
                wish.tell(fault)
        else:
            for wish in wishes:
                await self._carry_out([wish])

    async def replay(self, dossier_id: UUID) -> Outcome:
        """Handle again what was set aside of a dossier, in its order; what still fails stays, and the rest behind it."""
        transactor = self._transactor
        async with transactor.pool.acquire() as connection, connection.transaction():
            outcome = Outcome(await transactor.rows.load(connection, [dossier_id]))
            letters = [transactor.reopen(letter) for letter in await dead_letters.of_dossier(connection, dossier_id)]
            transactor.decider.decide_all(outcome, letters, set(), transactor.context())
            await transactor.keep(connection, outcome)
            failed = {item.letter.dead_letter for item in outcome.set_aside}
            done = [n for letter in letters if (n := getattr(letter, "letter", letter).dead_letter) not in failed]
            await dead_letters.close(connection, done)
        self._committed(outcome)
        return outcome
