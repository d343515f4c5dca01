"""What every service shows and takes over HTTP: health, metrics, dead letters, and its commands."""

import hmac
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from asyncpg import CharacterNotInRepertoireError, InsufficientPrivilegeError
from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from lienthong_calendar import OutsideTables
from prometheus_client import generate_latest
from starlette.exceptions import HTTPException as StarletteHTTPException

from lienthong_runtime.answering import Answering
from lienthong_runtime.catalogue import CatalogueBehind
from lienthong_runtime.commands import KeyReused, NotReady, StaleVersion, UnknownDossier
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.decision import Fault, Refused
from lienthong_runtime.documented import Documented
from lienthong_runtime.identity import Identity, NotAllowed, NotSignedIn
from lienthong_runtime.logs import log
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.problem import faults_of, later, nobody, problem
from lienthong_runtime.room import Away, NoRoom


def make_app(title: str, metrics: Metrics, identity: Identity, routers: Sequence[APIRouter], most: int | None = None) -> Documented:
    """The service's application; errors of every kind are answered as problem documents. A body has `most` bytes at most."""
    app = Documented(title, most)
    app.state.identity, app.state.metrics = identity, metrics
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(NotSignedIn, _nobody)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(InsufficientPrivilegeError, _walled_off)
    app.add_exception_handler(CharacterNotInRepertoireError, _unwritable)
    app.add_exception_handler(NoRoom, _no_room)
    app.add_exception_handler(OutsideTables, _outside)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _http_error)
    for kind, answer in ((Refused, _refused), (StaleVersion, _stale), (UnknownDossier, _unknown), (KeyReused, _reused)):
        app.add_exception_handler(kind, answer)
    for kind in (*OUTAGE, NotReady, CatalogueBehind):
        app.add_exception_handler(kind, _outage)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Answering, metrics=metrics)
    return app


async def _invalid(request: Request, fault: Any) -> Response:
    return problem(request, 422, faults_of(fault.errors()))


async def _http_error(request: Request, fault: Any) -> Response:
    if fault.status_code == 400:  # FastAPI's only one: a body that isn't even text
        return problem(request, 422, faults_of([{"type": "json_invalid", "loc": ("body",)}]))
    answer = problem(request, fault.status_code, detail=str(fault.detail))
    answer.headers.update(fault.headers or {})  # such as Allow, beside a 405
    return answer


async def _nobody(request: Request, _fault: Any) -> Response:
    return nobody(request)


async def _not_allowed(request: Request, _fault: Any) -> Response:
    vi, en = "vai trò hoặc cơ quan của bạn không được làm việc này", "your role or agency may not do this"
    return problem(request, 403, [Fault("Authorization", vi, en)])


async def _walled_off(request: Request, fault: Any) -> Response:
    log.warning("actor.walled_off", act=request.scope["route"].name)  # or a migration forgot a grant
    return await _not_allowed(request, fault)


async def _refused(request: Request, fault: Any) -> Response:
    route = request.scope["route"].name
    request.app.state.metrics.refusals.labels(route, fault.law).inc()
    log.info("command.refused", act=route, law=fault.law, fields=[f.field for f in fault.faults])
    return problem(request, 422, fault.faults, **({"law": fault.law} if fault.law else {}))


async def _stale(request: Request, fault: Any) -> Response:
    vi = "Hồ sơ đã được người khác xử lý sau khi bạn mở; hãy xem lại trạng thái mới."
    en = "Somebody has worked on the dossier since you opened it; look at its state now."
    return problem(request, 409, [Fault("version", vi, en)], current=json.loads(request.app.state.commands.show(fault.row)))


async def _unknown(request: Request, _fault: Any) -> Response:
    return problem(request, 404, [Fault("dossier_id", "không có hồ sơ này", "no such dossier")])


async def _reused(request: Request, _fault: Any) -> Response:
    vi, en = "khoá này đã dùng cho một yêu cầu khác", "this key was used for another request"
    return problem(request, 422, [Fault("Idempotency-Key", vi, en)])


async def _outside(request: Request, _fault: Any) -> Response:
    vi, en = "chưa có bảng lịch làm việc cho năm này", "there is no working calendar for that year yet"
    return problem(request, 422, [Fault("at", vi, en)])


async def _unwritable(request: Request, _fault: Any) -> Response:
    # A NUL, in a query or a path: no text in PostgreSQL has one.
    return problem(request, 422, faults_of([{"type": "string_pattern_mismatch", "loc": ("query",)}]))


async def _no_room(request: Request, fault: Any) -> Response:
    status = 503 if isinstance(fault, Away) else 429
    request.app.state.metrics.commands.labels(str(status)).inc()
    return later(request, status, fault.seconds)


async def _outage(request: Request, _fault: Any) -> Response:
    return later(request, 503, request.app.state.commands.room.away_for())


async def _broken(request: Request, fault: Any) -> Response:
    # Told to whoever asked; the server raises it again, so that its trace stands in the log.
    log.error("request.broke", fault=type(fault).__name__)
    return problem(request, 500)


def service_only(token: str) -> Any:
    """A dependency that lets only the other services of this stack in."""

    async def check(authorization: Annotated[str, Header()] = "") -> None:
        # As bytes: of text with a letter beyond ASCII it raises, which would be a 500.
        if not hmac.compare_digest(authorization.encode("latin-1", "replace"), f"Bearer {token}".encode()):
            raise HTTPException(401, "only for services")

    return Depends(check)


def operations_router(health: Callable[[], Any], quiet: Callable[[], Any], metrics: Metrics, token: str) -> APIRouter:
    """Health for supervisors, metrics for Prometheus, quiet for a replay's driver."""
    router = APIRouter(tags=["operations"], include_in_schema=False)

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready")
    async def ready() -> JSONResponse:
        facts = await health()
        return JSONResponse(facts, 200 if facts["ready"] else 503)

    @router.get("/quiet", dependencies=[service_only(token)])
    async def still() -> Any:
        return await quiet()

    @router.get("/metrics")
    async def counted() -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    return router
