"""The first page for citizens: what do you need, where is my dossier, what is often asked for."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from lienthong_calendar import day_of
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import AT_WORK, OVERSEERS

from portal import sign_in
from portal.catalogue.shown import card
from portal.citizen import store
from portal.citizen.views import HomeView
from portal.windows import Windows, language

MOST, LOOKED_BACK, COUNTED_AGAIN = 6, timedelta(days=90), timedelta(minutes=10)
# Shown until enough was received to be counted.
_FIRST = ("3.000722", "1.001193", "1.004222", "1.001612", "1.013225", "2.000815")


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    popular = Popular(windows)

    @router.get("/")
    async def home(request: Request) -> Response:
        session = await windows.sign_in.sessions.of(request)
        if session is not None and not session.roles.isdisjoint((*AT_WORK, *OVERSEERS)):
            return RedirectResponse(sign_in.HOME)
        lang = language(request)
        cards = tuple(card(procedure, lang) for procedure in await popular.procedures())
        return windows.page(request, "citizen/home", HomeView(cards, known=session is not None), here="home")

    return router


class Popular:
    """The procedures that are often asked for, counted now and then: a million dossiers aren't counted for every reader."""

    def __init__(self, windows: Windows) -> None:
        self._parts = windows.parts
        self._counted: list[str] = []
        self._at: datetime | None = None

    async def procedures(self) -> list[ProcedurePublished]:
        """Those in force and not sensitive, most asked for first."""
        now, catalogue = self._parts.clock.now(), self._parts.catalogue
        today = day_of(now)
        if self._at is None or now - self._at > COUNTED_AGAIN:
            self._at = now
            self._counted = await store.most_asked(self._parts.pool, today - LOOKED_BACK, 3 * MOST)
        known = (catalogue.in_force(ProcedurePublished, one, today) for one in dict.fromkeys((*self._counted, *_FIRST)))
        return [procedure for procedure in known if procedure is not None and not procedure.sensitive][:MOST]
