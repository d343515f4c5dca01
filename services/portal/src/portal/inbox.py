"""The lists that officers work from: dossiers by what time says and by what they need, and calls about what isn't received yet."""

from dataclasses import dataclass
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to, seeing_as

from portal import store
from portal.dossier import dossier_row
from portal.told import calls_of
from portal.views import CallsView, DossiersView, EarlyCalls
from portal.windows import RECORD, Windows, language

MOST = 200
Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossiers: by what time says, agency, need and a piece of their code."""

    due: str = ""
    agency: str = ""
    need: str = ""
    q: str = ""

    @property
    def early(self) -> bool:
        """Whether calls about what isn't received yet belong there."""
        return self in (Asked(), Asked(need="call"))


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ho-so")
    async def dossiers(request: Request, reader: Reader, due: str = "", agency: str = "", need: str = "",
                       q: Annotated[str, Query(max_length=64)] = "", goi: str = "") -> HTMLResponse:  # fmt: skip
        told = CallsView(key=uuid4().hex, said="call.noted" if goi == "da-ghi" else "")
        return await draw(windows, request, reader, Asked(due, agency, need, q), told)

    return router


async def draw(windows: Windows, request: Request, reader: Actor, asked: Asked, told: CallsView, status: int = 200) -> HTMLResponse:
    """The page; `told` is what became of a call."""
    now, catalogue, wording, lang = windows.parts.clock.now(), windows.parts.catalogue, windows.wording, language(request)
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        rows, total = await store.listed(connection, asked.due, asked.agency, asked.q, asked.need, MOST)
        unreceived = await store.early_calls(connection, MOST) if asked.early else []
    shown = tuple(dossier_row(str(r["dossier_id"]), RECORD.decode(r["state"]), wording, catalogue, now) for r in rows)
    records = [(str(r["dossier_id"]), RECORD.decode(r["state"])) for r in unreceived]
    early = tuple(EarlyCalls(i, wording.name(r.procedure), calls_of(r, reader, catalogue, wording, lang)) for i, r in records)
    at = wording.name(asked.agency) if asked.agency else ""
    view = DossiersView(now, shown, total, asked.due, at, asked.q, asked.need, early, told)
    return windows.page(request, "dossiers", view, status, here="dossiers")
