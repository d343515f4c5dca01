"""Dossiers as time sees them, for sla-monitor's tests: facts at their instants, and wakes between them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from lienthong_calendar import VIET_NAM, day_of, explain, parse_term
from lienthong_contracts import (
    ApologyIssued,
    ConsultationLapsed,
    DossierForwarded,
    DossierReceived,
    HandOverAcknowledged,
    HandOverRefused,
    JourneyPlanned,
    JourneyStopped,
    LegCompleted,
    LegReturned,
    OfficerAssigned,
    ProcedurePublished,
    ProcessingPaused,
    ProcessingResumed,
    ResultIssued,
    SupplementAsked,
    SupplementGiven,
    SupplementNeeded,
)
from lienthong_runtime import Catalogue, Context
from sla_monitor.calendar_change import adjust
from sla_monitor.decisions import ON_EVENT
from sla_monitor.domain.budget import Budget
from sla_monitor.timers import raise_rungs

DOSSIER_ID = UUID("01933c3e-7a00-7000-8000-000000000001")
# So long that only the tests about stuck dossiers meet it.
PROCEDURE = ProcedurePublished.model_validate({**ProcedurePublished.example, "stalled_after": "200wd"})
CATALOGUE = Catalogue([PROCEDURE])
CALENDAR = CATALOGUE.calendar
LEGS = {"appraise": ("H32.41.KT", "1wd"), "tax": ("TCT.32", "1wd"), "certify": ("H32.41.KT", "0.5wd")}


def at(text):
    """An instant at UTC+7, written as 2026-11-23T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


MONDAY = at("2026-11-02T09:00")


def as_stored(state):
    """The state as the database gives it back: jsonb keeps an object's keys by their length, then by their bytes."""

    def ordered(part):
        if isinstance(part, dict):
            return {key: ordered(part[key]) for key in sorted(part, key=lambda key: (len(key.encode()), key.encode()))}
        return [ordered(each) for each in part] if isinstance(part, list) else part

    plain = msgspec.json.decode(msgspec.json.encode(state))
    return msgspec.json.decode(msgspec.json.encode(ordered(plain)), type=Budget)


