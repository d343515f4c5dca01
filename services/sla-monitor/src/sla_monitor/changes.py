"""Open dossiers whose calendar has changed since: listed with old and new date, and adjusted in bulk once confirmed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from lienthong_calendar import VIET_NAM
from lienthong_contracts import DeadlineAdjusted
from lienthong_runtime import Context, Decision, Parts

from sla_monitor import store
from sla_monitor.calendar_change import adjust, dates_by, is_open
from sla_monitor.domain.budget import Budget

PAGE = 500
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Change:
    """An open dossier's date by law, as it is and as the newest calendar counts it; at UTC+7."""

    dossier_id: UUID
    code: str
    desk: str
    due_at: datetime
    new_due_at: datetime


async def stale(parts: Parts) -> list[tuple[str, str, str]]:
    """Desk, the edition that its dossiers are counted with, and the newest one, where these differ."""
    day = parts.today
    newest = [(desk, edition, parts.catalogue.edition(desk, day)) for desk, edition, _ in await store.list_editions(parts.pool)]
    return [(desk, edition, new) for desk, edition, new in newest if parts.catalogue.extended(edition) != new]


async def changes(parts: Parts) -> AsyncIterator[Change]:
    """Every open dossier whose date would move, a page of rows at a time."""
    now = parts.clock.now()
    for desk, edition, new in await stale(parts):
        extended = parts.catalogue.extended(edition)  # a year that follows changes nothing
        calendars = parts.catalogue.calendar_of(extended), parts.catalogue.calendar_of(new)
        async for ids in _pages(parts, desk, edition):
            for row in (await parts.transactor.rows.look_at(parts.pool, ids)).values():
                if row.state is not None and is_open(row.state, now):
                    dates = dates_by(row.state, max(now, row.state.counted_at), *calendars)
                    if dates.new != dates.old:
                        yield Change(row.dossier_id, row.state.code, desk, dates.old.astimezone(VIET_NAM), dates.new.astimezone(VIET_NAM))


async def confirm(parts: Parts, decision_no: str, officer: str) -> int:
    """Adjust every open dossier that is counted with an older calendar, a transaction a page; how many dates were counted anew.

    Safe to run again after a crash: what was adjusted is counted with the newest calendar already.
    """
    done = 0
    for desk, edition, new in await stale(parts):
        change = partial(_adjust, edition=new, decision_no=decision_no, officer=officer)
        async for ids in _pages(parts, desk, edition):
            outcome = await parts.transactor.apply([(dossier_id, partial(change, dossier_id)) for dossier_id in ids])
            parts.committed(outcome)
            done += sum(out.envelope.kind == DeadlineAdjusted.__name__ for out in outcome.outgoing)
    return done


def _adjust(dossier_id: UUID, state: Budget, context: Context, **how: Any) -> Decision[Budget]:
    return adjust(state, context=replaced(context, dossier_id=dossier_id), **how)


async def _pages(parts: Parts, desk: str, edition: str) -> AsyncIterator[list[UUID]]:
    last = FIRST
    while ids := await store.list_open(parts.pool, desk, edition, last, PAGE):
        last = ids[-1]
        yield ids
