"""The first page for citizens: what do you need, where is my dossier, what is often asked for."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from lienthong_calendar import VIET_NAM
from lienthong_contracts import ProcedurePublished
from lienthong_runtime.identity import COOKIE, NotSignedIn

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
    async def home(request: Request) -> HTMLResponse:
        lang = language(request)
        cards = tuple(card(procedure, lang) for procedure in await popular.procedures())
        return windows.page(request, "citizen/home", HomeView(cards, known=_is_citizen(request)), here="home")

    return router


def _is_citizen(request: Request) -> bool:
    """Whether the window's cookie is a citizen's; the page itself is anybody's."""
    try:
        actor = request.app.state.identity.actor(request.cookies.get(COOKIE, ""))
    except NotSignedIn:
        return False
    return "citizen" in actor.roles


class Popular:
    """The procedures that are often asked for, counted now and then: a million dossiers aren't counted for every reader."""

    def __init__(self, windows: Windows) -> None:
        self._parts = windows.parts
        self._counted: list[str] = []
        self._at: datetime | None = None

    async def procedures(self) -> list[ProcedurePublished]:
        """Those in force and not sensitive, most asked for first."""
        now, catalogue = self._parts.clock.now(), self._parts.catalogue
        today = now.astimezone(VIET_NAM).date()
        if self._at is None or now - self._at > COUNTED_AGAIN:
            self._at = now
            self._counted = await store.most_asked(self._parts.pool, today - LOOKED_BACK, 3 * MOST)
        known = (catalogue.in_force(ProcedurePublished, one, today) for one in dict.fromkeys((*self._counted, *_FIRST)))
        return [procedure for procedure in known if procedure is not None and not procedure.sensitive][:MOST]
