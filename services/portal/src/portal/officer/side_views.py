"""What the page of two documents side by side shows."""

from dataclasses import dataclass
from datetime import datetime

from portal.officer.act_views import FileView, PapersView


@dataclass(frozen=True, slots=True)
class SideView:
    """A dossier's files, of which at most two are open."""

    now: datetime
    code: str
    dossier_id: str
    papers: PapersView
    chosen: tuple[str, ...]

    @property
    def open(self) -> tuple[tuple[str, FileView], ...]:
        """The files that are shown, with their papers' names; the first ones when none was chosen."""
        found = [(paper.name, file) for paper in self.papers.papers for file in paper.files]
        wanted = [one for one in found if one[1].document in self.chosen] or found
        return tuple(wanted[:2])
