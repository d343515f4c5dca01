"""Dossiers as five services know them, by their own pure decisions on one log: for the tests of a succession's proof."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import notifier.decisions
import portal.decisions
import sla_monitor.decisions
from intake.catalogue import read_catalogue
from intake.decisions import ON_EVENT as OF_INTAKE
from intake.domain.dossier import Dossier
from intake.succession import move_submission
from lienthong_calendar import VIET_NAM, due_at, parse_term
from lienthong_contracts import DossierReceived, DossierSubmitted, ProcedurePublished
from lienthong_local.succeed.proof import held
from lienthong_local.verify.rows import Stored, StoredRow
from lienthong_runtime import Catalogue, Context, Succession
from routing.decisions import ON_COMMAND
from routing.decisions import ON_EVENT as OF_ROUTING
from routing.domain.tasks import tasks_of
from routing.succession import hand_to_successors

CATALOGUES = Path(__file__).parents[3] / "deploy" / "catalogues"
ID = UUID("01933c3e-7a00-7000-8000-000000000001")
EVE, DAY = (datetime(2025, 6, 30, 9, tzinfo=VIET_NAM), datetime(2025, 7, 1, 8, tzinfo=VIET_NAM))
PROCEDURE, DESK, FOLLOWER = "1.004873", "H43.06.01", "H32.41"
OFFICES = {DESK: FOLLOWER, "H43.06.01.TP": "H32.41.VP", "H43.06": "H32.41"}
READERS = {"intake": OF_INTAKE, "sla-monitor": sla_monitor.decisions.ON_EVENT, "notifier": notifier.decisions.ON_EVENT,
           "portal": portal.decisions.ON_EVENT}  # fmt: skip


@cache
def catalogue():
    return Catalogue(read_catalogue(CATALOGUES))


def plan(agencies=OFFICES):
    return Succession(on=date(2025, 7, 1), decision_no="NQ 202/2025/QH15", agencies=agencies)


class Flight:
    """One dossier: its log, and what each service knows of it."""

    def __init__(self, desk=DESK, **places):
        self.now, self.log = EVE, []
        entry = catalogue().in_force(ProcedurePublished, PROCEDURE, EVE.date())
        self.entry = {"procedure": entry.id, "procedure_version": entry.entry_version, "channel": "online", "desk": desk}
        self.rows = {"routing": None, "intake": Dossier("submitted", entry.id, entry.entry_version, "online", desk, "counter", **places),
                     "sla-monitor": None, "notifier": None, "portal": None}  # fmt: skip
        self.tell(DossierSubmitted(dossier_id=ID, at=EVE, applicant="person", **self.entry))

    def context(self):
        return Context(self.now, catalogue(), ID)

    def tell(self, *events):
        """Facts go to the log, and everybody reads them."""
        for event in events:
            self.log.append(event)
            for name, reads in READERS.items():
                if type(event) in reads and (name != "intake" or event.producer != "intake"):
                    decision = reads[type(event)](self.rows[name], event, self.context())
                    self.rows[name] = decision.state
                    self.tell(*decision.events if name == "sla-monitor" else ())
        return self

    def received(self):
        """The desk receives it, and routing plans its journey."""
        entry = catalogue().in_force(ProcedurePublished, PROCEDURE, EVE.date())
        due, desk = due_at(catalogue().calendar, EVE, parse_term(entry.term)), self.rows["intake"].desk
        self.rows["intake"] = self.rows["intake"].with_(status="received", code=f"{desk}-250630-0001", received_at=EVE, due_at=due)
        event = DossierReceived(**self.entry | {"desk": desk}, dossier_id=ID, at=self.now, code=f"{desk}-250630-0001", route=entry.route,
                                return_channel="counter", officer="ntb", received_at=EVE, deemed_at=EVE, term=entry.term, due_at=due,
                                supplement_mode=entry.supplement_mode, trace=())  # fmt: skip
        self.tell(event)
        return self._routed(OF_ROUTING[DossierReceived](None, event, self.context()))

    def _routed(self, decision):
        self.rows["routing"] = decision.state
        return self.tell(*decision.events)

    def do(self, command):
        return self._routed(ON_COMMAND[type(command)](self.rows["routing"], command, self.context()))

    def task(self, do):
        return next(task for task in tasks_of(self.rows["routing"]) if task["do"] == do)

    def succeed(self, agencies=OFFICES, now=DAY):
        """The plan is carried out by intake and routing."""
        self.now = now
        moved = move_submission(self.rows["intake"], plan(agencies), self.context())
        self.rows["intake"] = moved.state
        self.tell(*moved.events)
        return self._routed(hand_to_successors(self.rows["routing"], plan(agencies), self.context())) if self.rows["routing"] else self

    def alter(self, name, **changes):
        """A fault is planted in one service's row."""
        self.rows[name] = self.rows[name].with_(**changes)
        return self

    def proof(self, agencies=OFFICES):
        stored = {name: Stored({str(ID): StoredRow(1, {}, state)}) for name, state in self.rows.items()}
        return held({str(ID): self.log}, stored, plan(agencies))
