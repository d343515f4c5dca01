"""The audit log as a page, for auditors and administrators: filters that are links, and older lines behind a place in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from lienthong_runtime import Actor, open_to

from portal.audit import store
from portal.audit.lines import ACTS
from portal.windows import Windows

Reader = Annotated[Actor, Depends(open_to("admin", "auditor"))]
Asked = Annotated[str, Query(max_length=64)]
NEWEST = 2**63 - 1
PAGE = 100


@dataclass(frozen=True, slots=True)
class AuditView:
    """Lines, newest first; how they were asked for; and the place behind which the older ones stand."""

    now: datetime
    lines: tuple[Any, ...]
    groups: tuple[str, ...]
    of: str
    subject: str
    about: str
    older: int | None
    begun: bool


def router(windows: Windows) -> APIRouter:
    """The routes. The place is a number: whatever it is, the database shows the reader's lines only."""
    router = APIRouter(include_in_schema=False)

    @router.get("/quan-tri/nhat-ky")
    async def log(request: Request, reader: Reader, loai: Asked = "", ai: Asked = "", ve: Asked = "",
                  truoc: Annotated[int, Query(ge=1, le=NEWEST)] = NEWEST) -> HTMLResponse:  # fmt: skip
        async with windows.parts.pool.acquire() as connection, connection.transaction(readonly=True):
            await windows.sign_in.administration.look(connection, reader)
            found = await store.listed(connection, ACTS.get(loai, ()), ai, ve, truoc, PAGE + 1)
        older = found[PAGE - 1]["seq"] if len(found) > PAGE else None
        of = loai if loai in ACTS else ""
        view = AuditView(windows.sign_in.sessions.now(), tuple(found[:PAGE]), tuple(ACTS), of, ai, ve, older, truoc != NEWEST)
        return windows.page(request, "audit/log", view, here="audit")

    return router
