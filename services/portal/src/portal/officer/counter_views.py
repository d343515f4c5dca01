"""What the counter's page shows."""

from dataclasses import dataclass
from datetime import datetime

from lienthong_contracts import ProcedurePublished, RoutePublished

from portal.officer.counter_form import Typed
from portal.views import TraceView


@dataclass(frozen=True, slots=True)
class Promise:
    """What receiving now would promise: the date with its reasons, and the price."""

    due_at: datetime
    term: str
    dong: int
    trace: tuple[TraceView, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """A dossier received at this desk today."""

    dossier_id: str
    code: str
    procedure_name: str
    received_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What has just been taken in, with the form to print; `paid` says what became of the payment."""

    dossier_id: str
    code: str
    procedure_name: str
    status: str
    due_at: datetime | None
    form: str
    paid: str


@dataclass(frozen=True, slots=True)
class CounterView:
    """The counter: the procedure that was chosen, what was typed, what is wrong, and what was taken in today."""

    now: datetime
    desk: str
    key: str
    typed: Typed
    procedure: ProcedurePublished | None
    route: RoutePublished | None
    term: str
    found: tuple[tuple[str, str], ...]
    promise: Promise | None
    recent: tuple[Recent, ...] | None
    taken: Taken | None
    faults: dict[str, str]
    said: str

    @property
    def papers(self) -> tuple[ProcedurePublished.Paper, ...]:
        """The procedure's papers, of the case that was chosen."""
        if self.procedure is None:
            return ()
        case = next((case for case in self.procedure.cases if case.id == self.typed.one("case")), None)
        wanted = None if case is None else case.papers
        return tuple(paper for paper in self.procedure.papers if wanted is None or paper.id in wanted)
