"""The head's alerts: what time has raised about the agency's dossiers, and who has taken note of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Actor, NotAllowed, open_to, seeing_as
from lienthong_runtime.guard import enter

from portal.officer import store
from portal.officer.raised import KINDS, ORDER, alert_of
from portal.views import EventLine
from portal.windows import Windows, language

Head = Annotated[Actor, Depends(open_to("head"))]
MOST = 500  # lines that need somebody, the most pressing first


@dataclass(frozen=True, slots=True)
class Alert:
    """One of them; `seen_by` and `seen_at` once somebody has taken note."""

    seq: int
    kind: str
    line: EventLine
    procedure_name: str
    officer: str
    seen_by: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertsView:
    """The alerts, those nobody has seen first."""

    now: datetime
    alerts: tuple[Alert, ...]
    fault: str = ""
    noted: bool = False

    @property
    def new(self) -> tuple[Alert, ...]:
        """Those that nobody has seen."""
        return tuple(alert for alert in self.alerts if alert.seen_at is None)

    @property
    def seen(self) -> tuple[Alert, ...]:
        """Those that somebody has seen, the newest sight first."""
        found = [(alert.seen_at, alert) for alert in self.alerts if alert.seen_at is not None]
        return tuple(alert for _, alert in sorted(found, key=lambda one: one[0], reverse=True))


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/canh-bao")
    async def listed(request: Request, head: Head, ghi: str = "") -> HTMLResponse:
        view = replace(await _view(windows, request, head), noted=ghi == "roi")
        return windows.page(request, "officer/alerts", view, here="alerts")

    @router.post("/canh-bao/da-xem")
    async def seen(request: Request, head: Head, pick: Annotated[list[str], Form()] = []) -> Response:  # noqa: B006
        seqs = [int(one) for one in pick if one.isascii() and one.isdigit() and len(one) < 19][:MOST]
        if not seqs:
            view = replace(await _view(windows, request, head), fault="alerts.no_pick")
            return windows.page(request, "officer/alerts", view, 422, here="alerts")
        async with windows.parts.pool.acquire() as connection, connection.transaction():
            await enter(connection, head, windows.parts.catalogue)
            await store.acknowledge(connection, seqs, _agency(head), head.subject, windows.parts.clock.now())
        return RedirectResponse("/canh-bao?ghi=roi", 303)

    return router


def _agency(head: Actor) -> str:
    if head.agency is None:
        raise NotAllowed
    return head.agency


async def _view(windows: Windows, request: Request, head: Actor) -> AlertsView:
    async with seeing_as(windows.parts.pool, head, windows.parts.catalogue) as connection:
        found = await store.alerts(connection, _agency(head), KINDS, MOST)
    return AlertsView(windows.parts.clock.now(), alerts_of(found, windows, request))


def alerts_of(found: Sequence[Any], windows: Windows, request: Request) -> tuple[Alert, ...]:
    """Those that still hold, the gravest kind first and the oldest of a kind first."""
    named = [(alert_of(one["kind"], one["body"], one["rank"], one["needs"]), one) for one in found]
    alerts = [_alert(kind, one, windows, request) for kind, one in named if kind is not None]
    return tuple(sorted(alerts, key=lambda alert: (ORDER.index(alert.kind), alert.seq)))


def _alert(kind: str, one: Any, windows: Windows, request: Request) -> Alert:
    line = windows.wording.line(one, one["code"], language(request))
    return Alert(one["seq"], kind, line, windows.wording.name(one["procedure"]), one["officer"], one["seen_by"] or "", one["seen_at"])
