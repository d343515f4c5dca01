"""Journeys for routing's tests, over the real catalogue: a dossier is received, and officers do what their inbox says."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from intake.catalogue import read_catalogue
from lienthong_calendar import VIET_NAM, due_at, parse_term
from lienthong_contracts import (
    AgencyPublished,
    DossierReceived,
    DossierWithdrawn,
    FeePaid,
    ProcedurePublished,
    ResultReturned,
    SupplementGiven,
)
from lienthong_runtime import Catalogue, Context, Refused
from routing import commands as c
from routing import result_commands as r
from routing.decisions import ON_COMMAND, ON_EVENT
from routing.domain.journey import Journey
from routing.domain.tasks import TO_KNOW, tasks_of
from routing.hand_over import SUPPLEMENT
from routing.timers import on_time

DOSSIER_ID = UUID("01933c3e-7a00-7000-8000-000000000001")
DESK = "H32.41"
CATALOGUES = Path(__file__).parents[4] / "deploy" / "catalogues"
ENDING = ("complete", "propose", "approve", "sign", "number", "issue", "post")
LAW = {"legal_ground": "NĐ 61/2018 Đ.19"}


def who(task):
    """Who acts on a leg's line: its agency, and whoever it was given to."""
    return {"leg": task["leg"], "agency": task["agency"], "officer": "lvm"}


