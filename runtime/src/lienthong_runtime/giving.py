"""Commands as they come over HTTP: the body says what, the token says who and for which agency."""

import re
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat as uuids
from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, create_model

from lienthong_runtime.admitting import Bounds, admitting
from lienthong_runtime.commands import Acting, Answer, Command
from lienthong_runtime.documented import refusals, state
from lienthong_runtime.identity import Actor, NotAllowed, open_to
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.performing import Commands

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=128, description="One per intention")]
_WAITING = refusals({408: "The body took too long", 413: "Too large a body", 429: "More is asked for than can be done: come again"})
_OVERTAKEN = refusals({409: "The dossier changed since you looked"})


def command_router(commands: Commands, create: dict[str, type[Command]], others: dict[str, type[Command]],
                   metrics: Metrics, bounds: Bounds) -> APIRouter:  # fmt: skip
    """POST /{name} for each creating command, POST /dossiers/{id}/{name} for each other one."""
    router = APIRouter(tags=["commands"], route_class=admitting(commands.room, bounds), responses=_WAITING)
    for name, kind in create.items():
        router.add_api_route(f"/{name}", _creator(commands, kind, metrics), methods=["POST"], status_code=201,
                             responses=state(201), **_told(name, kind))  # fmt: skip
    for name, kind in others.items():
        router.add_api_route(f"/dossiers/{{dossier_id}}/{name}", _performer(commands, kind, metrics), methods=["POST"],
                             responses=state(200) | _OVERTAKEN, **_told(name, kind))  # fmt: skip
    return router


def _told(name: str, kind: type[Command]) -> dict[str, Any]:
    """How documents tell of a command: by the name of its class, which no path's last word shadows."""
    called = re.sub(r"(?<=.)(?=[A-Z])", "_", kind.__name__).lower()
    return {"name": name, "operation_id": called, "summary": (kind.__doc__ or "").split("\n")[0]}


def _creator(commands: Commands, kind: type[Command], metrics: Metrics) -> Callable[..., Any]:
    async def create(said: _body_of(kind, "version"), key: Key, actor: _giver(kind)) -> Response:  # type: ignore[valid-type]
        return _said(await commands.perform(uuids.uuid7(), by(actor, kind, said), key, create=True, actor=actor), metrics)

    return create


def _performer(commands: Commands, kind: type[Command], metrics: Metrics) -> Callable[..., Any]:
    async def perform(dossier_id: UUID, said: _body_of(kind), key: Key, actor: _giver(kind)) -> Response:  # type: ignore[valid-type]
        return _said(await commands.perform(dossier_id, by(actor, kind, said), key, actor=actor), metrics)

    return perform


def _giver(kind: type[Command]) -> Any:
    return Annotated[Actor, Depends(open_to(*kind.roles))]


def acting_fields(kind: type[Command]) -> dict[str, str]:
    """The command's fields that the token says, and which part of it."""
    marks = ((name, mark) for name, field in kind.model_fields.items() for mark in field.metadata if isinstance(mark, Acting))
    return {name: mark.part for name, mark in marks}


def _body_of(kind: type[Command], *without: str) -> type[BaseModel]:
    """What the body of the command holds: all that the token doesn't say; nobody has seen a version of what isn't there yet."""
    left_out = {*acting_fields(kind), *without}
    fields = {name: (field.rebuild_annotation(), field) for name, field in kind.model_fields.items() if name not in left_out}
    return create_model(kind.__name__, __config__=kind.model_config, __doc__=kind.__doc__, **fields)  # type: ignore[call-overload]


def by(actor: Actor, kind: type[Command], said: BaseModel) -> Command:
    """The command as this actor gives it. Raises NotAllowed when it needs an agency and the actor has none."""
    parts = {name: getattr(actor, part) for name, part in acting_fields(kind).items()}
    required = {name for name in parts if kind.model_fields[name].is_required()}
    if any(parts[name] is None for name in required):
        raise NotAllowed
    body = {name: getattr(said, name) for name in type(said).model_fields}
    return kind.model_construct(said.model_fields_set | set(parts), **body, **parts)


def _said(answer: Answer, metrics: Metrics) -> Response:
    metrics.commands.labels(str(answer.status)).inc()
    headers = {"Idempotent-Replayed": "true"} if answer.repeated else {}
    return Response(answer.body, answer.status, headers, media_type="application/json")
