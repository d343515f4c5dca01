"""The inbox: what an agency has to see to, most pressing first, every filter a link."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import AT_WORK, Actor, NotAllowed, open_to, seeing_as

from portal.officer import store
from portal.officer.asked import Asked, NoSuchPlace, asked_of, cursor, place_of
from portal.officer.day import closing_of, left_of
from portal.officer.roster import away_today
from portal.officer.rows import groups_of
from portal.officer.searching import like_code, with_words
from portal.officer.several import all_done, picks
from portal.officer.sums import MOST, choices_of, shares_of, sums_of
from portal.officer.views import InboxView
from portal.views import ProblemView
from portal.windows import Windows, language

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
Word = Annotated[str, Query(max_length=64)]
PAGE = 50


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/hop-viec")
    async def inbox(request: Request, reader: AtWork, who: Word = "", due: Word = "", step: Word = "", need: Word = "", officer: Word = "",
                    procedure: Word = "", channel: Word = "", q: Annotated[str, Query(max_length=100)] = "",
                    after: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:  # fmt: skip
        return await draw(windows, request, reader, Asked(who, due, step, need, officer, procedure, channel, q.strip(), after))

    @router.post("/hop-viec/giao")
    async def assign(request: Request, head: Annotated[Actor, Depends(open_to("head"))], officer: Annotated[str, Form(max_length=64)] = "",
                     key: Annotated[str, Form(max_length=64)] = "", back: Annotated[str, Form(max_length=1000)] = "",
                     pick: Annotated[list[str], Form()] = []) -> HTMLResponse:  # fmt: skip # noqa: B006
        wishes, asked = picks(pick, "leg"), asked_of(back)
        fault = "inbox.no_officer" if not officer.strip() else "inbox.no_pick" if not wishes else ""
        if fault:
            return await draw(windows, request, head, asked, fault=fault, status=422)
        told = await all_done(windows, request, head, "assign", wishes, {"officer": officer.strip()}, key)
        return await draw(windows, request, head, asked, told)

    return router


async def draw(windows: Windows, request: Request, reader: Actor, asked: Asked, told: tuple[Any, ...] = (), fault: str = "",
               status: int = 200) -> HTMLResponse:  # fmt: skip
    """The page; `told` is what became of a bulk act, `fault` why there was none."""
    try:
        view = await inbox_view(windows, reader, asked, language(request))
    except NoSuchPlace:
        lang = language(request)
        said = ProblemView(400, windows.pages.word(lang, "inbox.no_place"), windows.pages.word(lang, "inbox.no_place.text"))
        return windows.page(request, "problem", said, 400)
    away = await away_today(windows, request, reader) if view.may_assign else {}
    return windows.page(request, "officer/inbox", replace(view, told=told, fault=fault, away=away), status, here="inbox")


async def inbox_view(windows: Windows, reader: Actor, asked: Asked, lang: Any) -> InboxView:
    """All that the page shows. Raises NoSuchPlace."""
    if reader.agency is None:
        raise NotAllowed
    place, parts, now = place_of(asked.after), windows.parts, windows.parts.clock.now()
    closing = closing_of(parts.catalogue, reader.agency, now)
    wanted = asked.conditions(reader.agency, reader.subject, _procedures(windows, asked.q))
    async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
        counted = await store.counts(connection, reader.agency, closing or now)
        procedures = await store.procedures(connection, reader.agency, MOST)
        found = await store.page(connection, wanted, place, PAGE + 1)
        whose = reader.subject if asked.who == "mine" else ""
        shares = await store.shares(connection, wanted) if asked.narrowed else shares_of(counted, whose)
    shown, more = found[:PAGE], len(found) > PAGE
    return InboxView(
        now=now, agency=windows.wording.name(reader.agency), asked=asked, sums=sums_of(counted, closing, whose),
        groups=groups_of(shown, shares, windows, now, lang), following=asked.address(after=cursor(shown[-1])) if more else "",
        left_today=left_of(parts.catalogue, reader.agency, now), may_assign="head" in reader.roles, key=uuid4().hex,
        **choices_of(counted, procedures, reader.subject, asked, windows.wording),
    )  # fmt: skip


def _procedures(windows: Windows, asked: str) -> list[str] | None:
    """The procedures whose names have these words; None when it is a code that is looked for, or nothing."""
    if not asked or like_code(asked):
        return None
    catalogue = windows.parts.catalogue
    latest = {entry.id: windows.wording.name(entry.id) for entry in catalogue.all(ProcedurePublished)}
    return with_words(asked, latest.items())