class Life:
    """A budget on its way: the state now, and all that was reported."""

    def __init__(self, term="5wd", mode="restart", when=MONDAY, duty=False, legs=LEGS, rules=None, catalogue=None, warn_at=(),
                 stored=True, plan=True):  # fmt: skip
        self.now, self.state, self.events, self.stored = when, None, [], stored
        self.catalogue = catalogue or (Catalogue([PROCEDURE.model_copy(update=rules)]) if rules else CATALOGUE)
        edition = self.catalogue.edition("H32.41", when.date())
        due = explain(self.catalogue.calendar_of(edition), when, parse_term(term), duty=duty)
        self.learn(DossierReceived(**{
            **self.about(), "code": "H32.41-261102-0001", "procedure": "1.001612", "procedure_version": 1, "route": "r",
            "channel": "counter", "desk": "H32.41",
            "return_channel": "counter", "officer": "ntb", "received_at": when, "deemed_at": due.deemed_at, "term": term,
            "due_at": due.due_at, "supplement_mode": mode, "trace": (), "calendar": edition,
        }))  # fmt: skip
        if plan:
            self.plan(legs, warn_at)

    def plan(self, legs=LEGS, warn_at=(), after=None):
        """Routing's plan; `after` says which legs each one waits for."""
        planned = [{"leg": leg, "agency": agency, "task": "x", "share": share, "warn_at": warn_at, "after": (after or {}).get(leg, ())}
                   for leg, (agency, share) in legs.items()]  # fmt: skip
        return self.learn(JourneyPlanned(**self.about(), route="r", route_version=1, desk="H32.41", legs=planned))

    def about(self):
        return {"dossier_id": DOSSIER_ID, "at": self.now}

    def _follow(self, decision):
        self.state = as_stored(decision.state) if self.stored else decision.state
        self.events += decision.events
        assert self.state == decision.state
        return decision.events

    def learn(self, event, noticed_at=None):
        return self._follow(ON_EVENT[type(event)](self.state, event, Context(self.now, self.catalogue, DOSSIER_ID, noticed_at=noticed_at)))

    def adjust(self, decision_no="12729/VPCP"):
        """An administrator confirms the newest calendar."""
        newest = self.catalogue.edition(self.state.desk, day_of(self.now))
        return self._follow(adjust(self.state, newest, decision_no, "admin", Context(self.now, self.catalogue, DOSSIER_ID)))

    def wake(self, now=None, noticed_at=None):
        """Time acts at this instant."""
        return self._follow(raise_rungs(self.state, Context(now or self.now, self.catalogue, DOSSIER_ID, noticed_at=noticed_at)))

    def wake_whenever_due(self, until):
        """Time acts whenever the row asks for it."""
        while (due := self.state.next_timer) is not None and due <= until:
            self.wake(due)
            following = self.state.next_timer
            assert following is None or following > due, "it would be woken for ever"

    def till(self, now):
        """Time goes by."""
        self.now = now if isinstance(now, datetime) else at(now)
        return self

    def later(self, minutes):
        return self.till(self.now + timedelta(minutes=minutes))

    def forward(self, leg, answer_by, sender="H32.41", receiver="TCT.32", attempt=1, consignment=None):
        return self.learn(DossierForwarded(**self.about(), consignment=consignment or uuid4(), leg=leg, sender=sender, receiver=receiver,
                                           attempt=attempt, answer_by=answer_by))  # fmt: skip

    def acknowledge(self, leg, consignment=None):
        return self.learn(HandOverAcknowledged(**self.about(), consignment=consignment or uuid4(), leg=leg, agency="x", officer="lvm"))

    def send_back(self, leg, consignment):
        return self.learn(HandOverRefused(**self.about(), consignment=consignment, leg=leg, agency="x", officer="lvm", reason="x"))

    def assign(self, leg, officer):
        return self.learn(OfficerAssigned(**self.about(), leg=leg, agency="x", officer=officer))

    def ask_citizen(self, answer_by, round=1):
        return self.learn(SupplementAsked(**self.about(), agency="x", content="x", legal_ground="x", round=round, answer_by=answer_by))

    def lapse(self, leg, on_silence):
        return self.learn(ConsultationLapsed(**self.about(), consultation=uuid4(), leg=leg, asked="SXD.32", on_silence=on_silence))

    def complete(self, leg):
        return self.learn(LegCompleted(**self.about(), leg=leg, agency="x", officer="lvm"))

    def give_back(self, leg, to="appraise"):
        return self.learn(LegReturned(**self.about(), leg=leg, agency="x", officer="lvm", back_to=to, reason="x"))

    def pause(self):
        return self.learn(ProcessingPaused(**self.about(), agency="TCT.32", ground="Nộp thuế", fee_dong=1000))

    def resume(self):
        return self.learn(ProcessingResumed(**self.about(), agency="TCT.32", ground="Đã nộp"))

    def ask(self):
        return self.learn(SupplementNeeded(**self.about(), leg="appraise", agency="x", officer="lvm", content="x", legal_ground="x"))

    def give(self):
        return self.learn(SupplementGiven(**self.about(), round=1))

    def apologise(self, new):
        return self.learn(ApologyIssued(**self.about(), agency="TCT.32", officer="lvm", reason="x", old_due_at=self.state.promised_at,
                                        new_due_at=new))  # fmt: skip

    def finish(self):
        return self.learn(ResultIssued(**self.about(), agency="H32.41.KT", officer="lvm", result_no="KQ-1", outcome="granted"))

    def stop(self):
        return self.learn(JourneyStopped(**self.about(), agency="H32.41", reason="x"))

    def told(self, kind, clock=None):
        return [e for e in self.events if type(e).__name__ == kind and clock in (None, e.clock)]


def only(events, kind, clock=None):
    """The one event of this kind among them; rungs that fell due meanwhile come before it."""
    (found,) = [e for e in events if type(e).__name__ == kind and clock in (None, e.clock)]
    return found


def kinds(events):
    return [type(event).__name__ for event in events]


def heads(event):
    """Whom it is told: agency and person."""
    return (event.told.agency, event.told.person)
