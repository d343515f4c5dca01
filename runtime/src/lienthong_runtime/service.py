"""What a service is made of: its composition root fills this in."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
from fastapi import APIRouter
from lienthong_calendar import day_of

from lienthong_runtime.catalogue import Catalogue
from lienthong_runtime.clock import Clock
from lienthong_runtime.commands import Command
from lienthong_runtime.decision import OnCommand, OnEvent, OnTime, Row
from lienthong_runtime.documented import Documented
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.performing import Commands
from lienthong_runtime.preparation import Nothing, Preparing
from lienthong_runtime.problem import ProblemPage
from lienthong_runtime.settings import RuntimeSettings
from lienthong_runtime.states import StateTable
from lienthong_runtime.transact import Side, Transactor, _nothing


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running service has made, for its own routers and jobs."""

    settings: RuntimeSettings
    pool: asyncpg.Pool
    catalogue: Catalogue
    clock: Clock
    metrics: Metrics
    transactor: Transactor
    commands: Commands
    committed: Callable[[Outcome], None]
    health_facts: dict[str, Callable[[], Any]]
    under_way: list[Callable[[], Awaitable[int]]] = field(default_factory=list)  # what goes on beside effects, counted for `quiet`
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  # set when the process is told to stop: endless answers end

    @property
    def today(self) -> date:
        """The day of business time in Việt Nam."""
        return day_of(self.clock.now())


def _as_it_is(_app: Documented, _parts: Parts) -> None: ...


async def _no_effect(_parts: Parts, _effects: list[Any]) -> None: ...


@dataclass(frozen=True)
class Service:
    """What a service is made of; `build` in its app.py fills this in, and tests do the same.

    `aware` tells decisions by time what they may know of the outside (context.extra); with `most_under_way` time claims no
    more than so many effects can be under way, so that no lease ends in a queue.
    `create` maps paths to the commands that start a dossier here; `commands` maps the others' names in the path to theirs.
    `jobs` run as long as the service; `act` does the outside work of decisions, after the commit; `on_commit` is told of
    each one. `static` is a folder of files served below /static; `problem_page` tells a problem to people instead of programs.
    `dress` adds to the application what its windows need: who is signed in at them, and what stands before every route.
    """

    name: str
    table: StateTable[Any]
    on_event: OnEvent
    on_command: OnCommand = field(default_factory=dict)
    on_time: OnTime | None = None
    aware: Callable[[], Any] = lambda: None
    most_under_way: int = 0  # 0: as many as there are
    topics: Sequence[str] = ("dossier.v1",)
    create: dict[str, type[Command]] = field(default_factory=dict)
    commands: dict[str, type[Command]] = field(default_factory=dict)
    show: Callable[[Row[Any]], bytes] = lambda _row: b"{}"
    preparing: Preparing = field(default_factory=Nothing)
    side: Side = _nothing
    every_kind: bool = False
    routers: Callable[[Parts], Sequence[APIRouter]] = lambda _parts: ()
    jobs: Sequence[Callable[[Parts], Awaitable[None]]] = ()
    act: Callable[[Parts, list[Any]], Awaitable[None]] = _no_effect
    on_commit: Callable[[], None] = lambda: None
    static: Path | None = None
    problem_page: ProblemPage | None = None
    dress: Callable[[Documented, Parts], None] = _as_it_is
    migrations: Path = Path("migrations")
