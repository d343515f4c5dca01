"""Agencies replaced by their successors (NĐ 118/2025): a plan, carried out on a service's open dossiers a page at a time.

Each page is one transaction, and a dossier in which no predecessor has a place any more is left alone: a run that was
killed goes on where it stopped, and a second one changes nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace as replaced
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import APIRouter
from lienthong_contracts import Code, Text
from pydantic import BaseModel, ConfigDict, Field

from lienthong_runtime.decision import Context, Decision
from lienthong_runtime.http import service_only
from lienthong_runtime.service import Parts

PAGE = 500
FIRST = UUID(int=0)


class Succession(BaseModel):
    """Who follows whom (predecessor to successor), from which day on, by which decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    decision_no: Text = Field(min_length=1)
    agencies: dict[Code, Code] = Field(min_length=1)

    def of(self, agency: str | None) -> Any:
        """Who stands in the agency's place from that day on: its successor, or itself."""
        return self.agencies.get(agency or "", agency)


class Page(BaseModel):
    """A page of a succession: the plan, and the last dossier of the page before."""

    plan: Succession
    after: UUID = FIRST


class Handed(BaseModel):
    """What became of a page: dossiers looked at and changed, events told, and where the next page begins (None: no more)."""

    looked: int
    changed: int
    events: int
    after: UUID | None


type HandOn = Callable[[Any, Succession, Context], Decision[Any]]
type Find = Callable[[asyncpg.Pool, Sequence[str], UUID, int], Awaitable[list[UUID]]]


def successions(parts: Parts, find: Find, hand_on: HandOn) -> APIRouter:
    """POST /successions, to the operator's command; `find` lists open dossiers with a part of one of these agencies, by id."""
    router = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.post("/successions")
    async def succeed(page: Page) -> Handed:
        ids = await find(parts.pool, list(page.plan.agencies), page.after, PAGE)
        outcome = await parts.transactor.apply([(i, partial(_handed, i, hand_on, page.plan)) for i in ids])
        parts.committed(outcome)
        return Handed(looked=len(ids), changed=len(outcome.changed), events=len(outcome.outgoing),
                      after=ids[-1] if len(ids) == PAGE else None)  # fmt: skip

    return router


def _handed(dossier_id: UUID, hand_on: HandOn, plan: Succession, state: Any, context: Context) -> Decision[Any]:
    return hand_on(state, plan, replaced(context, dossier_id=dossier_id))
