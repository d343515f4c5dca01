"""What sla-monitor shows over HTTP."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, HTTPException, Response
from lienthong_runtime import Parts

from sla_monitor.domain.clock import used_by


def routers(parts: Parts) -> list[APIRouter]:
    """The routes."""
    router = APIRouter()

    @router.get("/budgets/{dossier_id}", summary="What the law gives a dossier, and who used how much of it")
    async def budget(dossier_id: UUID) -> Response:
        row = await parts.transactor.rows.look(parts.pool, dossier_id)
        if row is None or row.state is None:
            raise HTTPException(404, "no such budget")
        now, calendar = parts.clock.now(), parts.catalogue.calendar
        used = {clock.name: used_by(clock, now, calendar) for clock in row.state.clocks}
        return Response(msgspec.json.encode({"used": used, **msgspec.structs.asdict(row.state)}), media_type="application/json")

    return [router]
