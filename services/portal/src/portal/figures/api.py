"""The prescribed reports as pages, workbooks, papers and JSON, and the dossiers behind each of their cells."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to, seeing_as
from lienthong_runtime.documented import refusals

from portal.dossier import dossier_row
from portal.figures import asking, report_766, scales, store
from portal.figures.paper import Printer
from portal.figures.report_06a import GROUPS, columns
from portal.figures.scope import desks
from portal.figures.sheet import workbook
from portal.figures.views import BehindView, Chosen, ReportView
from portal.web.fields import field_name
from portal.windows import RECORD, Windows, language

Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
PAGE = 100  # dossiers
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Page = Annotated[int, Query(ge=1, le=10_000)]


def asked_for(request: Request, tu: str = "", den: str = "", agency: Annotated[str, Query(alias="co-quan", max_length=64)] = "",
              gop: str = "") -> Chosen:  # fmt: skip
    """What the address asks for."""
    return asking.chosen(request.state.windows, tu, den, agency, gop == "1", language(request))


def routers(windows: Windows) -> list[APIRouter]:
    """The routes; of the documents, those for programs."""

    def here(request: Request) -> None:
        request.state.windows = windows

    pages = APIRouter(include_in_schema=False, dependencies=[Depends(here)])
    _pages(windows, pages)
    _files(windows, pages)
    programs = APIRouter(tags=["figures"], dependencies=[Depends(here)], responses=refusals({404: "No such agency"}))
    _json(windows, programs)
    return [pages, programs]


Wish = Annotated[Chosen, Depends(asked_for)]


def _pages(windows: Windows, router: APIRouter) -> None:
    @router.get("/bao-cao")
    async def reports(_reader: Reader) -> RedirectResponse:
        return RedirectResponse("/bao-cao/06a")

    @router.get("/bao-cao/06a")
    async def report(request: Request, reader: Reader, wish: Wish) -> HTMLResponse:
        view = await asking.report(windows, reader, wish, language(request))
        return windows.page(request, "figures/report_06a", view, here="reports", groups=GROUPS)

    @router.get("/bao-cao/766")
    async def index(request: Request, reader: Reader, wish: Wish) -> HTMLResponse:
        view = await asking.index(windows, reader, wish)
        return windows.page(request, "figures/report_766", view, here="reports", index_groups=report_766.GROUPS)

    @router.get("/bao-cao/diem")
    async def points(request: Request, reader: Reader, wish: Wish) -> HTMLResponse:
        view = await asking.scores(windows, reader, wish)
        return windows.page(request, "figures/scores", view, here="reports", lines_of=scales.lines)

    @router.get("/bao-cao/06a/ho-so")
    async def behind(request: Request, reader: Reader, wish: Wish, cot: str = "received",
                     field: Annotated[str, Query(alias="linh-vuc")] = "", trang: Page = 1) -> HTMLResponse:  # fmt: skip
        view = await _behind(windows, reader, wish, cot, field, trang, language(request))
        return windows.page(request, "figures/behind", view, here="reports")


async def _behind(windows: Windows, reader: Actor, wish: Chosen, key: str, field: str, page: int, lang: str) -> BehindView:
    column = next((c for c in columns(merged=wish.merged) if c.key == key), None)
    if column is None:
        raise HTTPException(404, "no such column")
    catalogue, now = windows.parts.catalogue, windows.parts.clock.now()
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        found = await store.cells(connection, desks(catalogue, wish.agency), *wish.period) if field else []
        of_field = [row["procedure"] for row in found if asking.field_of(windows, row["procedure"]) == field] if field else None
        rows, total = await store.behind(connection, desks(catalogue, wish.agency), *wish.period, list(column.cells), of_field, PAGE,
                                         (page - 1) * PAGE)  # fmt: skip
    shown = tuple(dossier_row(str(r["dossier_id"]), RECORD.decode(r["state"]), windows.wording, catalogue, now) for r in rows)
    address = f"/bao-cao/06a/ho-so?{wish.query}&cot={key}&linh-vuc={field}".replace("&amp;", "&")
    return BehindView(now, wish, f"{column.number}. {column.en if lang == 'en' else column.vi}", field_name(field, lang) if field else "",
                      total, page, -(-total // PAGE), address, shown)  # fmt: skip


def _files(windows: Windows, router: APIRouter) -> None:
    printer = Printer()

    @router.get("/bao-cao/06a.xlsx")
    async def sheet(reader: Reader, wish: Wish) -> Response:
        return _file(workbook(await asking.report(windows, reader, wish, "vi")), wish, "xlsx", _XLSX)

    @router.get("/bao-cao/06a.pdf")
    async def paper(reader: Reader, wish: Wish) -> Response:
        return _file(await printer.pdf(await asking.report(windows, reader, wish, "vi")), wish, "pdf", "application/pdf")


def _file(made: bytes, wish: Chosen, ending: str, kind: str) -> Response:
    name = f"06a-{wish.agency or 'tat-ca'}-{wish.period.since:%y%m%d}-{wish.period.until:%y%m%d}.{ending}"
    return Response(made, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})


def _json(windows: Windows, router: APIRouter) -> None:
    @router.get("/api/bao-cao/06a", summary="Report II.06a by field or by procedure, with its formulas")
    async def report(reader: Reader, wish: Wish, theo: asking.Rows = "linh-vuc") -> dict[str, Any]:
        return as_json(await asking.report(windows, reader, wish, "vi", theo))

    @router.get("/api/bao-cao/766", summary="The index of QĐ 766 as far as it is measured here")
    async def index(reader: Reader, wish: Wish) -> dict[str, Any]:
        made = (await asking.index(windows, reader, wish)).index
        assert made is not None
        lines = [{"number": line.number, "name": line.vi, "most": line.most, "points": line.points, "part": line.part, "whole": line.whole,
                  "formula": line.formula_vi} for line in made.lines]  # fmt: skip
        return {"from": wish.period.since, "until": wish.period.until, "points": made.points, "measured": made.measured, "lines": lines}

    @router.get("/api/bao-cao/diem", summary="The points of TT 01/2018 of an agency and of officers, as far as events tell")
    async def scores(reader: Reader, wish: Wish) -> dict[str, Any]:
        return scales.as_json(await scales.scales(windows, reader, wish), wish)


def as_json(view: ReportView) -> dict[str, Any]:
    """Report 06a for programs."""
    assert view.total is not None
    columns = {c.key: {"number": c.number, "name": c.vi, "adds_up": c.cells} for c in view.columns}
    rows = [{"field": row.field, "name": row.name, **row.counts} for row in view.rows]
    return {"from": view.chosen.period.since, "until": view.chosen.period.until, "agency": view.chosen.agency, "columns": columns,
            "rows": rows, "total": dict(view.total.counts)}  # fmt: skip
