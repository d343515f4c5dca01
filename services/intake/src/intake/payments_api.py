"""What a payment gateway tells: a citizen has paid online. Only the services of this stack may pass its word on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from lienthong_contracts import Code
from lienthong_runtime import Parts, service_only
from lienthong_runtime.giving import Key
from pydantic import BaseModel, Field

from intake.citizens_commands import PaidOnline


class Paid(BaseModel):
    """The sum that the gateway took, and its receipt."""

    amount_dong: Annotated[int, Field(ge=1, le=10**12)]
    receipt_no: Code


def payments(parts: Parts) -> APIRouter:
    """POST /internal/payments/{dossier_id}."""
    router = APIRouter(include_in_schema=False, dependencies=[service_only(parts.settings.service_token)])

    @router.post("/internal/payments/{dossier_id}")
    async def paid(dossier_id: UUID, said: Paid, key: Key) -> Response:
        answer = await parts.commands.perform(dossier_id, PaidOnline(**said.model_dump()), key)
        return Response(answer.body, answer.status, media_type="application/json")

    return router
