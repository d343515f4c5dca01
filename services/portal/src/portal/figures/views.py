"""What the pages of reports show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.figures.period import Period
from portal.figures.report_06a import Column
from portal.figures.report_766 import Index
from portal.figures.scores import Score
from portal.web.dossier_views import DossierRow


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a report is asked for: its period, an agency's id and name ('' is all that the reader may see), and the local practice."""

    period: Period
    agency: str
    name: str
    merged: bool = False

    @property
    def query(self) -> str:
        """The same as an address has it."""
        merged = "&gop=1" if self.merged else ""
        return f"tu={self.period.since.isoformat()}&den={self.period.until.isoformat()}&co-quan={self.agency}{merged}"


@dataclass(frozen=True, slots=True)
class Scales:
    """An agency's score, and those of officers who had a leg of its dossiers, by agency and officer."""

    agency: Score
    officers: tuple[tuple[str, str, Score], ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A field's name and its figures by column; the total is without a field."""

    field: str
    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, the periods and agencies it may be asked for."""

    now: datetime
    chosen: Chosen
    periods: tuple[tuple[str, Period], ...]
    agencies: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[ReportRow, ...] = ()
    total: ReportRow | None = None
    index: Index | None = None
    scales: Scales | None = None


@dataclass(frozen=True, slots=True)
class BehindView:
    """The dossiers behind a cell, a page of them."""

    now: datetime
    chosen: Chosen
    title: str
    field: str
    total: int
    page: int
    pages: int
    address: str
    dossiers: tuple[DossierRow, ...]
