"""What a reader asks of a report, read from the address, and what the database counts for it."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Literal

from fastapi import HTTPException
from lienthong_calendar import day_of
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import Actor, seeing_as

from portal.figures import report_06a, report_766, scales, store
from portal.figures.period import NoSuchPeriod, Period, asked, usual
from portal.figures.scope import counted_as, desks, known
from portal.figures.views import Chosen, ReportRow, ReportView
from portal.web.fields import field_name
from portal.windows import Windows

type Rows = Literal["linh-vuc", "thu-tuc"]


def chosen(windows: Windows, since: str, until: str, agency: str, merged: bool, lang: str) -> Chosen:
    """What was asked for; what can't be read is this year to today. Raises HTTPException for an agency that isn't there."""
    today = windows.parts.today
    found = known(windows.parts.catalogue, agency, today) if agency else None
    if agency and found is None:
        raise HTTPException(404, "no such agency")
    name = found.name if found else {"vi": "Tất cả cơ quan", "en": "All agencies"}[lang]
    return Chosen(_period(since, until, today), agency, name, merged)


def _period(since: str, until: str, today: date) -> Period:
    try:
        return asked(date.fromisoformat(since), date.fromisoformat(until))
    except (ValueError, NoSuchPeriod, OverflowError):
        return Period(today.replace(month=1, day=1), today)


async def counted(windows: Windows, reader: Actor, wish: Chosen) -> list[Any]:
    """Every cell by procedure, of those dossiers that the reader may see."""
    catalogue = windows.parts.catalogue
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        return await store.cells(connection, desks(catalogue, wish.agency), *wish.period)


async def view(windows: Windows, reader: Actor, wish: Chosen) -> ReportView:
    """A report's page without its figures: what it may be asked for."""
    catalogue, now = windows.parts.catalogue, windows.parts.clock.now()
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        members = await store.members(connection, counted_as(catalogue, reader), "desk")
    ids = sorted({row["member"] for row in members})
    agencies = tuple((agency, catalogue.agency_name(agency)) for agency in ids)
    return ReportView(now, wish, tuple(usual(day_of(now))), agencies)


async def report(windows: Windows, reader: Actor, wish: Chosen, lang: str, rows_by: Rows = "linh-vuc") -> ReportView:
    """Report 06a, a row a field as the form has it, or a row a procedure."""
    row_of = partial(field_of, windows) if rows_by == "linh-vuc" else str
    made = report_06a.report(await counted(windows, reader, wish), row_of, merged=wish.merged)
    rows = tuple(ReportRow(row.field, field_name(row.field, lang), row.counts) for row in made.rows)
    total = ReportRow("", "", made.total.counts)
    return replace(await view(windows, reader, wish), columns=made.columns, rows=rows, total=total)


async def index(windows: Windows, reader: Actor, wish: Chosen) -> ReportView:
    """The index of QĐ 766."""
    procedures = scales.procedures(windows, wish)
    made = report_766.index(await counted(windows, reader, wish), procedures.whole, procedures.in_force)
    return replace(await view(windows, reader, wish), index=made)


async def scores(windows: Windows, reader: Actor, wish: Chosen) -> ReportView:
    """The points of TT 01/2018."""
    return replace(await view(windows, reader, wish), scales=await scales.scales(windows, reader, wish))


def field_of(windows: Windows, procedure: str) -> str:
    """A procedure's field; the procedure itself when the catalogue doesn't know it."""
    found = windows.parts.catalogue.latest(ProcedurePublished, procedure)
    return found.field if found else procedure
