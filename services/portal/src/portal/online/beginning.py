"""The first page of handing in online: which case, which choices, and at which desk."""

from typing import Any
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_calendar import term_in_words
from lienthong_contracts import ProcedurePublished, RoutePublished
from starlette.datastructures import FormData

from portal.mine.acts import clean
from portal.mine.shown import name_of
from portal.online.desks import Desks
from portal.online.drafts import Drafts
from portal.online.views import BeginView
from portal.windows import Windows, language


class Beginning:
    """Shows the page, and begins the draft."""

    def __init__(self, windows: Windows, drafts: Drafts) -> None:
        self._windows, self._drafts, self._desks = windows, drafts, Desks(windows.parts)

    def page(self, request: Request, procedure: ProcedurePublished, province: str, *, status: int = 200, said: str = "",
             faults: dict[str, str] | None = None, kept: dict[str, Any] | None = None, key: str = "") -> HTMLResponse:  # fmt: skip
        """The page; `kept` is what was chosen already."""
        provinces, lang = self._desks.provinces(), language(request)
        known = [one for one, _ in provinces]
        # A field's code begins with its province's (MX-LV): the likeliest one.
        province = next((one for one in (province, procedure.field.partition("-")[0], *known) if one in known), "")
        cases = tuple((case.id, case.name, term_in_words(case.term or procedure.term, lang)) for case in procedure.cases)
        view = BeginView(procedure.id, name_of(self._windows, procedure.id, lang), cases, self._branches(procedure), provinces, province,
                         self._desks.of(province), faults or {}, kept or {}, key or uuid4().hex, said)  # fmt: skip
        return self._windows.page(request, "online/begin", view, status, here="mine")

    def _branches(self, procedure: ProcedurePublished) -> tuple[tuple[str, str, bool], ...]:
        """What may be chosen beside the case; nothing where each case says what it is made of."""
        today = self._windows.parts.today
        route = self._windows.parts.catalogue.begun(RoutePublished, procedure.route, today)
        if route is None or any(case.branches is not None for case in procedure.cases):
            return ()
        return tuple((branch.id, branch.name, branch.default) for branch in route.branches)

    async def begun(self, request: Request, procedure: ProcedurePublished, form: FormData) -> Response:
        """A draft of what was chosen, or the page with every fault at its place."""
        lang, word, key = language(request), self._windows.pages.word, clean(str(form.get("key", "")))
        case, desk, province = (str(form.get(name, "")) for name in ("case", "desk", "tinh"))
        branches = [str(one) for one in form.getlist("branches")]
        missing = {"desk": not self._has(province, desk), "case": bool(procedure.cases) and case not in [one.id for one in procedure.cases]}
        faults = {field: word(lang, f"online.{field}.missing") for field, wrong in missing.items() if wrong}
        kept = {"case": case, "desk": desk, "branches": branches}
        if faults:
            return self.page(request, procedure, province, status=422, said="mine.said.faults", faults=faults, kept=kept)
        chosen = {"procedure": procedure.id, **{name: value for name, value in kept.items() if value}}
        answer = await self._drafts.begin(request, chosen, key)
        if answer.status >= 300:
            return self.page(request, procedure, province, status=503, said="mine.said.silent", kept=kept, key=key)
        return RedirectResponse(f"/nop-ho-so/nhap/{answer.body['dossier_id']}", 303)

    def _has(self, province: str, desk: str) -> bool:
        return desk in [one for one, _ in self._desks.of(province)]
