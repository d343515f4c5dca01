"""The catalogue's pages, for anybody: found by words, one procedure with its seven parts, and the sheet that a desk posts."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from lienthong_contracts import ProcedurePublished

from portal.catalogue import search
from portal.catalogue.shown import card, procedure_view, versions
from portal.catalogue.views import CatalogueView, Choice
from portal.web.catalogue_words import level_name
from portal.web.fields import field_name
from portal.windows import Windows, language

Version = Annotated[int | None, Query(alias="ban", ge=1, le=9999)]


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    shelf = Shelf(windows)

    @router.get("/thu-tuc")
    async def catalogue(request: Request, q: Annotated[str, Query(max_length=200)] = "",
                        field: Annotated[str, Query(alias="linh-vuc", max_length=40)] = "",
                        level: Annotated[str, Query(alias="cap", max_length=40)] = "") -> HTMLResponse:  # fmt: skip
        view = _found(shelf.entries(), q.strip(), field, level, request)
        return windows.page(request, "catalogue/list", view, here="procedures")

    @router.get("/thu-tuc/{procedure_id}")
    async def procedure(request: Request, procedure_id: str, number: Version = None) -> HTMLResponse:
        return shelf.shown(request, "catalogue/procedure", procedure_id, number)

    @router.get("/thu-tuc/{procedure_id}/niem-yet")
    async def sheet(request: Request, procedure_id: str, number: Version = None) -> HTMLResponse:
        return shelf.shown(request, "catalogue/sheet", procedure_id, number)

    return router


class Shelf:
    """The procedures in force, made ready to be searched once per list that the catalogue hands out."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._listed: list[ProcedurePublished] = []
        self._entries: tuple[search.Entry, ...] = ()

    def entries(self) -> tuple[search.Entry, ...]:
        """What can be found today."""
        listed = self._windows.parts.catalogue.every_in_force(ProcedurePublished, self._windows.parts.today)
        # The very list: the catalogue remembers it until an entry comes or a day turns a version.
        if listed is not self._listed:
            self._listed, self._entries = listed, tuple(search.entry(procedure) for procedure in listed)
        return self._entries

    def shown(self, request: Request, page: str, procedure_id: str, number: int | None) -> HTMLResponse:
        """A version's page, or that of the version in force, or else of the last."""
        windows, today = self._windows, self._windows.parts.today
        found = version_of(windows, procedure_id, number, today)
        if found is None:
            raise HTTPException(404, "no such procedure")
        link = f"{request.base_url}thu-tuc/{found.id}"
        view = procedure_view(found, windows.parts.catalogue, today, language(request), link)
        return windows.page(request, page, view, here="procedures")


def version_of(windows: Windows, procedure_id: str, number: int | None, today: date) -> ProcedurePublished | None:
    """The version asked for; without a number the one in force, or else the last."""
    catalogue = windows.parts.catalogue
    if number is None:
        return catalogue.in_force(ProcedurePublished, procedure_id, today) or catalogue.latest(ProcedurePublished, procedure_id)
    return next((found for found in versions(catalogue, procedure_id) if found.entry_version == number), None)


def _found(entries: tuple[search.Entry, ...], q: str, field: str, level: str, request: Request) -> CatalogueView:
    lang, found = language(request), search.found(entries, q)
    of_level = [p for p in found.procedures if not level or p.level == level]
    of_field = [p for p in found.procedures if not field or p.field == field]
    shown = tuple(card(p, lang) for p in of_level if not field or p.field == field)
    if not q:  # by the name that is read, in either language
        shown = tuple(sorted(shown, key=lambda one: search.folded(one.name)))
    return CatalogueView(
        q, shown, found.nearest, field, level,
        _choices((p.field for p in of_level), field, lambda value: field_name(value, lang)),
        _choices((p.level for p in of_field), level, lambda value: level_name(value, lang)), len(entries),
    )  # fmt: skip


def _choices(values: Iterable[str], chosen: str, words: Callable[[str], str]) -> tuple[Choice, ...]:
    """What one may narrow to, most first; what is chosen stays, even where nothing is left of it."""
    counted = Counter(value for value in values if value)
    if chosen:
        counted.setdefault(chosen, 0)
    return tuple(Choice(value, words(value), n) for value, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
