"""The sandbox that plays a payment gateway: it takes nothing, tells intake of a receipt of its own, and the same click counts once."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.mine.acts import clean
from portal.mine.reading import Own, one_of
from portal.mine.roles import Citizen
from portal.mine.shown import name_of
from portal.payment.views import PaymentView
from portal.windows import Windows, language


def receipt_no(key: str) -> str:
    """The gateway's own number: that of one click, however often it is sent, and never taken for a real one."""
    return f"THU-NGHIEM-{key[:12].upper()}"


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/thanh-toan/{dossier_id}")
    async def shown(request: Request, reader: Citizen, dossier_id: UUID) -> HTMLResponse:
        return _page(windows, request, await one_of(windows, request, reader, dossier_id))

    @router.post("/thanh-toan/{dossier_id}")
    async def pay(request: Request, reader: Citizen, dossier_id: UUID, key: Annotated[str, Form()] = "",
                  dong: Annotated[int, Form(ge=1, le=10**12)] = 1, outcome: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        own, key = await one_of(windows, request, reader, dossier_id), clean(key)
        if not windows.settings.payment_sandbox:
            raise HTTPException(404, "no sandbox here")
        if outcome != "paid":
            return _page(windows, request, own, status=402, said="pay.refused")
        said = {"amount_dong": dong, "receipt_no": receipt_no(key)}
        answer = await windows.neighbours.as_service("POST", "intake", f"/internal/payments/{dossier_id}", said, key, language(request))
        if answer.status < 300:
            return RedirectResponse(f"/cua-toi/{dossier_id}?xong=nop-phi", 303)
        known = answer.status == 422  # paid already, or another sum is owed by now: the page shows which
        return _page(windows, request, own, status=422 if known else 503, said="" if known else "pay.silent", key="" if known else key)

    return router


def _page(windows: Windows, request: Request, own: Own, *, status: int = 200, said: str = "", key: str = "") -> HTMLResponse:
    if not windows.settings.payment_sandbox:
        raise HTTPException(404, "no sandbox here")
    state = own.state
    purpose, dong = state["owed"]
    name = name_of(windows, state["procedure"], language(request))
    view = PaymentView(str(own.dossier_id), state.get("code") or "", name, windows.wording.name(state["desk"]), purpose, dong,
                       key or uuid4().hex, said)  # fmt: skip
    return windows.page(request, "payment/pay", view, status, here="mine")
