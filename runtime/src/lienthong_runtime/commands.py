"""Commands over HTTP: the same load, pure decision, save and outbox as for an event, and one answer per key."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Annotated, Any, ClassVar
from uuid import UUID

import asyncpg
import msgspec
from lienthong_contracts import Code
from pydantic import BaseModel, ConfigDict

from lienthong_runtime import dead_letters, guard
from lienthong_runtime.decision import Context, Fault, OnCommand, Refused, Row
from lienthong_runtime.identity import Actor, Role
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.states import Connection, Overtaken
from lienthong_runtime.transact import Transactor

_TAKE_KEY = "insert into answer (key, request) values ($1, $2) on conflict do nothing returning key"
_KNOWN = "select request, status, body from answer where key = $1"
_ANSWERED = "update answer set status = $2, body = $3 where key = $1"
type Prepare = Callable[[Connection, UUID, Any, Any, Context], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Acting:
    """Marks a field of a command that the token says, never the body: who acts, or for which agency."""

    part: str


ActingAgency = Annotated[Code, Acting("agency")]
ActingOfficer = Annotated[Code, Acting("subject")]


class Command(BaseModel):
    """What an officer or a citizen asks for; `version` is the one they saw (None: the dossier is new to them).

    `roles` may give it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    roles: ClassVar[tuple[Role, ...]] = ()

    version: int | None = None


class StaleVersion(Exception):
    """The dossier changed since the officer looked."""

    def __init__(self, row: Row[Any]) -> None:
        super().__init__()
        self.row = row


class KeyReused(Exception):
    """The same Idempotency-Key came with another request."""


class NotReady(Exception):
    """The service has started but doesn't know the catalogue yet: what it would refuse might be right."""


class UnknownDossier(Exception):
    """No such dossier here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, to be answered again for the same key."""

    status: int
    body: bytes
    repeated: bool = False


async def nothing_more(_connection: Connection, _id: UUID, _state: Any, _command: Any, _context: Context) -> Any:
    """No decision here needs more than its row."""
    return None


class Commands:
    """Performs a service's commands. `prepare` fetches what a decision needs besides its row, such as a next number."""

    def __init__(self, transactor: Transactor, on_command: OnCommand, show: Callable[[Row[Any]], bytes],
                 committed: Callable[[Outcome], None], prepare: Prepare = nothing_more,
                 ready: Callable[[], bool] = lambda: True) -> None:  # fmt: skip
        self._ready = ready
        self._transactor, self._on_command, self.show = transactor, on_command, show
        self._committed, self._prepare = committed, prepare

    async def perform(self, dossier_id: UUID, command: Command, key: str, create: bool = False, actor: Actor | None = None) -> Answer:
        """Carry the command out, once per key; an actor only reaches their own dossiers, the service itself all.

        Raises Refused, StaleVersion, UnknownDossier, KeyReused or NotReady.
        """
        if not self._ready():
            raise NotReady
        request = hashlib.sha256(f"{dossier_id if not create else ''}{type(command).__name__}{command.model_dump_json()}".encode()).digest()
        while True:
            try:
                async with self._transactor.pool.acquire() as connection, connection.transaction():
                    if known := await self._known(connection, key, request):
                        return known
                    answer, outcome = await self._decide(connection, dossier_id, command, create, actor)
                    await connection.execute(_ANSWERED, key, answer.status, answer.body)
                break
            except Overtaken:
                continue
        self._committed(outcome)
        return answer

    async def _known(self, connection: Connection, key: str, request: bytes) -> Answer | None:
        # A second request with the key waits here for the first one's commit.
        if await connection.fetchval(_TAKE_KEY, key, request):
            return None
        known: asyncpg.Record = await connection.fetchrow(_KNOWN, key)
        if known["request"] != request:
            raise KeyReused
        return Answer(known["status"], known["body"], repeated=True)

    async def _load(self, connection: Connection, dossier_id: UUID, create: bool, actor: Actor | None) -> Outcome:
        if actor is not None and not create:
            await guard.enter(connection, actor, self._transactor.catalogue)
        rows = await self._transactor.rows.load(connection, [dossier_id])
        if actor is not None and not create:
            await guard.leave(connection)
        row = rows.setdefault(dossier_id, Row(dossier_id))
        if row.state is None and not create:
            raise UnknownDossier
        return Outcome(rows)

    async def _decide(self, connection: Connection, dossier_id: UUID, command: Command, create: bool,
                      actor: Actor | None) -> tuple[Answer, Outcome]:  # fmt: skip
        transactor = self._transactor
        outcome = await self._load(connection, dossier_id, create, actor)
        row = outcome.rows[dossier_id]
        if command.version is not None and command.version != row.version:
            raise StaleVersion(row)
        context = transactor.context()
        extra = await self._prepare(connection, dossier_id, row.state, command, context)
        context = replaced(context, extra=extra, dossier_id=dossier_id)
        decision = self._on_command[type(command)](row.state, command, context)
        transactor.decider.follow(outcome, row, decision)
        await transactor.keep(connection, outcome)
        saved = msgspec.structs.replace(outcome.rows[dossier_id], version=row.version + 1)
        return Answer(201 if create else 200, self.show(saved)), outcome

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


def refuse_unless(allowed: bool, field: str, vi: str, en: str, law: str = "") -> None:
    """Raise Refused with this fault unless allowed."""
    if not allowed:
        raise Refused(Fault(field, vi, en), law=law)
