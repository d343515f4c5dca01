"""Report 06a on paper, as the prescribed form."""

import asyncio
from functools import cached_property
from pathlib import Path
from threading import Lock

import msgspec
from typst import Compiler

from portal.figures.sheet import groups, heading
from portal.figures.views import ReportView
from portal.format import day

TEMPLATES = Path(__file__).parent / "templates"


class Printer:
    """One Typst compiler, made for the first paper and kept warm; it sees the templates' folder and nothing else."""

    def __init__(self) -> None:
        self._turn = Lock()  # asked by two threads at once it answers "Already borrowed"

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(root=TEMPLATES, ignore_system_fonts=True)  # 25 MiB of faces

    async def pdf(self, view: ReportView) -> bytes:
        """The paper as PDF."""
        return await asyncio.to_thread(self._pdf, msgspec.json.encode(facts_of(view)).decode())

    def _pdf(self, data: str) -> bytes:
        with self._turn:
            made = self._compiler.compile(TEMPLATES / "report_06a.typ", format="pdf", sys_inputs={"report": data})
        assert isinstance(made, bytes)
        return made


def facts_of(view: ReportView) -> dict[str, object]:
    """What the form says, for its template; dated by Việt Nam's day."""
    assert view.total is not None
    rows = [{"name": row.name, "counts": [row.counts[c.key] for c in view.columns]} for row in view.rows]
    return {
        "heading": heading(view), "rows": rows, "total": [view.total.counts[c.key] for c in view.columns],
        "columns": [{"name": c.vi, "number": c.number} for c in view.columns],
        "groups": [{"name": vi, "width": width} for vi, _, width in groups(view)], "on": day(view.now),
    }  # fmt: skip
