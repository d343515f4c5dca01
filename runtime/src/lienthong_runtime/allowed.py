"""What may be done now: each decision is tried on the state as it is, so that no answer can differ from the command's own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypedDict
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from lienthong_runtime.commands import Command
from lienthong_runtime.decision import Context, Fault, OnCommand, Refused
from lienthong_runtime.giving import acting_fields
from lienthong_runtime.guard import look_as
from lienthong_runtime.identity import AT_WORK, Actor, open_to
from lienthong_runtime.problem import language_of

# Who a command is for, when the reader isn't one of them.
_WHOSE = {"desk": ("bộ phận một cửa", "the desk"), "officer": ("cán bộ thụ lý", "an officer"), "head": ("lãnh đạo", "the head"),
          "clerk": ("văn thư", "the clerk")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """A command by its name in the path, tried with each of `tries`; `about` is settled, `field` is the one that varies."""

    name: str
    tries: tuple[Command, ...]
    about: Mapping[str, Any]
    field: str = ""


class Possible(TypedDict):
    """A command with what it is about: allowed, or why not and by which law; `asks` are the fields to fill in, `options` of one of them."""

    command: str
    about: dict[str, Any]
    allowed: bool
    why: str
    law: str
    asks: list[str]
    options: dict[str, list[Any]]


def possible(trials: Iterable[Trial], state: Any, actor: Actor, on_command: OnCommand, context: Context, lang: str) -> list[Possible]:
    """What became of each trial; nothing is changed by it."""
    return [_tried(trial, state, actor, on_command, context, lang) for trial in trials]


def _tried(trial: Trial, state: Any, actor: Actor, on_command: OnCommand, context: Context, lang: str) -> Possible:
    kind, passed, refused = type(trial.tries[0]), list[Command](), Refused()
    if actor.roles.isdisjoint(kind.roles):
        refused = Refused(_for(kind))
    else:
        for command in trial.tries:
            try:
                on_command[kind](state, command, context)
                passed.append(command)
            except Refused as fault:
                refused = fault
    asks = [name for name in kind.model_fields if name not in {"version", *trial.about, *acting_fields(kind)}]
    why = "" if passed else "; ".join(fault.en if lang == "en" else fault.vi for fault in refused.faults)
    options = {trial.field: [getattr(command, trial.field) for command in passed]} if trial.field else {}
    return Possible(command=trial.name, about=dict(trial.about), allowed=bool(passed), why=why, law="" if passed else refused.law,
                    asks=asks, options=options)  # fmt: skip


def _for(kind: type[Command]) -> Fault:
    whose = [_WHOSE[role] for role in kind.roles if role in _WHOSE]
    return Fault("Authorization", "việc của " + ", ".join(vi for vi, _ in whose), "for " + ", ".join(en for _, en in whose))


class AllowedShown(TypedDict):
    """What may be done about a dossier, at the version that it was looked at."""

    dossier_id: UUID
    version: int
    acts: list[Possible]


type Trials = Callable[[Any, Actor, Context], Iterable[Trial]]


def allowed_router(parts: Any, on_command: OnCommand, trials: Trials, extra: Any = None) -> APIRouter:
    """GET /dossiers/{id}/allowed, over a service's own decisions; `extra` is what they get besides their rows."""
    router = APIRouter(tags=["commands"])

    @router.get("/dossiers/{dossier_id}/allowed", response_model=AllowedShown,
                summary="What the reader may do about a dossier now, and why not the rest")  # fmt: skip
    async def allowed(request: Request, dossier_id: UUID, reader: Annotated[Actor, Depends(open_to(*AT_WORK))]) -> Response:
        row = await look_as(parts.transactor, reader, dossier_id)
        if row is None or reader.agency is None:
            raise HTTPException(404, "no such dossier")
        context = replace(parts.transactor.context(extra), dossier_id=dossier_id)
        found = possible(trials(row.state, reader, context), row.state, reader, on_command, context, language_of(request))
        shown = {"dossier_id": str(dossier_id), "version": row.version, "acts": found}
        return Response(msgspec.json.encode(shown), media_type="application/json")

    return router
