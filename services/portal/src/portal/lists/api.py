"""The list of dossiers, and calls about what isn't received yet."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from lienthong_runtime import AT_WORK, OVERSEERS, Actor, open_to, seeing_as

from portal.dossier import dossier_row
from portal.lists import store
from portal.lists.asked import DUES, NEEDS, Asked, NoSuchPlace, cursor, place_of
from portal.told import calls_of
from portal.views import CallsView, DossiersView, EarlyCalls
from portal.windows import RECORD, Windows, language

MOST = 50
Reader = Annotated[Actor, Depends(open_to(*AT_WORK, *OVERSEERS))]
Word = Annotated[str, Query(max_length=64)]


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ho-so")
    async def dossiers(request: Request, reader: Reader, due: Word = "", agency: Word = "", need: Word = "", q: Word = "",
                       after: Annotated[str, Query(max_length=100)] = "", goi: Word = "") -> HTMLResponse:  # fmt: skip
        told = CallsView(key=uuid4().hex, said="call.noted" if goi == "da-ghi" else "")
        asked = Asked(due if due in DUES else "", agency, need if need in NEEDS else "", q.replace("\0", ""), after)
        return await draw(windows, request, reader, asked, told)

    return router


async def draw(windows: Windows, request: Request, reader: Actor, asked: Asked, told: CallsView, status: int = 200) -> HTMLResponse:
    """The page; `told` is what became of a call. Raises HTTPException for a place that no page gave."""
    try:
        after = place_of(asked.after)
    except NoSuchPlace:
        raise HTTPException(404, "no such place in the list") from None
    now, catalogue, wording, lang = windows.parts.clock.now(), windows.parts.catalogue, windows.wording, language(request)
    wanted = asked.conditions(None if reader.oversees or not reader.agency else catalogue.line_of(reader.agency))
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        rows, total = await store.page(connection, wanted, after, MOST + 1), await store.count(connection, wanted)
        unreceived = await store.early_calls(connection, MOST) if asked.early else []
    shown = tuple(dossier_row(str(r["dossier_id"]), RECORD.decode(r["state"]), wording, catalogue, now) for r in rows[:MOST])
    records = [(str(r["dossier_id"]), RECORD.decode(r["state"])) for r in unreceived]
    early = tuple(EarlyCalls(i, wording.name(r.procedure), calls_of(r, reader, catalogue, wording, lang)) for i, r in records)
    following = asked.address(cursor(rows[MOST - 1]["due_at"], rows[MOST - 1]["dossier_id"])) if len(rows) > MOST else ""
    view = DossiersView(now, shown, min(total, store.ENOUGH), asked.due, wording.name(asked.agency) if asked.agency else "", asked.q,
                        asked.need, early, told, total > store.ENOUGH, following)  # fmt: skip
    return windows.page(request, "dossiers", view, status, here="dossiers")
