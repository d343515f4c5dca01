"""A citizen's drafts, kept by intake: read, written and checked with their own token."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import Actor

from portal.mine.reading import Own, one_of
from portal.mine.shown import name_of
from portal.neighbours import Answer
from portal.online.form import groups, page_of
from portal.online.papers import papers_of
from portal.online.views import DraftView, Page
from portal.windows import Windows, language


class Drafts:
    """Reads, keeps and shows drafts."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def procedure(self, procedure_id: str) -> ProcedurePublished:
        """The version in force, if it may be handed in online. Raises 404."""
        today = self._windows.parts.today
        found = self._windows.parts.catalogue.in_force(ProcedurePublished, procedure_id, today)
        if found is None or "online" not in found.channels:
            raise HTTPException(404, "no such procedure online")
        return found

    async def own(self, request: Request, reader: Actor, dossier_id: UUID) -> Own:
        """Theirs, draft or not. Raises 404."""
        return await one_of(self._windows, request, reader, dossier_id)

    async def read(self, request: Request, reader: Actor, dossier_id: UUID) -> tuple[Own, dict[str, Any]]:
        """The draft and its fields. Raises 404 for what isn't theirs or no draft any more, 503 while nobody knows."""
        return await self.own(request, reader, dossier_id), await self.fields(request, dossier_id)

    async def fields(self, request: Request, dossier_id: UUID) -> dict[str, Any]:
        """What was filled in."""
        kept = await self._ask(request, f"/dossiers/{dossier_id}/draft")
        if kept.status != 200:
            raise HTTPException(404 if kept.status == 404 else 503, "no such draft")
        fields: dict[str, Any] = kept.body
        return fields

    async def begin(self, request: Request, fields: Mapping[str, Any], key: str) -> Answer:
        """A new draft."""
        return await self._command(request, "/drafts", {"draft": {"fields": fields}}, key)

    async def keep(self, request: Request, dossier_id: UUID, fields: Mapping[str, Any]) -> Answer:
        """The draft as it is now."""
        return await self._command(request, f"/dossiers/{dossier_id}/save", {"draft": {"fields": fields}}, uuid4().hex)

    async def submit(self, request: Request, own: Own, fields: Mapping[str, Any], key: str, although_alike: bool) -> Answer:
        """Hand it in with the papers that there are files of; the same key twice is once."""
        papers = sorted({document["paper"] for document in own.state.get("documents", ())})
        whole = {**fields, "papers": papers, "although_alike": although_alike, "language": language(request)}
        kept = await self.keep(request, own.dossier_id, whole)
        return kept if kept.status >= 300 else await self._command(request, f"/dossiers/{own.dossier_id}/submit", {}, key)

    async def lacking(self, request: Request, own: Own, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Every fault as field and words; papers are told by the files that there are."""
        found = await self._ask(request, f"/dossiers/{own.dossier_id}/draft/faults")
        if found.status != 200:
            raise HTTPException(503, "intake doesn't answer")
        given = {f"papers.{document['paper']}" for document in own.state.get("documents", ())}
        return [(fault["field"], fault["detail"]) for fault in found.body if fault["field"] not in given]

    async def _ask(self, request: Request, path: str) -> Answer:
        return await self._windows.neighbours.read("intake", path, request.state.token, language(request))

    async def _command(self, request: Request, path: str, said: dict[str, Any], key: str) -> Answer:
        return await self._windows.neighbours.command("intake", path, said, request.state.token, key, language(request))

    async def shown(self, request: Request, own: Own, fields: dict[str, Any], page: Page, *, checked: bool, status: int = 200,
                    **more: Any) -> HTMLResponse:  # fmt: skip
        """A page of the draft; `checked` with every fault at its field."""
        lacking, windows = await self.lacking(request, own, fields) if checked else [], self._windows
        procedure, lang = self.procedure(str(fields.get("procedure"))), language(request)
        name, desk = name_of(windows, procedure.id, lang), windows.wording.name(str(fields.get("desk", "")))
        form = groups(procedure, fields)
        labels = {one.name: windows.pages.word(lang, one.words) for _, ones in form for one in ones if not one.label}
        here = {field: words for field, words in lacking if page_of(field) == page}
        faults = {**here, **more.pop("faults", {})}
        view = DraftView(
            page, str(own.dossier_id), procedure.id, name, desk,
            next((case.name for case in procedure.cases if case.id == fields.get("case")), ""), procedure.who, fields,
            form, procedure.channels, papers_of(windows, procedure, own, fields, lang), faults,
            tuple((page_of(field), field, words) for field, words in lacking), labels=labels, key=uuid4().hex, **more,
        )  # fmt: skip
        return windows.page(request, f"online/{page}", view, status, here="mine")
