"""What a citizen does about a dossier of theirs: passed on to intake with their own token, once however often it is clicked."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.mine.reading import Own, one_of
from portal.mine.roles import Citizen
from portal.windows import Windows, language

KEY = re.compile(r"[0-9a-f]{32}")  # as the form had it; whatever else was sent would stand in a header
SCORES = ("access", "formalities", "staff", "outcome", "response")
_SAID = {403: "mine.said.gone", 404: "mine.said.gone", 409: "mine.said.moved", 422: "mine.said.refused"}
type PageOf = Callable[..., Response]


def clean(key: str) -> str:
    """The form's key, or a new one in place of what no form of ours had."""
    return key if KEY.fullmatch(key) else uuid4().hex


def router(windows: Windows, page_of: PageOf) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    acts = Acts(windows, page_of)

    @router.post("/cua-toi/{dossier_id}/rut")
    async def withdraw(request: Request, reader: Citizen, dossier_id: UUID, reason: Annotated[str, Form()] = "",
                       sure: Annotated[str, Form()] = "", key: Annotated[str, Form()] = "",
                       version: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        own, reason = await one_of(windows, request, reader, dossier_id), reason.strip()
        if faults := unsure(reason, sure):
            return acts.refused(request, own, faults, {"reason": reason})
        return await acts.done(request, own, "withdraw", {"reason": reason}, key, version, "rut")

    @router.post("/cua-toi/{dossier_id}/bo-sung")
    async def supplement(request: Request, reader: Citizen, dossier_id: UUID, key: Annotated[str, Form()] = "",
                         version: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        own = await one_of(windows, request, reader, dossier_id)
        return await acts.supplemented(request, own, key, version)

    @router.post("/cua-toi/{dossier_id}/danh-gia")
    async def rate(request: Request, reader: Citizen, dossier_id: UUID) -> Response:
        own, form = await one_of(windows, request, reader, dossier_id), await request.form(max_files=0)
        said, faults = scores_of(form)
        if faults:
            return acts.refused(request, own, faults, {name: str(n) for name, n in said.items()})
        return await acts.done(request, own, "rate", said, str(form.get("key", "")), str(form.get("version", "")), "danh-gia")

    return router


def unsure(reason: str, sure: str) -> dict[str, str]:
    """What a withdrawal still lacks: nobody takes a dossier back by a slip."""
    lacking = {"reason": "" if reason else "mine.withdraw.why", "sure": "" if sure == "yes" else "mine.withdraw.unsure"}
    return {field: words for field, words in lacking.items() if words}


def given_since(state: Mapping[str, Any]) -> list[str]:
    """The papers to which files came after the desk had asked."""
    asked = [notice["at"] for notice in state.get("notices", ()) if notice["form"] == "supplement"]
    since = max(asked, default="")
    return sorted({d["paper"] for d in state.get("documents", ()) if d["at"] >= since and d["origin"] != "result"})


def scores_of(form: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, str]]:
    """The figures of a rating, and what is wrong; the last may be left out by who never gave feedback."""
    said = {name: int(text) for name in SCORES if (text := str(form.get(name, ""))) in ("1", "2", "3", "4", "5")}
    return said, {name: "mine.rate.missing" for name in SCORES[:-1] if name not in said}


class Acts:
    """Passes a command on, and shows what came of it."""

    def __init__(self, windows: Windows, page_of: PageOf) -> None:
        self._windows, self._page_of = windows, page_of

    def refused(self, request: Request, own: Own, faults: dict[str, str], kept: dict[str, str]) -> Response:
        """What the form itself lacks; the words are the house's."""
        lang, word = language(request), self._windows.pages.word
        said = {field: word(lang, words) for field, words in faults.items()}
        return self._page_of(self._windows, request, own, status=422, said="mine.said.faults", faults=said, kept=kept)

    async def supplemented(self, request: Request, own: Own, key: str, version: str) -> Response:
        """Hand in the files that came since the desk had asked."""
        if papers := given_since(own.state):
            return await self.done(request, own, "supplement", {"papers": papers}, key, version, "bo-sung")
        return self.refused(request, own, {"papers": "mine.supplement.none"}, {})

    async def done(self, request: Request, own: Own, command: str, said: dict[str, Any], key: str, version: str, done: str) -> Response:
        """Carry it out, and lead back to the page."""
        key, seen = clean(key), int(version) if version.isdecimal() and len(version) < 10 else own.version
        path = f"/dossiers/{own.dossier_id}/{command}"
        answer = await self._windows.neighbours.command(
            "intake", path, {**said, "version": seen}, request.state.token, key, language(request)
        )
        if answer.status < 300:
            return RedirectResponse(f"/cua-toi/{own.dossier_id}?xong={done}", 303)
        # Where nobody knows what became of it the key stays, so that trying again does nothing twice.
        known, words = answer.status in _SAID, _SAID.get(answer.status, "mine.said.silent")
        return self._page_of(self._windows, request, own, status=answer.status if known else 503, said=words, key="" if known else key,
                             faults=answer.at_fields, kept={name: str(value) for name, value in said.items()})  # fmt: skip


