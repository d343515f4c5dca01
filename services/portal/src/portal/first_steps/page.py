"""The page that leads from an empty system to the first dossier: for anybody while nobody administers it, then for administrators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from lienthong_contracts.catalogue import AgencyPublished, ProcedurePublished
from lienthong_runtime import NotAllowed
from lienthong_runtime.identity import NotSignedIn

from portal.accounts.session import Session
from portal.first_steps import store
from portal.windows import Windows


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its word is `first.<key>`; `state` is done, here or waiting."""

    key: str
    state: str


@dataclass(frozen=True, slots=True)
class FirstStepsView:
    """The steps, and what the catalogue has."""

    now: datetime
    steps: tuple[Step, ...]
    left: int
    agencies: int
    procedures: int


def router(windows: Windows) -> APIRouter:
    """The route: open by name, and asking by itself who comes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/bat-dau")
    async def first(request: Request) -> HTMLResponse:
        session = await windows.sign_in.sessions.of(request)
        async with windows.parts.pool.acquire() as connection:
            there = await store.there(connection)
        if there["administrator"]:
            _only_administrators(request, session)
        return windows.page(request, "first_steps/steps", _view(windows, there), here="first")

    return router


def _only_administrators(request: Request, session: Session | None) -> None:
    if session is None:
        raise NotSignedIn
    request.state.actor = session.actor
    if "admin" not in session.roles:
        raise NotAllowed


def _view(windows: Windows, there: Any) -> FirstStepsView:
    day, catalogue = windows.parts.today, windows.parts.catalogue
    agencies = len(catalogue.every_in_force(AgencyPublished, day))
    procedures = len(catalogue.every_in_force(ProcedurePublished, day))
    done = {"admin": there["administrator"], "catalogue": bool(agencies and procedures), "desk": there["desk"], "dossier": there["dossier"]}
    return FirstStepsView(windows.sign_in.sessions.now(), steps(done), sum(not d for d in done.values()), agencies, procedures)


def steps(done: dict[str, bool]) -> tuple[Step, ...]:
    """Each with its state: the first that isn't done is here."""
    here = next((key for key, is_done in done.items() if not is_done), "")
    return tuple(Step(key, "done" if is_done else "here" if key == here else "waiting") for key, is_done in done.items())
