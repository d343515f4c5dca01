"""A desk's ledger (sổ theo dõi hồ sơ, Mẫu 07) over HTTP: a year or some days of it, as PDF and as rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from lienthong_calendar import VIET_NAM, day_of
from lienthong_runtime import Actor, NotAllowed, Parts, open_to, seeing_as

from intake import forms as f
from intake import store
from intake.lists import store as lists
from intake.printing import head_of, ledger_row, year_of
from intake.printing_api import PDF, person_of, printed
from intake.sealing import Seal

MOST = 2000  # rows of a ledger in one answer; `after` gives the next part, with its numbers running on
Day = Annotated[date | None, Query()]


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked for of a desk's ledger: days of one year, after so many rows of theirs."""

    reader: Actor
    desk: str
    year: int
    since: datetime
    until: datetime
    after: int


def part_of(desk: str, year: int, reader: Annotated[Actor, Depends(open_to("desk", "head"))], since: Day = None, until: Day = None,
            after: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Part:  # fmt: skip
    """The part; days outside the year are no part of it. Raises HTTPException where there is no such year."""
    if not 2000 <= year <= 2100:
        raise HTTPException(404, "no such year")
    first, beyond = year_of(year)
    begin = datetime.combine(max(since or day_of(first), day_of(first)), time.min, VIET_NAM)
    end = datetime.combine(min(until, date(year, 12, 31)) + timedelta(days=1), time.min, VIET_NAM) if until else beyond
    return Part(reader, desk, year, begin, end, after)


Wish = Annotated[Part, Depends(part_of)]


def ledgers(parts: Parts, seal: Seal, forms: f.Forms) -> list[APIRouter]:
    """The routes: one that prints, one for programs."""
    papers, programs = APIRouter(tags=["forms"], responses=PDF, default_response_class=Response), APIRouter(tags=["forms"])

    @papers.get("/ledgers/{desk}/{year}", summary="A desk's ledger of a year, or of some days of it (Mẫu 07), as PDF")
    async def ledger(wish: Wish) -> Response:
        first, rows = await _rows(parts, seal, wish)
        today = parts.today
        made = f.Ledger(head=head_of(wish.desk, parts.catalogue), on=today, edition=f.edition_on(today), rows=tuple(rows), year=wish.year,
                        desk=parts.catalogue.agency_name(wish.desk), first=first)  # fmt: skip
        return await printed(forms, made)

    @programs.get("/ledgers/{desk}/{year}/rows", name="ledger_rows", summary="The same as rows, with the number of each in its year")
    async def rows(wish: Wish) -> dict[str, Any]:
        first, found = await _rows(parts, seal, wish)
        lines = [{"number": n, **msgspec.to_builtins(row)} for n, row in enumerate(found, first)]
        return {"desk": parts.catalogue.agency_name(wish.desk), "year": wish.year, "rows": lines, "more": len(lines) == MOST}

    return [papers, programs]


async def _rows(parts: Parts, seal: Seal, wish: Part) -> tuple[int, list[f.LedgerRow]]:
    """The number of the first row, and the rows. Raises NotAllowed to another agency's reader."""
    if wish.desk not in parts.catalogue.line_of(wish.reader.agency or ""):
        raise NotAllowed
    async with seeing_as(parts.pool, wish.reader, parts.catalogue) as connection:
        before = await lists.received(connection, wish.desk, year_of(wish.year)[0], wish.since)
        records = await lists.ledger(connection, wish.desk, wish.since, wish.until, MOST, wish.after)
        known = {r["dossier_id"]: r for r in await store.persons(connection, [r["dossier_id"] for r in records])}
    read = parts.transactor.rows.read_state
    states = [(read(r["state"]), [known[r["dossier_id"]]] if r["dossier_id"] in known else []) for r in records]
    return before + wish.after + 1, [ledger_row(state, person_of(seal, who), parts.catalogue) for state, who in states]
