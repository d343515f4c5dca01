"""A command given on a dossier's page: passed on with the reader's own rights, and what became of it told at its form."""

import asyncio
import re
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from lienthong_runtime import AT_WORK, Actor, open_to, seeing_as

from portal import dossier_page
from portal.neighbours import Answer
from portal.officer import store
from portal.officer.act_views import ActsView
from portal.officer.acts import ACTS, body_of
from portal.officer.allowed import Refusal, acts_of
from portal.windows import Windows, language

AtWork = Annotated[Actor, Depends(open_to(*AT_WORK))]
KEY = re.compile(r"[0-9a-f]{32}")  # as the form had it; whatever else was sent would stand in a header
PATIENCE = 30  # looks, a twentieth of a second apart, for the dossier's picture to show what was just done
_MOST = 20_000  # characters of a form
_SAID = {403: "act.not_yours", 404: "act.gone", 409: "act.moved", 422: "act.refused"}


def router(windows: Windows) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.post("/ho-so/{dossier_id}/viec/{command}")
    async def act(request: Request, reader: AtWork, dossier_id: UUID, command: str) -> Response:
        found, said = await windows.record(reader, str(dossier_id)), await form_of(request)
        if found is None or command not in ACTS:
            raise HTTPException(404, "no such dossier")
        body = body_of(ACTS[command], said)
        answer = await given(windows, request, str(dossier_id), command, body, said)
        seen = _seen(said)
        if answer.status < 300:
            await shown(windows, reader, dossier_id, seen)
            return RedirectResponse(f"/ho-so/{dossier_id}?{urlencode({'xong': command})}#viec", 303)
        refusal = Refusal(command, said, faults_of(answer))
        return await refused(windows, request, reader, found, refusal, answer, seen)

    return router


async def form_of(request: Request) -> dict[str, Any]:
    """A form's fields; one that came several times is a list."""
    if int(request.headers.get("content-length") or 0) > _MOST:
        raise HTTPException(422, "the form is too long")
    form = await request.form()
    several = {name: [str(value) for value in form.getlist(name)] for name in form}
    return {name: values[0] if len(values) == 1 else values for name, values in several.items()}


async def given(windows: Windows, request: Request, dossier_id: str, command: str, body: dict[str, Any], said: dict[str, Any]) -> Answer:
    """The command, passed on; the same form twice is one command."""
    key = said.get("key", "")
    key = key if isinstance(key, str) and KEY.fullmatch(key) else uuid4().hex
    path = f"/dossiers/{dossier_id}/{command}"
    return await windows.neighbours.command(ACTS[command].service, path, body, request.state.token, key, language(request))


def faults_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """What is wrong, and where."""
    errors = answer.body.get("errors", ()) if isinstance(answer.body, dict) else ()
    return tuple((str(error.get("field", "")), str(error.get("detail", ""))) for error in errors)


def _seen(said: dict[str, Any]) -> int:
    seen = str(said.get("seen", ""))
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0


async def shown(windows: Windows, reader: Actor, dossier_id: UUID, seen: int) -> None:
    """Until the picture has moved, so that the page that follows shows what was done; in vain only if it takes long."""
    for _ in range(PATIENCE):
        async with seeing_as(windows.parts.pool, reader, windows.parts.catalogue) as connection:
            if await store.newest(connection, dossier_id) > seen:
                return
        await asyncio.sleep(0.05)


async def refused(windows: Windows, request: Request, reader: Actor, found: Any, refusal: Refusal, answer: Answer, seen: int) -> Response:
    """The page again, with what was typed and what is wrong; of a stale command, what happened meanwhile."""
    dossier_id, record, entries = found
    acts = await acts_of(windows, request, reader, dossier_id, record, _newest(entries), refusal)
    lang = language(request)
    newer = [entry for entry in entries if entry["seq"] > seen] if answer.status == 409 and seen else []
    changed = tuple(windows.wording.line(entry, record.code, lang) for entry in newer)
    said = _SAID.get(answer.status, "act.silent")
    # Where nobody knows what became of it the key stays, so that trying again is no second command.
    kept = acts.key if answer.status in _SAID else str(refusal.said.get("key", acts.key))
    told: ActsView = replace(acts, said=said, changed=changed, key=kept)
    return await dossier_page.draw(windows, request, reader, found, told, status=answer.status if answer.status in _SAID else 503)


def _newest(entries: list[Any]) -> int:
    return max((entry["seq"] for entry in entries), default=0)