def at(text):
    """An instant at UTC+7, written as 2026-11-23T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


NOW = at("2026-11-02T09:00")


@cache
def catalogue():
    return Catalogue(read_catalogue(CATALOGUES))


def desks(day):
    return [a.id for a in catalogue().every_in_force(AgencyPublished, day) if "desk" in a.roles]


def procedures(day):
    return [p.id for p in catalogue().every_in_force(ProcedurePublished, day)]


def received(procedure, desk=DESK, when=NOW, **changes):
    """Its reception, as intake reports it."""
    entry = catalogue().in_force(ProcedurePublished, procedure, when.date())
    due = due_at(catalogue().calendar, when, parse_term(entry.term))
    return DossierReceived(**{
        "dossier_id": DOSSIER_ID, "at": when, "code": f"{desk}-261102-0001", "procedure": entry.id,
        "procedure_version": entry.entry_version,
        "route": entry.route, "channel": "counter", "desk": desk, "return_channel": "counter", "officer": "ntb", "received_at": when,
        "deemed_at": when, "term": entry.term, "due_at": due, "supplement_mode": entry.supplement_mode, "trace": (), **changes,
    })  # fmt: skip


class Life:
    """A journey on its way: the state now, and all that was reported."""

    def __init__(self, procedure, desk=DESK, when=NOW):
        self.now, self.state, self.events = when, None, []
        self.learn(received(procedure, desk, when))

    def _follow(self, decision):
        self.state = decision.state
        self.events += decision.events
        return decision.events

    def learn(self, event):
        return self._follow(ON_EVENT[type(event)](self.state, event, Context(self.now, catalogue(), DOSSIER_ID)))

    def do(self, command):
        return self._follow(ON_COMMAND[type(command)](self.state, command, Context(self.now, catalogue(), DOSSIER_ID)))

    def refuses(self, command):
        """The fields a refusal names, and nothing changed; an empty list when it was no refusal."""
        before = msgspec.json.encode(self.state)
        try:
            ON_COMMAND[type(command)](self.state, command, Context(self.now, catalogue(), DOSSIER_ID))
        except Refused as refused:
            assert msgspec.json.encode(self.state) == before
            return [fault.field for fault in refused.faults]
        return []

    def later(self, minutes):
        self.now += timedelta(minutes=minutes)
        return self

    def about(self):
        return {"dossier_id": DOSSIER_ID, "at": self.now}

    def tasks(self, do=None):
        """What has to be acted on, or only the lines of one kind."""
        return [task for task in tasks_of(self.state) if do == task["do"] or (do is None and task["do"] not in TO_KNOW)]

    def told(self, kind):
        return [event for event in self.events if type(event).__name__ == kind]

    # What officers do about one line of their inbox.
    def acknowledge(self, task):
        return self.do(c.Acknowledge(consignment=task["consignment"], agency=task["agency"], officer="lvm"))

    def resend(self, task):
        return self.do(c.Resend(consignment=task["consignment"], agency=task["agency"], officer="lvm"))

    def assign(self, task):
        return self.do(c.Assign(leg=task["leg"], agency=task["agency"], officer="lvm"))

    def complete(self, task):
        return self.do(c.Complete(**who(task)))

    def propose(self, task):
        return self.do(r.Propose(**who(task)))

    def approve(self, task):
        return self.do(r.Approve(**who(task)))

    def sign(self, task):
        return self.do(r.Sign(**who(task)))

    def number(self, task):
        return self.do(r.Number(**who(task), result_no=f"KQ-{len(self.state.part_results) + 1}"))

    def issue(self, task):
        return self.do(r.Issue(**who(task)))

    def post(self, task):
        events = self.do(c.PostNotice(**who(task)))
        return [*events, *self.wait_for(self.state.legs[task["leg"]].posted_until)]

    def wait_for(self, moment):
        """Time passes, and does what it has to do."""
        self.now = max(self.now, moment)
        return self._follow(on_time(self.state, Context(self.now, catalogue(), DOSSIER_ID)))

    def end(self, task):
        """Everybody does their part of a leg's end, from the draft to the issue or in one go."""
        leg, before = task["leg"], len(self.events)
        for _ in range(6):
            if found := [t for t in self.tasks() if t["leg"] == leg and t["do"] in ENDING]:
                self.perform(found[0])
        return self.events[before:]

    def answer(self, task):
        return self.do(c.AnswerConsultation(consultation=task["consultation"], agency=task["agency"], officer="ptk", answer="Phù hợp"))

    def apologise(self, task):
        calendar, after = catalogue().calendar, max(self.state.due_at, self.now).astimezone(VIET_NAM).date()
        new = calendar.closing(calendar.working_day_after(after, 2))
        return self.do(r.Apologise(agency=task["agency"], officer="lvm", reason="Chờ xác minh", new_due_at=new))

    def hand_out(self, _task):
        return self.learn(ResultReturned(**self.about(), channel="counter", officer="ntb"))

    def perform(self, task):
        """Do what this line says."""
        acts = {"acknowledge": self.acknowledge, "resend": self.resend, "assign": self.assign, "complete": self.complete,
                "propose": self.propose, "approve": self.approve, "sign": self.sign, "number": self.number, "issue": self.issue,
                "post": self.post, "answer": self.answer, "apologise": self.apologise, "return": self.hand_out}  # fmt: skip
        return acts[task["do"]](task)

    def go_on(self):
        """What lifts a pause comes: the supplement, the payment, or the agency's word."""
        if self.state.paused == SUPPLEMENT:
            return self.learn(SupplementGiven(**self.about(), round=1))
        last = self.told("ProcessingPaused")[-1]
        if last.payment:
            return self.learn(FeePaid(**self.about(), amount_dong=last.fee_dong, receipt_no="BL-1"))
        return self.do(c.Resume(agency=last.agency, officer="lvm", ground="Hết lý do"))

    def withdraw(self):
        return self.learn(DossierWithdrawn(**self.about(), reason="Không cần nữa"))

    def work_until(self, leg, what="complete"):
        """Everybody does what the inbox says, first line first, until that leg has this line."""
        for _ in range(300):
            if found := [task for task in self.tasks(what) if task["leg"] == leg]:
                return found[0]
            self.go_on() if self.state.paused else self.perform(self.tasks()[0])
        raise AssertionError(f"{leg} never came to {what}")

    def finish(self):
        """Everybody does what the inbox says until the citizen has the result."""
        for _ in range(500):
            if self.state.status == "closed":
                return self
            self.go_on() if self.state.paused else self.perform(self.tasks()[0])
        raise AssertionError("it never ends")

    # What goes wrong on the way.
    def refuse_hand_over(self, task):
        return self.do(c.RefuseHandOver(consignment=task["consignment"], agency=task["agency"], officer="lvm", reason="Thiếu tờ khai"))

    def ask_supplement(self, task):
        return self.do(c.AskSupplement(leg=task["leg"], agency=task["agency"], officer="lvm", content="Căn cước", **LAW))

    def pause(self, task):
        return self.do(c.Pause(agency=task["agency"], officer="lvm", ground="Chờ giám định"))

    def consult(self, task, asked=None):
        today = self.now.astimezone(VIET_NAM).date()
        asked = asked or catalogue().every_in_force(AgencyPublished, today)[0].id
        return self.do(c.Consult(**who(task), asked=asked, question="Quy hoạch?"))

    def return_leg(self, task, back_to):
        return self.do(c.ReturnLeg(leg=task["leg"], agency=task["agency"], officer="lvm", back_to=back_to, reason="Sai thông tin"))

    def refuse_dossier(self, task):
        self.do(r.RefuseDossier(**who(task), reason="Không đủ điều kiện", **LAW))
        return self.end(task)


def before(state, leg):
    """All legs that a leg waits for, directly or not."""
    found = set()
    for earlier in state.legs[leg].after:
        found |= {earlier} | before(state, earlier)
    return found


def check(life):
    """What holds at every moment of every journey."""
    state, tasks = life.state, life.tasks()
    assert tasks or state.paused or state.status in ("closed", "stopped"), "nobody has anything to do"
    assert {task["agency"] for task in tasks} <= state.parties, "a task for an agency that may not see the dossier"
    assert msgspec.json.decode(msgspec.json.encode(state), type=Journey) == state
    sent = {str(event.consignment) for event in life.told("DossierForwarded")}
    assert sent == set(state.hand_overs)
    if state.status == "moving":
        unanswered = [h.leg for h in state.hand_overs.values() if h.status in ("sent", "refused")]
        assert sorted(unanswered) == sorted(leg.leg for leg in state.legs.values() if leg.status == "under_way")
    assert len(life.told("ResultIssued")) == (state.status in ("result", "closed"))
    assert len(life.told("ApologyIssued")) == state.apologised
