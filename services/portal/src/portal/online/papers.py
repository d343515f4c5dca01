"""Which papers a submission needs, and the files given for each so far."""

from collections.abc import Mapping
from typing import Any

from lienthong_calendar.words import Lang
from lienthong_contracts import ProcedurePublished

from portal.mine.reading import Own
from portal.mine.views import Sheet
from portal.online.views import PaperView
from portal.windows import Windows


def papers_of(windows: Windows, procedure: ProcedurePublished, own: Own, fields: Mapping[str, Any], lang: Lang) -> tuple[PaperView, ...]:
    """The papers of the case chosen, those that have to be there first."""
    of_case = next((case.papers for case in procedure.cases if case.id == fields.get("case")), None)
    wanted = {paper.id for paper in procedure.papers if paper.required} if of_case is None else set(of_case)
    opened = windows.pages.word(lang, "mine.open")
    found = [PaperView(paper.id, paper.name, paper.id in wanted, paper.kind == "original", tuple(_files(own, paper.id, opened)))
             for paper in procedure.papers]  # fmt: skip
    return tuple(sorted(found, key=lambda paper: not paper.required))


def _files(own: Own, paper: str, opened: str) -> list[Sheet]:
    names = own.person.get("files", {})
    return [Sheet(names.get(document["document"], opened), "", f"/cua-toi/{own.dossier_id}/tep/{document['document']}")
            for document in own.state.get("documents", ()) if document["paper"] == paper]  # fmt: skip
