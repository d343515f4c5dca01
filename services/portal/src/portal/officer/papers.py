"""A dossier's papers and their files, as intake shows them to the reader."""

from typing import Any

from fastapi import Request
from lienthong_runtime import AT_WORK, Actor

from portal.domain.record import Record
from portal.neighbours import Answer
from portal.officer.act_views import FileView, PapersView, PaperView
from portal.officer.allowed import Choices
from portal.windows import Windows, language

RESULT = "result"
_FORMS = {"supplement": "supplement", "refusal": "refusal", "apology": "apology", "stop": "stop"}  # a notice's form and its paper


async def papers_of(windows: Windows, request: Request, reader: Actor, dossier_id: str, record: Record) -> PapersView:
    """The papers with their files, for whoever works on it."""
    if reader.roles.isdisjoint(AT_WORK):
        return PapersView()
    answer = await windows.neighbours.read("intake", f"/dossiers/{dossier_id}", request.state.token, language(request))
    return papers_view(answer, Choices(windows, record).papers)


def papers_view(answer: Answer, names: dict[str, str]) -> PapersView:
    """Intake's answer in the papers' own names."""
    if answer.status != 200:
        return PapersView(silent=True)
    state, files = answer.body, dict[str, list[FileView]]()
    for d in state["documents"]:
        files.setdefault(RESULT if d["origin"] == "result" else d["paper"], []).append(
            FileView(d["document"], d["media_type"], d["size"], d["origin"])
        )
    papers = [PaperView(names.get(c["paper"], c["paper"]), c["digitised"], tuple(files.pop(c["paper"], ()))) for c in state["components"]]
    papers += [PaperView(names.get(paper, ""), paper if paper == RESULT else "", tuple(found)) for paper, found in files.items()]
    return PapersView(tuple(papers), prints=_prints(state))


def _prints(state: dict[str, Any]) -> tuple[str, ...]:
    notices = {notice["form"] for notice in state["notices"]}
    received = ("receipt", "control-slip") if state["received_at"] else ()
    return (*received, *(paper for form, paper in _FORMS.items() if form in notices))
